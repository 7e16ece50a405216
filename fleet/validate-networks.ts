import { cidrContains, cidrsOverlap } from '../values/address';
import type { Checks } from '../values/checks';
import type { MeshSpec } from './mesh-spec';
import { rolesOf } from './roles';

/** Address ranges inside one network, and the gateways between networks. */
export function checkNetworks(spec: MeshSpec, checks: Checks): void {
  const clusters = Object.entries(spec.clusters);
  const ranges = clusters.flatMap(([name, { network, podCidrs = [] }]) =>
    podCidrs.map((cidr, index) => ({ field: `clusters.${name}.podCidrs[${index}]`, network, cidr })),
  );
  ranges.forEach((range, index) => {
    for (const other of ranges.slice(0, index)) {
      if (range.network === undefined || range.network !== other.network) continue;
      checks
        .elsewhere(range.field)
        .expect(
          !cidrsOverlap(range.cidr, other.cidr),
          `${range.cidr} overlaps ${other.cidr} of ${other.field}, and both are on ${range.network}: inside one ` +
            'network an address is one workload; give one of them another range or another network',
        );
    }
  });
  for (const [name, machine] of Object.entries(spec.machines ?? {})) {
    const range = ranges.find(
      (one) => one.network === machine.network && cidrContains(one.cidr, machine.address),
    );
    checks
      .at('machines')
      .at(name)
      .at('address')
      .expect(
        range === undefined,
        `${machine.address} lies in ${range?.cidr} of ${range?.field}, on the same network ${machine.network}`,
      );
  }
  checkCrossings(spec, checks.at('networks'));
}

function checkCrossings(spec: MeshSpec, checks: Checks): void {
  if (spec.istio === undefined) return;
  const primaries = Object.values(spec.clusters).filter((one) => rolesOf(one, true).includes('primary'));
  const members = [...primaries, ...Object.values(spec.machines ?? {})];
  const used = new Set(members.map(({ network }) => network).filter((network) => network !== undefined));
  if (used.size < 2) return;
  for (const network of [...used].sort()) {
    const declared = spec.networks?.[network];
    if (declared === undefined || declared.directlyReachable === true) continue;
    checks.at(network).expect(
      primaries.some((one) => one.network === network && one.eastWest !== undefined),
      `is crossed from ${[...used]
        .filter((one) => one !== network)
        .sort()
        .join(', ')}, has no cluster with an ` +
        'eastWest gateway and is not directlyReachable: traffic to its workloads would go nowhere',
    );
  }
}
