import { istioAnnotations } from '../annotated';
import { annotations } from '../annotations';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

export const unknownAnnotation = rule(catalogue.IST0108, {
  reads: ['Namespace', 'Service', 'Deployment', 'Pod'],
  check(mesh, report) {
    const known = [...annotations.keys()];
    for (const { resource, name, field } of istioAnnotations(mesh)) {
      if (!annotations.has(name)) report(resource, field, { annotation: name, known });
    }
  },
});
