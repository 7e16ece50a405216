import { catalogue } from '../catalogue';
import { relativePatches } from '../envoy-patches';
import { rule } from '../rule';

export const envoyVersionedOperation = rule(catalogue.IST0155, {
  reads: ['EnvoyFilter'],
  check(mesh, report) {
    for (const { patch, isBesideVersioned } of relativePatches(mesh)) {
      const { resource, path, operation, applyTo } = patch;
      if (isBesideVersioned) report(resource, `${path}.patch.operation`, { operation, applyTo });
    }
  },
});
