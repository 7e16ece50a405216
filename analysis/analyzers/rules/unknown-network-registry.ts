import type { Cluster } from '../../model/cluster';
import { at, fieldsOf, recordsOf, textOf } from '../../model/fields';
import type { Mesh } from '../../model/mesh';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Registries that are no cluster. */
const BUILT_IN = ['Kubernetes', 'External', 'Mock'];

/**
 * Clusters that MeshNetworks name. A control plane knows those of its remote secrets, and in dist, where remote secrets
 * are not, those of the mesh.
 */
export const unknownNetworkRegistry = rule(catalogue.IST0126, {
  reads: ['IstioOperator', 'ConfigMap', 'Secret', 'Pod'],
  check(mesh, report) {
    const names = mesh.clusters
      .flatMap(({ name, declaredName }) => [name, declaredName])
      .filter((name) => typeof name === 'string');
    for (const cluster of mesh.clusters) {
      if (cluster.meshNetworks.length === 0 || !knowsRegistries(cluster, mesh)) continue;
      const known = new Set<string>([...remoteClusters(cluster), ...names, ...BUILT_IN]);
      for (const { resource, networks, path } of cluster.meshNetworks) {
        for (const [network, value] of Object.entries(networks)) {
          recordsOf(at(value, 'endpoints')).forEach(({ fromRegistry }, index) => {
            const registry = textOf(fromRegistry);
            if (registry === undefined || known.has(registry)) return;
            const field =
              path === null
                ? ['data', 'meshNetworks']
                : [...path, network, 'endpoints', index, 'fromRegistry'];
            report(resource, field, { registry, network, known: [...known] });
          });
        }
      }
    }
  },
});

/** Whether the input says which clusters there are: a mesh of dist does, and a dump, which has Secrets. */
function knowsRegistries(cluster: Cluster, mesh: Mesh): boolean {
  const isGiven = ({ origin }: { origin?: unknown }) => origin === undefined;
  return mesh.name !== null || cluster.of('Secret').some(isGiven) || cluster.of('Pod').some(isGiven);
}

/** Clusters that remote secrets name by their keys. */
function remoteClusters(cluster: Cluster): readonly string[] {
  return cluster
    .of('Secret')
    .filter(({ labels }) => labels['istio/multiCluster'] === 'true')
    .flatMap(({ object }) => [object.data, object.stringData].flatMap((one) => Object.keys(fieldsOf(one))));
}
