import { hasProxy } from '../../model/injection';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Of pods alone: what makes a pod never has the sidecar. */
export const podMissingProxy = rule(catalogue.IST0103, {
  reads: ['Pod', 'Namespace'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      for (const pod of cluster.workloads) {
        if (!pod.isPod || hasProxy(pod) || pod.podSpec.hostNetwork === true) continue;
        if (pod.namespace === 'istio-system') continue;
        if (cluster.namespace(pod.namespace).labels['istio-injection'] !== 'enabled') continue;
        const wish = pod.labels['sidecar.istio.io/inject'] ?? pod.annotations['sidecar.istio.io/inject'];
        if (wish?.toLowerCase() === 'false') continue;
        report(pod.resource, 'spec.containers', { pod: pod.name });
      }
    }
  },
});
