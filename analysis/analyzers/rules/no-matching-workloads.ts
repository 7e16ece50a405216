import { formatLabels } from '../../model/label-index';
import { selectionOf } from '../../model/selection';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** AuthorizationPolicies for no workload of the mesh. */
export const noMatchingWorkloads = rule(catalogue.IST0127, {
  reads: ['AuthorizationPolicy', 'Pod', 'Deployment', 'Namespace'],
  check(mesh, report) {
    if (!mesh.knowsWorkloads) return;
    for (const resource of mesh.of('AuthorizationPolicy')) {
      const { labels, isMeshWide, hasTargets, path } = selectionOf(resource);
      if (hasTargets || (isMeshWide && labels === undefined)) continue;
      const namespace = isMeshWide ? undefined : resource.namespace;
      if (resource.cluster.configured.some((one) => one.memberIndex.has(labels ?? {}, namespace))) continue;
      const field = labels === undefined ? 'metadata.namespace' : path;
      report(resource, field, { labels: formatLabels(labels ?? {}), namespace });
    }
  },
});
