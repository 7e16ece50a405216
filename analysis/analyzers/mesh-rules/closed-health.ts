import type { Cluster } from '../../model/cluster';
import { enrolmentOf } from '../../model/injection';
import { OUTSIDE, podsOf, type NetworkPolicies } from '../../model/network-policy';
import { targetPorts } from '../../model/target-port';
import { meshCatalogue } from '../mesh-catalogue';
import { Closings } from '../network-closings';
import { rule } from '../rule';

/** NetworkPolicies that close what load balancers ask for health, and Prometheus for metrics. */
export const closedHealth = rule(meshCatalogue.MW1315, {
  reads: ['NetworkPolicy', 'Service', 'Deployment', 'StatefulSet', 'Namespace'],
  check(mesh, report) {
    const closings = new Closings();
    for (const cluster of mesh.clusters) {
      const policies = cluster.networkPolicies;
      if (policies.isEmpty) continue;
      loadBalancers(cluster, policies, closings);
      metrics(cluster, policies, closings);
    }
    closings.report(report);
  },
});

const STATUS = 15021;

function loadBalancers(cluster: Cluster, policies: NetworkPolicies, closings: Closings): void {
  for (const { type, ports, workloads, resource } of cluster.services) {
    if (type !== 'LoadBalancer') continue;
    for (const workload of workloads) {
      const isAsked = ports.some((one) => targetPorts(one, workload).includes(STATUS));
      if (!isAsked || policies.ingress(workload, OUTSIDE, STATUS) !== 'no') continue;
      const closed = { direction: 'Ingress', policies: policies.isolating(workload, 'Ingress') } as const;
      const what = `TCP ${STATUS} from outside, by which a load balancer learns of Service ${resource.name} that it is ready`;
      closings.add(closed, what, workload.resource);
    }
  }
}

const MERGED = 15020;
const OF_ENVOY = 15090;

/** A sidecar has the metrics of both at 15020, and its own at 15090. */
function metrics(cluster: Cluster, policies: NetworkPolicies, closings: Closings): void {
  const keys = ['app.kubernetes.io/name', 'app'];
  const scrapers = new Set(keys.flatMap((key) => cluster.workloadIndex.matching({ [key]: 'prometheus' })));
  for (const scraper of scrapers) {
    for (const workload of cluster.pods) {
      if (workload === scraper || enrolmentOf(workload) !== 'sidecar') continue;
      const [from, to] = [podsOf(scraper), podsOf(workload)];
      const closed = policies.closing(from, to, MERGED);
      if (closed === undefined || policies.closing(from, to, OF_ENVOY) === undefined) continue;
      if (closed.direction === 'Egress')
        closings.add(closed, `TCP ${MERGED} and ${OF_ENVOY} to the sidecars`, scraper.resource);
      else
        closings.add(
          closed,
          `TCP ${MERGED} and ${OF_ENVOY} from ${scraper.resource.qualifiedName}`,
          workload.resource,
        );
    }
  }
}
