import { addTo } from '../../model/fields';
import type { Resource } from '../../model/resource';
import { selectionOf } from '../../model/selection';
import { isGiven } from '../../schema/schema';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

export const severalDefaultTelemetries = rule(catalogue.IST0160, {
  reads: ['Telemetry'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const found = new Map<string, Resource[]>();
      for (const resource of cluster.of('Telemetry')) {
        // One for a Gateway or a Service is none for the namespace; istioctl does not know of those.
        if (isGiven(resource.spec.selector) || selectionOf(resource).hasTargets) continue;
        addTo(found, resource.namespace, resource);
      }
      for (const [namespace, telemetries] of found) {
        if (telemetries.length < 2) continue;
        for (const resource of telemetries) {
          const others = telemetries.filter((one) => one !== resource).map(({ name }) => name);
          report(resource, 'spec', { namespace, others });
        }
      }
    }
  },
});
