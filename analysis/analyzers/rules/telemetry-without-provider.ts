import { at, listOf, recordsOf } from '../../model/fields';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

export const telemetryWithoutProvider = rule(catalogue.IST0157, {
  reads: ['Telemetry', 'IstioOperator', 'ConfigMap'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const defaults = at(cluster.meshConfig.fields, 'defaultProviders', 'accessLogging');
      if (listOf(defaults).length > 0) continue;
      for (const resource of cluster.of('Telemetry')) {
        recordsOf(resource.spec.accessLogging).forEach(({ disabled, providers }, index) => {
          if (disabled === true || listOf(providers).length > 0) return;
          report(resource, `spec.accessLogging[${index}]`, { name: resource.name });
        });
      }
    }
  },
});
