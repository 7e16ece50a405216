import { addTo, numberOf, textOf } from '../../model/fields';
import { machinePorts } from '../../model/target-port';
import { meshCatalogue } from '../mesh-catalogue';
import { machinesOf, type Machine } from '../machines';
import { rule } from '../rule';

/** Machines of one network that have one address. */
export const machineAddress = rule(meshCatalogue.MW1406, {
  reads: ['WorkloadEntry'],
  check(mesh, report) {
    const found = new Map<string, Machine[]>();
    for (const machine of machinesOf(mesh)) {
      const address = textOf(machine.entry.address) ?? '';
      if (machine.workload.resource.kind !== 'WorkloadEntry' || address === '' || address.includes('/'))
        continue;
      const network = machine.network ?? machine.workload.resource.cluster.network ?? '';
      addTo(found, `${network}\u0001${address}`, machine);
    }
    for (const [first, ...rest] of found.values()) {
      for (const machine of rest) {
        const { resource } = machine.workload;
        if (isOne(first!, machine)) continue;
        const address = textOf(machine.entry.address)!;
        const other = first!.workload.resource;
        report(resource, 'spec.address', {
          address,
          other: other.qualifiedName,
          cluster: other.cluster.name,
        });
      }
    }
  },
});

/** The same in two clusters, or two services of one machine, each with ports of its own. */
function isOne(a: Machine, b: Machine): boolean {
  const [one, other] = [a.workload, b.workload];
  if (one.resource.qualifiedName === other.resource.qualifiedName) return true;
  const ports = Object.values(machinePorts(one)).map(numberOf);
  const others = Object.values(machinePorts(other)).map(numberOf);
  const isShared = ports.length === 0 || others.length === 0 || ports.some((port) => others.includes(port));
  const isSameIdentity = one.namespace === other.namespace && one.serviceAccount === other.serviceAccount;
  return isSameIdentity && !isShared;
}
