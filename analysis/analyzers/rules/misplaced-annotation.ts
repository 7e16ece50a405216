import { istioAnnotations } from '../annotated';
import { annotations } from '../annotations';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

export const misplacedAnnotation = rule(catalogue.IST0107, {
  reads: ['Namespace', 'Service', 'Deployment', 'Pod'],
  check(mesh, report) {
    for (const { resource, kind, name, field } of istioAnnotations(mesh)) {
      const definition = annotations.get(name);
      if (definition === undefined || definition.on.includes('Any') || definition.on.includes(kind)) continue;
      report(resource, field, { annotation: name, kind, kinds: definition.on });
    }
  },
});
