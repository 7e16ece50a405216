import type { Cluster } from '../../model/cluster';
import { at, fieldsOf, textOf } from '../../model/fields';
import type { Mesh } from '../../model/mesh';
import type { Resource } from '../../model/resource';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Clusters that are told to another control plane, whose own is not told the other. */
export const remoteSecretOneWay = rule(meshCatalogue.MW1501, {
  reads: ['Secret', 'Deployment', 'IstioOperator'],
  check(mesh, report) {
    const names = clusterNames(mesh);
    const told = mesh.clusters.flatMap((cluster) =>
      secretsOf(cluster).flatMap(({ resource, remotes }) =>
        remotes.map(({ name, key }) => ({ cluster, resource, key, name, remote: names.get(name) })),
      ),
    );
    const ways = new Set(told.map(({ cluster, remote }) => JSON.stringify([cluster.name, remote?.name])));
    for (const { cluster, resource, key, name, remote } of told) {
      if (remote === undefined || remote === cluster || cluster.isRemote || remote.isRemote) continue;
      if (remote.revisions.size === 0 || cluster.revisions.size === 0) continue;
      if (ways.has(JSON.stringify([remote.name, cluster.name]))) continue;
      report(resource, [...key], { name, here: nameOf(cluster), namespace: remote.systemNamespace });
    }
  },
});

function nameOf({ declaredName, name }: Cluster): string {
  return declaredName ?? name ?? '';
}

/** Clusters by the name that their control planes have, and by that of the input where it is no other's. */
function clusterNames(mesh: Mesh): ReadonlyMap<string, Cluster> {
  const found = new Map<string, Cluster>();
  for (const one of mesh.clusters)
    if (one.declaredName === undefined && one.name !== null) found.set(one.name, one);
  for (const one of mesh.clusters) if (one.declaredName !== undefined) found.set(one.declaredName, one);
  return found;
}

interface RemoteSecret {
  readonly resource: Resource;
  readonly remotes: readonly { readonly name: string; readonly key: readonly string[] }[];
}

/** Secrets that tell of other clusters, and what makes such Secrets. */
function secretsOf(cluster: Cluster): readonly RemoteSecret[] {
  const paths: Readonly<
    Record<string, readonly (readonly [labels: readonly string[], data: readonly string[]])[]>
  > = {
    Secret: [
      [['metadata'], ['data']],
      [['metadata'], ['stringData']],
    ],
    SealedSecret: [
      [
        ['spec', 'template', 'metadata'],
        ['spec', 'encryptedData'],
      ],
    ],
    ExternalSecret: [
      [
        ['spec', 'target', 'template', 'metadata'],
        ['spec', 'target', 'template', 'data'],
      ],
    ],
  };
  return cluster.resources.flatMap((resource) => {
    if (!Object.hasOwn(paths, resource.kind) || resource.namespace !== cluster.systemNamespace) return [];
    return paths[resource.kind]!.flatMap(([metadata, data]) => {
      if (textOf(at(resource.object, ...metadata, 'labels', 'istio/multiCluster')) !== 'true') return [];
      const remotes = Object.keys(fieldsOf(resource.at(...data))).map((name) => ({
        name,
        key: [...data, name],
      }));
      return [{ resource, remotes }];
    });
  });
}
