import { catalogue } from '../catalogue';
import { rule } from '../rule';
import { selectedPods } from '../selected-pods';

export const conflictingTelemetries = rule(catalogue.IST0159, {
  reads: ['Telemetry', 'Pod', 'Deployment'],
  check(mesh, report) {
    for (const [pod, telemetries] of selectedPods(mesh, 'Telemetry')) {
      if (telemetries.length < 2) continue;
      for (const { resource, path } of telemetries) {
        const others = telemetries.filter((one) => one.resource !== resource).map((one) => one.resource.name);
        report(resource, path, { pod: pod.name, others });
      }
    }
  },
});
