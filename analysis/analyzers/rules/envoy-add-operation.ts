import { catalogue } from '../catalogue';
import { isRoute, patchesOf } from '../envoy-patches';
import { rule } from '../rule';

export const envoyAddOperation = rule(catalogue.IST0153, {
  reads: ['EnvoyFilter'],
  check(mesh, report) {
    for (const { resource, path, operation, applyTo } of mesh.of('EnvoyFilter').flatMap(patchesOf)) {
      if (operation === 'ADD' && isRoute(applyTo)) report(resource, `${path}.patch.operation`, { applyTo });
    }
  },
});
