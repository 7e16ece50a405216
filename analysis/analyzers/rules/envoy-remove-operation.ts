import { catalogue } from '../catalogue';
import { isRoute, patchesOf } from '../envoy-patches';
import { rule } from '../rule';

export const envoyRemoveOperation = rule(catalogue.IST0154, {
  reads: ['EnvoyFilter'],
  check(mesh, report) {
    for (const { resource, path, operation, applyTo } of mesh.of('EnvoyFilter').flatMap(patchesOf)) {
      if (operation === 'REMOVE' && isRoute(applyTo))
        report(resource, `${path}.patch.operation`, { applyTo });
    }
  },
});
