import type { Cluster } from '../../model/cluster';
import { addTo, at, fieldsOf, recordsOf, type Fields } from '../../model/fields';
import { fullHost } from '../../model/hosts';
import type { Resource } from '../../model/resource';
import { clusterName, configuring } from '../clients';
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
        const path = differenceOf(meaningOf(resource!), meaningOf(other));
        if (path === undefined) continue;
        const host = key.slice(key.indexOf('/') + 1);
        report(resource!, `spec${placed(path, resource!)}`, {
          kind: resource!.kind,
          host,
          cluster: clusterName(other.cluster),
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

/** What an object says, apart from what each cluster has of its own: its name, its network, where it fails over to. */
function meaningOf({ spec, cluster }: Resource): unknown {
  const own = new Map([
    [cluster.name, '<cluster>'],
    [cluster.declaredName, '<cluster>'],
    [cluster.network, '<network>'],
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

/** A path with the place of a subset for its name. */
function placed(path: string, { spec }: Resource): string {
  const [, name, rest] = /^\.subsets\.([^.]+)(.*)$/.exec(path) ?? [];
  return name === undefined
    ? path
    : `.subsets[${recordsOf(spec.subsets).findIndex((one) => one.name === name)}]${rest}`;
}

/** The path of the first difference, in the order of the first value's fields; undefined where there is none. */
function differenceOf(a: unknown, b: unknown): string | undefined {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return a === b ? undefined : '';
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) return '';
  const [left, right] = [a as Fields, b as Fields];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (left[key] === undefined || right[key] === undefined) {
      if (left[key] !== right[key]) return step(a, left[key] === undefined ? undefined : key);
      continue;
    }
    const below = differenceOf(left[key], right[key]);
    if (below !== undefined) return `${step(a, key)}${below}`;
  }
  return undefined;
}

/** A field that is not there is said of what should have it. */
function step(within: unknown, key: string | undefined): string {
  if (key === undefined) return '';
  return Array.isArray(within) ? `[${key}]` : `.${key}`;
}
