import type { Cluster } from '../../model/cluster';
import { at, textOf } from '../../model/fields';
import { clusterName } from '../clients';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

const PATH = ['values', 'global', 'multiCluster', 'clusterName'];

export const duplicateClusterName = rule(meshCatalogue.MW1008, {
  reads: ['IstioOperator'],
  check(mesh, report) {
    const known = new Map<string, Cluster>();
    for (const cluster of mesh.clusters) {
      const { declaredName: name } = cluster;
      if (name === undefined) continue;
      const other = known.get(name);
      if (other === undefined) {
        known.set(name, cluster);
        continue;
      }
      for (const document of cluster.of('IstioOperator')) {
        if (textOf(at(document.spec, ...PATH)) !== name) continue;
        report(document, `spec.${PATH.join('.')}`, { name, cluster: clusterName(other) });
      }
    }
  },
});
