import { catalogue } from '../catalogue';
import { rule } from '../rule';
import { defaultSidecars, isAmbientPod, selectedPods } from '../selected-pods';

export const ineffectiveSidecar = rule(catalogue.IST0167, {
  reads: ['Sidecar', 'Pod', 'Deployment', 'Namespace'],
  check(mesh, report) {
    const reported = new Set<unknown>();
    for (const [pod, sidecars] of selectedPods(mesh, 'Sidecar')) {
      if (!isAmbientPod(pod)) continue;
      for (const { resource, path } of sidecars) {
        if (reported.has(resource)) continue;
        reported.add(resource);
        report(resource, path, { ambient: `workload ${pod.name}` });
      }
    }
    for (const cluster of mesh.clusters) {
      for (const [namespace, sidecars] of defaultSidecars(cluster)) {
        if (!cluster.namespace(namespace).isAmbient) continue;
        for (const resource of sidecars) report(resource, 'spec', { ambient: `namespace ${namespace}` });
      }
    }
  },
});
