import type { Mesh } from '../../model/mesh';
import { OUTSIDE, podsOf } from '../../model/network-policy';
import { targetPorts } from '../../model/target-port';
import { gatewayRoutes } from '../gateway-routes';
import { meshCatalogue } from '../mesh-catalogue';
import { Closings } from '../network-closings';
import { rule } from '../rule';

/** NetworkPolicies that close the port of a gateway, or that of a workload where a gateway's route leads. */
export const closedRoute = rule(meshCatalogue.MW1314, {
  reads: ['NetworkPolicy', 'Gateway', 'VirtualService', 'Service', 'Deployment', 'Namespace'],
  check(mesh, report) {
    const closings = new Closings();
    if (mesh.clusters.every(({ networkPolicies }) => networkPolicies.isEmpty)) return;
    arrivals(mesh, closings);
    for (const { route, gateway, workload, port } of gatewayRoutes(mesh, { isLocal: true })) {
      // Another cluster's policies know nothing of a gateway's pods here.
      const { cluster } = gateway.resource;
      if (workload.resource.cluster !== cluster) continue;
      const closed = cluster.networkPolicies.closing(podsOf(gateway), podsOf(workload), port);
      if (closed === undefined) continue;
      const isCaller = closed.direction === 'Egress';
      const [at, other] = isCaller ? [gateway, workload] : [workload, gateway];
      const what = `TCP ${port} ${isCaller ? 'to' : 'from'} ${other.resource.qualifiedName}, where VirtualService ${route.qualifiedName} leads`;
      closings.add(closed, what, at.resource);
    }
    closings.report(report);
  },
});

/** What comes to a gateway from the outside. */
function arrivals(mesh: Mesh, closings: Closings): void {
  for (const { servers, workloads, resource } of mesh.gateways) {
    for (const workload of workloads) {
      const { cluster } = workload.resource;
      const policies = cluster.networkPolicies;
      if (policies.isEmpty) continue;
      const services = cluster.servicesOf(workload).filter(({ type }) => type === 'LoadBalancer');
      for (const { port: number, tls } of servers) {
        if (tls?.mode === 'AUTO_PASSTHROUGH') continue;
        const targets = services
          .flatMap(({ ports }) => ports)
          .filter((one) => one.number === number)
          .flatMap((one) => targetPorts(one, workload));
        if (targets.length === 0 || targets.some((one) => policies.ingress(workload, OUTSIDE, one) !== 'no'))
          continue;
        const closed = { direction: 'Ingress', policies: policies.isolating(workload, 'Ingress') } as const;
        const what = `TCP ${targets.join(', ')} from outside, where Gateway ${resource.qualifiedName} has port ${number}`;
        closings.add(closed, what, workload.resource);
      }
    }
  }
}
