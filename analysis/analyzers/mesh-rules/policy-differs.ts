import type { Cluster } from '../../model/cluster';
import { addTo, at, fieldsOf, recordsOf, type Fields } from '../../model/fields';
import { fullHost } from '../../model/hosts';
import type { Resource } from '../../model/resource';
import { formatPath, type Key } from '../../schema/structural/walk';
import { clusterName, configuring } from '../clients';
import { describeDifference, differenceOf } from '../difference';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** VirtualServices for sidecars, and DestinationRules, that say something else of a host in another cluster. */
export const policyDiffers = rule(meshCatalogue.MW1003, {
  reads: ['VirtualService', 'DestinationRule'],
  check(mesh, report) {
    const first = new Map<string, Resource>();
    for (const cluster of configuring(mesh)) {
      for (const [key, [resource, ...others]] of byHost(cluster)) {
        // Several are merged, in an order that is not in files.
        if (others.length > 0) continue;
        const other = first.get(key);
        if (other === undefined) {
          first.set(key, resource!);
          continue;
        }
        if (JSON.stringify(resource!.spec) === JSON.stringify(other.spec)) continue;
        const found = differenceOf(meaningOf(resource!), meaningOf(other));
        if (found === undefined) continue;
        const path = ['spec', ...placed(found.keys, resource!)];
        const field = isSubset(found.keys) ? `subset ${found.keys[1]}` : formatPath(path);
        const text = describeDifference(found, namesOf(resource!.cluster), namesOf(other.cluster));
        report(resource!, found.here === undefined ? path.slice(0, -1) : path, {
          kind: resource!.kind,
          host: key.slice(key.indexOf('/') + 1),
          cluster: clusterName(other.cluster),
          difference: `${field} ${text}`,
        });
      }
    }
  },
});

function byHost(cluster: Cluster): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const { isForSidecars, hosts, namespace, resource } of cluster.virtualServices) {
    if (!isForSidecars) continue;
    for (const host of new Set(hosts.map((one) => fullHost(one, namespace, cluster.domain))))
      addTo(found, `VirtualService/${host}`, resource);
  }
  for (const { host, namespace, resource } of cluster.destinationRules) {
    const scope = resource.spec.exportTo === undefined ? '' : `${namespace} `;
    addTo(found, `DestinationRule/${scope}${fullHost(host, namespace, cluster.domain)}`, resource);
  }
  return found;
}

/** Whom it is said of, which is not what is said. */
const NAMES = new Set(['host', 'hosts', 'gateways']);

const CLUSTER = '<cluster>';
const NETWORK = '<network>';

/** Puts a cluster's own names where its objects had them. */
function namesOf(cluster: Cluster): (text: string) => string {
  return (text) =>
    text.replaceAll(CLUSTER, clusterName(cluster)).replaceAll(NETWORK, cluster.network ?? NETWORK);
}

/** What an object says, apart from what each cluster has of its own: its name, its network, where it fails over to. */
function meaningOf({ spec, cluster }: Resource): unknown {
  const own = new Map([
    [cluster.name, CLUSTER],
    [cluster.declaredName, CLUSTER],
    [cluster.network, NETWORK],
  ]);
  const read = (value: unknown, key?: string): unknown => {
    if (typeof value === 'string') return own.get(value) ?? value;
    if (Array.isArray(value)) return value.map((one) => read(one));
    if (typeof value !== 'object' || value === null) return value ?? undefined;
    if (key === 'localityLbSetting') return { enabled: at(value, 'enabled') !== false };
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, read(one, name)]));
  };
  const { subsets, ...rest } = spec;
  const said = Object.fromEntries(Object.entries(rest).filter(([key]) => !NAMES.has(key)));
  return {
    ...fieldsOf(read(said)),
    // Their order means nothing.
    ...(subsets === undefined ? {} : { subsets: named(recordsOf(read(subsets))) }),
  };
}

function named(subsets: readonly Fields[]): Fields {
  return Object.fromEntries(subsets.map((one) => [String(one.name), one]));
}

function isSubset(keys: readonly Key[]): boolean {
  return keys.length === 2 && keys[0] === 'subsets';
}

/** The keys of a field with the place of a subset for its name. */
function placed(keys: readonly Key[], { spec }: Resource): readonly Key[] {
  const [first, name, ...rest] = keys;
  if (first !== 'subsets' || name === undefined) return keys;
  return [first, recordsOf(spec.subsets).findIndex((one) => one.name === name), ...rest];
}
