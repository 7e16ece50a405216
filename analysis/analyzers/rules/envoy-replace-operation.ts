import { catalogue } from '../catalogue';
import { isFilter, patchesOf } from '../envoy-patches';
import { rule } from '../rule';

export const envoyReplaceOperation = rule(catalogue.IST0152, {
  reads: ['EnvoyFilter'],
  check(mesh, report) {
    for (const { resource, path, operation, applyTo } of mesh.of('EnvoyFilter').flatMap(patchesOf)) {
      if (operation === 'REPLACE' && !isFilter(applyTo))
        report(resource, `${path}.patch.operation`, { applyTo });
    }
  },
});
