import { formatLabels } from '../../model/label-index';
import { meshCatalogue } from '../mesh-catalogue';
import { machinesOf } from '../machines';
import { rule } from '../rule';

/** Machines that serve something, and to which no Service leads. */
export const machineService = rule(meshCatalogue.MW1403, {
  reads: ['WorkloadEntry', 'WorkloadGroup', 'Service', 'ServiceEntry'],
  check(mesh, report) {
    const namespaces = new Map(
      mesh.clusters.map((one) => [
        one,
        new Set([
          ...one.services.filter(({ selector }) => selector !== undefined).map(({ namespace }) => namespace),
          ...one.serviceEntries.map(({ namespace }) => namespace),
        ]),
      ]),
    );
    for (const { workload, entry, path, isSelected } of machinesOf(mesh)) {
      const { resource, labels, namespace } = workload;
      const serves =
        resource.kind === 'WorkloadEntry' || entry.ports !== undefined || resource.spec.probe !== undefined;
      if (isSelected || !serves || !namespaces.get(resource.cluster)!.has(namespace)) continue;
      const isGroup = resource.kind === 'WorkloadGroup';
      const field = isGroup && entry.labels === undefined ? 'spec.metadata.labels' : `${path}.labels`;
      report(resource, field, { labels: formatLabels(labels), namespace });
    }
  },
});
