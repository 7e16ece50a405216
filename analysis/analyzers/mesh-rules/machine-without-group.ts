import type { Cluster } from '../../model/cluster';
import { textOf } from '../../model/fields';
import { WORKLOAD_KINDS } from '../../model/workload';
import { clusterName, configuring } from '../clients';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Machines whose files name a WorkloadGroup that nobody makes: istiod refuses them. */
export const machineWithoutGroup = rule(meshCatalogue.MW1410, {
  reads: ['WorkloadGroup', 'Service', ...WORKLOAD_KINDS],
  check(mesh, report) {
    for (const bundle of mesh.bundles) {
      const { cluster, namespace, spec } = bundle;
      const name = textOf(spec.ISTIO_META_AUTO_REGISTER_GROUP) ?? '';
      // A machine that registers nothing has a WorkloadEntry that somebody writes.
      if (name === '' || !(mesh.isComplete || showsApplications(cluster, namespace))) continue;
      const readers = cluster.isRemote ? configuring(mesh) : [cluster];
      // MW1009 says what it means that a group is in the remote cluster.
      const where = new Set([cluster, ...readers]);
      if (readers.length === 0 || [...where].some((one) => one.find('WorkloadGroup', namespace, name)))
        continue;
      report(bundle, 'spec.ISTIO_META_AUTO_REGISTER_GROUP', {
        group: `${namespace}/${name}`,
        clusters: readers.map(clusterName),
        known: readers.flatMap((one) => one.of('WorkloadGroup').map(({ qualifiedName }) => qualifiedName)),
      });
    }
  },
});

/** Whether the input has more of a cluster than how Istio is installed there. */
function showsApplications(cluster: Cluster, namespace: string): boolean {
  return (
    cluster.find('Namespace', '', namespace) !== undefined ||
    [...WORKLOAD_KINDS, 'Service' as const].some((kind) =>
      cluster.of(kind).some(({ origin }) => origin === undefined),
    )
  );
}
