import type { Given, GivenInCluster } from '../analysis/given';
import type { Mesh } from '../fleet/mesh';

/**
 * What the clusters of a mesh have besides what is rendered, as its data says.
 *
 * @param namespaces - further namespaces, by cluster
 */
export function givenTo(mesh: Mesh, namespaces: Readonly<Record<string, readonly string[]>> = {}): Given {
  const clusters = mesh.clusters.map(({ name, spec }): [string, GivenInCluster] => {
    const { namespaces: own = [], secrets = [], localities = [] } = spec.provided ?? {};
    const places = [...(spec.locality === undefined ? [] : [spec.locality]), ...localities];
    const lists = { namespaces: [...own, ...(namespaces[name] ?? [])], secrets, localities: places };
    return [name, Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0))];
  });
  return { clusters: Object.fromEntries(clusters.filter(([, one]) => Object.keys(one).length > 0)) };
}
