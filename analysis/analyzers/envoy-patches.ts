import { addTo, at, fieldsOf, numberOf, recordsOf, textOf } from '../model/fields';
import type { Mesh } from '../model/mesh';
import type { Resource } from '../model/resource';

/** A patch of an EnvoyFilter. */
export interface EnvoyPatch {
  readonly resource: Resource;
  /** `spec.configPatches[0]` */
  readonly path: string;
  readonly operation: string;
  readonly applyTo: string;
  /** What it is about, as Istio tells patches apart: by the name in its value, or of the filter it matches. */
  readonly filter: string;
  /** Whether it is for some versions of proxies alone. */
  readonly isVersioned: boolean;
}

/** The patches of an EnvoyFilter, up to one that is none. */
export function patchesOf(resource: Resource): readonly EnvoyPatch[] {
  const all = recordsOf(resource.spec.configPatches);
  const end = all.findIndex(({ patch }) => Object.keys(fieldsOf(patch)).length === 0);
  return (end < 0 ? all : all.slice(0, end)).map(({ applyTo, match, patch }, index) => ({
    resource,
    path: `spec.configPatches[${index}]`,
    operation: textOf(at(patch, 'operation')) ?? '',
    applyTo: textOf(applyTo) ?? '',
    filter: filterOf(fieldsOf(at(patch, 'value')), match),
    isVersioned: Boolean(textOf(at(match, 'proxy', 'proxyVersion'))),
  }));
}

function filterOf(value: Readonly<Record<string, unknown>>, match: unknown): string {
  if (Object.keys(value).length === 0) return '';
  if (value.name !== undefined) return `name ${String(value.name)}`;
  const matched = textOf(at(match, 'listener', 'filterChain', 'filter', 'name'));
  return matched === undefined ? '' : `filter ${matched}`;
}

/** What adds nothing by itself: where its reference is not there yet, or is there no more, it does nothing. */
export function isRelative({ operation, applyTo }: EnvoyPatch): boolean {
  switch (operation) {
    case 'INSERT_BEFORE':
    case 'INSERT_AFTER':
      return true;
    case 'REMOVE':
      return !isRoute(applyTo);
    case 'REPLACE':
      return isFilter(applyTo);
    default:
      return false;
  }
}

/** Istiod adds none of these, nor removes it. */
export function isRoute(applyTo: string): boolean {
  return applyTo === 'ROUTE_CONFIGURATION' || applyTo === 'HTTP_ROUTE';
}

export function isFilter(applyTo: string): boolean {
  return applyTo === 'NETWORK_FILTER' || applyTo === 'HTTP_FILTER';
}

/**
 * Relative patches of EnvoyFilters without a priority, each with whether a patch for some versions of proxies is about
 * the same: one before it, or one of another EnvoyFilter. `istioctl analyze` looks at EnvoyFilters in any order, and
 * compares with those before.
 */
export function* relativePatches(
  mesh: Mesh,
): Generator<{ readonly patch: EnvoyPatch; readonly isBesideVersioned: boolean }> {
  for (const cluster of mesh.clusters) {
    const filters = cluster.of('EnvoyFilter').map((resource) => ({ resource, patches: patchesOf(resource) }));
    const versioned = new Map<string, Resource[]>();
    for (const { resource, patches } of filters) {
      for (const name of new Set(
        patches.filter(({ isVersioned }) => isVersioned).map(({ filter }) => filter),
      ))
        addTo(versioned, name, resource);
    }
    for (const { resource, patches } of filters) {
      if ((numberOf(resource.spec.priority) ?? 0) !== 0) continue;
      const before = new Set<string>();
      for (const patch of patches) {
        const [first, ...more] = versioned.get(patch.filter) ?? [];
        const isElsewhere = first !== undefined && (first !== resource || more.length > 0);
        if (isRelative(patch)) yield { patch, isBesideVersioned: isElsewhere || before.has(patch.filter) };
        if (patch.isVersioned) before.add(patch.filter);
      }
    }
  }
}
