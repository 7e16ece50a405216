import type { GroupKind, ProjectDestination } from '../constructs/argo/app-project';
import { chartKinds } from './charts';
import type { ComponentFact } from './component-facts';
import type { InstalledDocument } from './documents';
import type { DeliveredObject, HubContext } from './hub-context';
import { kindOf, parseKind, splitByScope } from './kinds';

/** All that the Applications of a mesh need, and nothing else. */
export interface Permissions {
  readonly destinations: readonly ProjectDestination[];
  readonly clusterKinds: readonly GroupKind[];
  readonly namespaceKinds: readonly GroupKind[];
}

/**
 * What the objects of dist need, what istioctl makes of the documents among them, and what charts bring.
 *
 * @param applied - the objects that Argo CD applies as they are
 * @param namespaces - the namespaces that the Applications name as theirs
 */
export function permissionsOf(
  context: HubContext,
  applied: readonly DeliveredObject[],
  documents: readonly InstalledDocument[],
  namespaces: readonly ComponentFact[],
): Permissions {
  const { clusterScoped, namespaced } = splitByScope(applied);
  const installed = new Set(documents.map(({ cluster, component }) => `${cluster}/${component}`));
  const charts = context.charts
    .filter(({ cluster, component }) => !installed.has(`${cluster}/${component}`))
    .map(chartKinds);
  const places = new Map<string, ProjectDestination>();
  const add = (cluster: string, namespace: string) => {
    const server = context.server(cluster);
    places.set(`${server} ${namespace}`, { server, namespace });
  };
  namespaced.forEach(({ cluster, namespace }) => add(cluster, namespace));
  documents.forEach((one) => one.namespaces.forEach((namespace) => add(one.cluster, namespace)));
  namespaces.forEach(({ cluster, value }) => add(cluster, value));
  return {
    destinations: [...places.keys()].sort().map((key) => places.get(key)!),
    clusterKinds: kinds([
      ...clusterScoped.map(kindOf),
      ...documents.flatMap((one) => one.clusterKinds),
      ...charts.flatMap((one) => one.cluster),
    ]),
    namespaceKinds: kinds([
      ...namespaced.map(kindOf),
      ...documents.flatMap((one) => one.namespaceKinds),
      ...charts.flatMap((one) => one.namespaced),
    ]),
  };
}

function kinds(all: readonly string[]): readonly GroupKind[] {
  return [...new Set(all)].sort().map(parseKind);
}
