import type { Cluster } from './cluster';
import { addTo } from './fields';
import type { Service, ServiceEntry, ServicePort } from './service';
import { isVisible, type Visibility } from './visibility';

/** A name that traffic can be sent to, by one object of one cluster. */
export interface Host {
  /** In full, or with a wildcard: `web.shop.svc.cluster.local`, `*.example.org`. */
  readonly name: string;
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly visibility: Visibility;
  readonly ports: readonly ServicePort[];
  readonly service?: Service;
  readonly entry?: ServiceEntry;
}

/**
 * A host in full, as Istio reads it in a VirtualService, a DestinationRule or a ServiceEntry of a namespace: a name
 * without a dot is a Service of that namespace, anything else is meant as it stands (`web.shop` too).
 */
export function fullHost(host: string, namespace: string, domain: string): string {
  return host === '' || host.startsWith('*') || host.includes('.')
    ? host
    : `${host}.${namespace}.svc.${domain}`;
}

/** The namespace in the full name of a Service; undefined for any other name. */
export function namespaceOfHost(host: string, domain: string): string | undefined {
  const [name, namespace, ...rest] = host.split('.');
  return name && namespace && rest.join('.') === `svc.${domain}` ? namespace : undefined;
}

/** Finds by names that may be wildcards, without looking at everything. */
export class NameIndex<T> {
  private readonly byName = new Map<string, T[]>();
  /** What is below a wildcard, by what follows its star. */
  private readonly below = new Map<string, T[]>();

  add(name: string, element: T): void {
    addTo(this.byName, name, element);
    for (const suffix of suffixesOf(name)) addTo(this.below, suffix, element);
    if (name !== '*') addTo(this.below, '', element);
  }

  exact(name: string): readonly T[] {
    return this.byName.get(name) ?? [];
  }

  /** Those below a wildcard; none for another name. */
  under(name: string): readonly T[] {
    return name.startsWith('*') ? (this.below.get(name.slice(1)) ?? []) : [];
  }

  /** Those of the wildcards above a name, the narrowest first. */
  *over(name: string): Generator<readonly T[]> {
    for (const suffix of suffixesOf(name)) yield this.exact(`*${suffix}`);
    if (name !== '*') yield this.exact('*');
  }

  /** All that overlap a name, as by `hostsOverlap`. */
  matching(name: string): readonly T[] {
    return [...this.exact(name), ...this.under(name), ...[...this.over(name)].flat()];
  }
}

/** All names of a mesh: its clusters know each other's. */
export class HostIndex {
  private readonly names = new NameIndex<Host>();

  constructor(readonly all: readonly Host[]) {
    for (const host of all) this.names.add(host.name, host);
  }

  /**
   * What a host means to an object of a namespace: a short name in full, and only what is exported to it. An equal
   * name goes before a wildcard above; a name with a wildcard means all below too.
   */
  resolve(host: string, from: { readonly namespace: string; readonly cluster: Cluster }): readonly Host[] {
    const name = fullHost(host, from.namespace, from.cluster.domain);
    const visible = (found: readonly Host[]) =>
      found.filter(({ visibility }) => isVisible(visibility, from.namespace));
    const equal = visible([...this.names.exact(name), ...this.names.under(name)]);
    if (equal.length > 0) return equal;
    for (const above of this.names.over(name)) {
      const found = visible(above);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** The same without regard to who sees it. */
  known(host: string, from: { readonly namespace: string; readonly cluster: Cluster }): readonly Host[] {
    return this.names.matching(fullHost(host, from.namespace, from.cluster.domain));
  }
}

/** `.shop.example.org`, `.example.org`, `.org` for `web.shop.example.org`; a wildcard's own suffix is not below it. */
function* suffixesOf(name: string): Generator<string> {
  const start = name.startsWith('*') ? 2 : 0;
  for (let dot = name.indexOf('.', start); dot !== -1; dot = name.indexOf('.', dot + 1))
    yield name.slice(dot);
}
