import type { Cluster } from '../../model/cluster';
import { enrolmentOf } from '../../model/injection';
import type { Mesh } from '../../model/mesh';
import { OUTSIDE, podsOf, type NetworkPolicies } from '../../model/network-policy';
import type { Service } from '../../model/service';
import { targetPorts } from '../../model/target-port';
import type { Workload } from '../../model/workload';
import { meshCatalogue } from '../mesh-catalogue';
import { crossingsOf, sharedServices, type Crossing } from '../network-crossings';
import { Closings } from '../network-closings';
import { rule } from '../rule';

/** NetworkPolicies that close the way between networks: at the gateway, at those who call, at those who are called. */
export const closedNetwork = rule(meshCatalogue.MW1313, {
  reads: ['NetworkPolicy', 'Gateway', 'Service', 'Deployment', 'Namespace'],
  check(mesh, report) {
    const closings = new Closings();
    const crossings = new Map(mesh.clusters.map((one) => [one, crossingsOf(one)]));
    for (const cluster of mesh.clusters) {
      const policies = cluster.networkPolicies;
      if (policies.isEmpty) continue;
      const own = (crossings.get(cluster) ?? []).filter(
        ({ gateway }) => gateway.resource.cluster === cluster,
      );
      atGateway(own, policies, closings);
      const shared = sharedServices(cluster, mesh);
      if (shared.length === 0) continue;
      atCalled(own, shared, policies, closings);
      atCallers(cluster, portsAbroad(cluster, mesh, crossings), shared, policies, closings);
    }
    closings.report(report);
  },
});

function atGateway(own: readonly Crossing[], policies: NetworkPolicies, closings: Closings): void {
  for (const { gateway, port, targets } of own) {
    if (targets.some((target) => policies.ingress(gateway, OUTSIDE, target) !== 'no')) continue;
    const closed = { direction: 'Ingress', policies: policies.isolating(gateway, 'Ingress') } as const;
    closings.add(closed, `TCP ${port} from other networks`, gateway.resource);
  }
}

/** Requests of other networks come from the east-west gateway. */
function atCalled(
  own: readonly Crossing[],
  shared: readonly Service[],
  policies: NetworkPolicies,
  closings: Closings,
): void {
  for (const { gateway } of own) {
    for (const service of shared) {
      for (const workload of members(service)) {
        for (const port of service.ports.flatMap((one) => targetPorts(one, workload))) {
          const closed = policies.closing(podsOf(gateway), podsOf(workload), port);
          if (closed === undefined) continue;
          const from = closed.direction === 'Egress' ? workload : gateway;
          const at = closed.direction === 'Egress' ? gateway : workload;
          const side = closed.direction === 'Egress' ? 'to' : 'from';
          closings.add(
            closed,
            `TCP ${port} ${side} ${from.resource.qualifiedName}, by which requests from other networks come`,
            at.resource,
          );
        }
      }
    }
  }
}

/** Who may call the pods of a Service here is sent to those elsewhere too. */
function atCallers(
  cluster: Cluster,
  ports: readonly number[],
  shared: readonly Service[],
  policies: NetworkPolicies,
  closings: Closings,
): void {
  if (ports.length === 0) return;
  const decided = new Map<string, Service | undefined>();
  for (const workload of cluster.pods) {
    const isolating = policies.isolating(workload, 'Egress');
    if (isolating.length === 0 || enrolmentOf(workload) !== 'sidecar') continue;
    if (ports.some((port) => policies.egress(workload, OUTSIDE, port) !== 'no')) continue;
    const key = isolating.map((one) => one.key).join('\u0001');
    if (!decided.has(key))
      decided.set(
        key,
        shared.find((service) => mayCall(workload, service, policies)),
      );
    const service = decided.get(key);
    if (service === undefined) continue;
    const what = `TCP ${ports.join(' and ')} to other networks, where ${service.host} has pods too`;
    closings.add({ direction: 'Egress', policies: isolating }, what, workload.resource);
  }
}

function mayCall(caller: Workload, service: Service, policies: NetworkPolicies): boolean {
  return members(service).some((workload) =>
    service.ports
      .flatMap((one) => targetPorts(one, workload))
      .some((port) => policies.egress(caller, podsOf(workload), port) === 'yes'),
  );
}

function members({ workloads }: Service): readonly Workload[] {
  return workloads.filter((one) => !one.isMachine && enrolmentOf(one) === 'sidecar');
}

/** Ports on which other networks take requests. */
function portsAbroad(
  cluster: Cluster,
  mesh: Mesh,
  crossings: ReadonlyMap<Cluster, readonly Crossing[]>,
): readonly number[] {
  const others = mesh.clusters.filter((one) => one !== cluster && one.network !== cluster.network);
  return [...new Set(others.flatMap((one) => (crossings.get(one) ?? []).map(({ port }) => port)))];
}
