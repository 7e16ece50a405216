import type { Cluster } from '../model/cluster';
import { enrolmentOf } from '../model/injection';
import type { Mesh } from '../model/mesh';
import type { Service } from '../model/service';
import type { Workload } from '../model/workload';

/** Deployments with sidecars, waypoints aside, and the Services that select their pods. */
export function* meshedDeployments(
  mesh: Mesh,
): Generator<{ readonly workload: Workload; readonly services: readonly Service[] }> {
  for (const cluster of mesh.clusters) yield* ofCluster(cluster);
}

function* ofCluster(cluster: Cluster) {
  for (const workload of cluster.workloads) {
    const { kind, labels } = workload.resource;
    if (kind !== 'Deployment' || labels['gateway.istio.io/managed'] === 'istio.io-mesh-controller') continue;
    if (enrolmentOf(workload) !== 'sidecar') continue;
    yield { workload, services: cluster.servicesOf(workload) };
  }
}
