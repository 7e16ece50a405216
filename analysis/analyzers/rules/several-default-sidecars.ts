import { catalogue } from '../catalogue';
import { rule } from '../rule';
import { defaultSidecars } from '../selected-pods';

export const severalDefaultSidecars = rule(catalogue.IST0111, {
  reads: ['Sidecar', 'Namespace'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      for (const [namespace, sidecars] of defaultSidecars(cluster)) {
        if (sidecars.length < 2 || cluster.namespace(namespace).isAmbient) continue;
        for (const resource of sidecars) {
          const others = sidecars.filter((one) => one !== resource).map(({ name }) => name);
          report(resource, 'spec', { namespace, others });
        }
      }
    }
  },
});
