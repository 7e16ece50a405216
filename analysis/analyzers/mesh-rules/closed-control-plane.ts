import type { Cluster } from '../../model/cluster';
import { enrolmentOf } from '../../model/injection';
import { OUTSIDE, podsOf, type NetworkPolicies } from '../../model/network-policy';
import type { Workload } from '../../model/workload';
import { meshCatalogue } from '../mesh-catalogue';
import { Closings } from '../network-closings';
import { rule } from '../rule';

/** Ports on which API servers listen, as Kubernetes, its distributions and clouds have it. */
const API_SERVER = [443, 6443, 8443, 16443];

/** NetworkPolicies that part istiod from its proxies, or from the API server. */
export const closedControlPlane = rule(meshCatalogue.MW1311, {
  reads: ['NetworkPolicy', 'Deployment', 'Pod', 'Namespace'],
  check(mesh, report) {
    const closings = new Closings();
    for (const cluster of mesh.clusters) {
      const policies = cluster.networkPolicies;
      const istiods = cluster.pods.filter(isIstiod);
      if (policies.isEmpty || istiods.length === 0) continue;
      configuration(cluster, istiods, policies, closings);
      for (const istiod of istiods) {
        if (policies.ingress(istiod, OUTSIDE, 15017) === 'no') {
          const closed = { direction: 'Ingress', policies: policies.isolating(istiod, 'Ingress') } as const;
          closings.add(
            closed,
            'TCP 15017 from the API server, which injection and validation need',
            istiod.resource,
          );
        }
        if (API_SERVER.every((port) => policies.egress(istiod, OUTSIDE, port) === 'no')) {
          const closed = { direction: 'Egress', policies: policies.isolating(istiod, 'Egress') } as const;
          closings.add(closed, 'TCP 443 and 6443 to the API server', istiod.resource);
        }
      }
    }
    closings.report(report);
  },
});

function isIstiod({ labels, isMachine }: Workload): boolean {
  return labels.app === 'istiod' && !isMachine;
}

/** Every proxy gets its configuration and its certificate from 15012. */
function configuration(
  cluster: Cluster,
  istiods: readonly Workload[],
  policies: NetworkPolicies,
  closings: Closings,
): void {
  for (const workload of cluster.pods) {
    if (isIstiod(workload) || enrolmentOf(workload) !== 'sidecar') continue;
    const closed = istiods.map((istiod) => policies.closing(podsOf(workload), podsOf(istiod), 15012));
    const [first] = closed;
    if (first === undefined || closed.includes(undefined)) continue;
    const istiod = istiods[0]!.resource;
    if (first.direction === 'Egress')
      closings.add(first, `TCP 15012 to ${istiod.qualifiedName}`, workload.resource);
    else closings.add(first, `TCP 15012 from ${workload.resource.qualifiedName}`, istiod);
  }
}
