import { formatLabels } from '../../model/label-index';
import { selectionOf } from '../../model/selection';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Workloads that a Gateway, a Sidecar or a Telemetry selects. */
export const referencedSelector = rule(catalogue.IST0101, {
  reads: ['Gateway', 'Sidecar', 'Telemetry', 'Deployment', 'Pod'],
  check(mesh, report) {
    if (!mesh.knowsWorkloads) return;
    for (const { resource, selector, workloads } of mesh.gateways) {
      if (Object.keys(selector).length === 0 || workloads.length > 0) continue;
      report(resource, 'spec.selector', {
        what: 'workload',
        name: formatLabels(selector),
        where: 'in any namespace',
      });
    }
    for (const resource of [...mesh.of('Sidecar'), ...mesh.of('Telemetry')]) {
      const { labels, path, workloads } = selectionOf(resource);
      if (labels === undefined || workloads.length > 0) continue;
      const where = `in namespace ${resource.namespace}`;
      report(resource, path, { what: 'workload', name: formatLabels(labels), where });
    }
  },
});
