import { catalogue } from '../catalogue';
import { rule } from '../rule';

export const namespaceNotInjected = rule(catalogue.IST0102, {
  reads: ['Namespace'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      for (const { name, labels, resource, isInjected, isAmbient } of cluster.namespaces.values()) {
        if (resource === undefined || name === cluster.systemNamespace || name === 'istio-system') continue;
        const isSilent = !labels['istio-injection'] && labels['istio.io/rev'] === undefined;
        if (!isSilent || isInjected || isAmbient) continue;
        const [revision] = cluster.revisions.keys();
        report(resource, 'metadata.labels', {
          namespace: name,
          revision: revision === 'default' ? undefined : revision,
        });
      }
    }
  },
});
