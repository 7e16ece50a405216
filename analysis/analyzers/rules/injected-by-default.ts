import { catalogue } from '../catalogue';
import { rule } from '../rule';

export const injectedByDefault = rule(catalogue.IST0148, {
  reads: ['Namespace', 'ConfigMap'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      for (const { name, labels, resource, isInjected } of cluster.namespaces.values()) {
        if (resource === undefined || name === cluster.systemNamespace || name === 'istio-system') continue;
        if (labels['istio-injection'] !== undefined || labels['istio.io/rev'] !== undefined) continue;
        if (!isInjected || labels['istio.io/dataplane-mode'] === 'ambient') continue;
        report(resource, 'metadata', { namespace: name });
      }
    }
  },
});
