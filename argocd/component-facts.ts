import type { InstalledDocument } from './documents';
import type { DeliveredObject } from './hub-context';
import type { IstioComponent } from './installed-kinds';

/**
 * Who has to be there before whom. Nothing waits for a number: see docs/gitops.md for what holds each back until it
 * can work.
 */
const orders: Readonly<Record<IstioComponent, number>> = {
  base: 1,
  cni: 2,
  pilot: 3,
  ztunnel: 3,
  ingressGateways: 4,
  egressGateways: 4,
};
/** What Istio is there for. */
export const applicationsOrder = 5;

/** What the template of an ApplicationSet needs to know of a component beside its folder, by cluster and name. */
export interface ComponentFact {
  readonly cluster: string;
  readonly component: string;
  readonly value: string;
}

/** Order of the components that bring parts of Istio, from 1; the others have `applicationsOrder`. */
export function componentOrders(documents: readonly InstalledDocument[]): readonly ComponentFact[] {
  return documents
    .filter(({ installs }) => installs.length > 0)
    .map(({ cluster, component, installs }) => ({
      cluster,
      component,
      value: String(Math.min(...installs.map((one) => orders[one]))),
    }));
}

/** Namespace of each component: the one that most of its objects are in, the first by name of several such. */
export function componentNamespaces(objects: readonly DeliveredObject[]): readonly ComponentFact[] {
  const counts = new Map<string, { cluster: string; component: string; namespaces: Map<string, number> }>();
  for (const { cluster, component, object } of objects) {
    const { namespace } = object.metadata;
    const key = `${cluster}/${component}`;
    const count = counts.get(key) ?? { cluster, component, namespaces: new Map<string, number>() };
    counts.set(key, count);
    if (namespace !== undefined) count.namespaces.set(namespace, (count.namespaces.get(namespace) ?? 0) + 1);
  }
  return [...counts.values()].map(({ cluster, component, namespaces }) => {
    const [most] = [...namespaces].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return { cluster, component, value: most?.[0] ?? 'default' };
  });
}

/**
 * The Go template that looks a fact up: by component, and by cluster and component for those that differ from one
 * cluster to another.
 *
 * @param fallback - expression for the components that are not listed
 * @param implied - value that the fallback gives a component, which then needs no entry
 */
export function lookup(
  facts: readonly ComponentFact[],
  fallback: string,
  implied: (component: string) => string,
): string {
  const byComponent = new Map<string, ComponentFact[]>();
  for (const fact of facts)
    byComponent.set(fact.component, [...(byComponent.get(fact.component) ?? []), fact]);
  const entries: [string, string][] = [];
  let differs = false;
  for (const component of [...byComponent.keys()].sort()) {
    const all = byComponent.get(component)!;
    const values = new Set(all.map(({ value }) => value));
    if (values.size === 1) {
      const [value] = values as Set<string>;
      if (value !== implied(component)) entries.push([component, value!]);
      continue;
    }
    differs = true;
    for (const { cluster, value } of [...all].sort((a, b) => (a.cluster < b.cluster ? -1 : 1)))
      entries.push([`${cluster}/${component}`, value]);
  }
  if (entries.length === 0)
    return fallback.startsWith('"') ? (JSON.parse(fallback) as string) : `{{ ${fallback} }}`;
  const dict = `dict ${entries
    .flat()
    .map((text) => JSON.stringify(text))
    .join(' ')}`;
  if (!differs) return `{{ get (${dict}) .path.basename | default ${fallback} }}`;
  return (
    `{{ $of := ${dict} }}` +
    `{{ coalesce (get $of (printf "%s/%s" .name .path.basename)) (get $of .path.basename) ${fallback} }}`
  );
}
