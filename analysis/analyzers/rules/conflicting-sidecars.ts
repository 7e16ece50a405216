import { catalogue } from '../catalogue';
import { rule } from '../rule';
import { isAmbientPod, selectedPods } from '../selected-pods';

export const conflictingSidecars = rule(catalogue.IST0110, {
  reads: ['Sidecar', 'Pod', 'Deployment', 'Namespace'],
  check(mesh, report) {
    for (const [pod, sidecars] of selectedPods(mesh, 'Sidecar')) {
      if (sidecars.length < 2 || isAmbientPod(pod)) continue;
      for (const { resource, path } of sidecars) {
        const others = sidecars.filter((one) => one.resource !== resource).map((one) => one.resource.name);
        report(resource, path, { pod: pod.name, others });
      }
    }
  },
});
