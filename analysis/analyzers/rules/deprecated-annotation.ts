import { istioAnnotations } from '../annotated';
import { annotations } from '../annotations';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

const INJECT = 'sidecar.istio.io/inject';

export const deprecatedAnnotation = rule(catalogue.IST0135, {
  reads: ['Namespace', 'Service', 'Deployment', 'Pod'],
  check(mesh, report) {
    for (const { resource, name, labels, field } of istioAnnotations(mesh)) {
      if (annotations.get(name)?.isDeprecated !== true) continue;
      // The label that has taken its place stands beside it.
      if (name === INJECT && labels[INJECT] !== undefined) continue;
      report(resource, field, { annotation: name, hasLabel: name === INJECT });
    }
  },
});
