import type { Given, GivenInCluster } from '../analysis/given';
import type { Mesh } from '../fleet/mesh';

/**
 * What the clusters of a mesh have besides what is rendered, as its data says.
 *
 * @param namespaces - further namespaces, by cluster
 */
export function givenTo(mesh: Mesh, namespaces: Readonly<Record<string, readonly string[]>> = {}): Given {
  const clusters = mesh.clusters.map(({ name, spec }): [string, GivenInCluster] => {
    const { namespaces: own = [], secrets = [] } = spec.provided ?? {};
    const all = [...own, ...(namespaces[name] ?? [])];
    return [name, { ...(all.length > 0 && { namespaces: all }), ...(secrets.length > 0 && { secrets }) }];
  });
  return { clusters: Object.fromEntries(clusters.filter(([, one]) => Object.keys(one).length > 0)) };
}
