import { labelsOf, textsOf, type Labels } from '../../model/fields';
import type { Host } from '../../model/hosts';
import { formatLabels } from '../../model/label-index';
import type { Mesh } from '../../model/mesh';
import type { Workload } from '../../model/workload';
import { catalogue } from '../catalogue';
import { maySelect, maySelectEndpoint, ownLabels } from '../pod-labels';
import { rule } from '../rule';
import { seenHosts } from '../seen-hosts';

export const subsetWithoutPods = rule(catalogue.IST0173, {
  reads: ['DestinationRule', 'Service', 'ServiceEntry', 'Pod', 'Deployment', 'WorkloadEntry', 'Node'],
  check(mesh, report) {
    if (!mesh.knowsWorkloads) return;
    for (const { resource, host, subsets } of mesh.destinationRules) {
      const hosts =
        subsets.length === 0 ? [] : seenHosts(mesh, host, resource, textsOf(resource.spec.exportTo));
      if (hosts.length === 0) continue;
      for (const { name, labels, path } of subsets) {
        if (Object.keys(labels).length === 0) continue;
        if (hosts.some((one) => hasEndpoint(mesh, one, labels))) continue;
        report(resource, path, { subset: name, host, labels: formatLabels(labels) });
      }
    }
  },
});

/** Whether a host has anything with the labels. */
function hasEndpoint(mesh: Mesh, { service, entry, cluster }: Host, labels: Labels): boolean {
  const runs = (workload: Workload) => workload.resource.spec.replicas !== 0 && maySelect(labels, workload);
  if (service !== undefined) {
    // Whose endpoints somebody writes by hand: any pod may be meant.
    return service.selector === undefined
      ? mesh.clusters.some(({ workloadIndex }) => workloadIndex.matching(ownLabels(labels)).some(runs))
      : service.workloads.some(runs);
  }
  if (entry === undefined || entry.selector !== undefined) return entry?.workloads.some(runs) ?? false;
  if (entry.endpoints.length === 0) return entry.resolution === 'NONE';
  return entry.endpoints.some((one) => maySelectEndpoint(labels, labelsOf(one.labels), one, cluster));
}
