import { describeObject, finding, referenceTo, type Finding, type Manifest, type Place } from '../finding';
import { itemsOfList, splitApiVersion } from './built-in';
import { schemaCodes } from './codes';
import type { Scope } from './validator';

/** What a fleet has beyond its manifests. */
export interface FleetContext {
  /** Undefined for a kind that nobody knows; such objects are taken to belong to the namespace they name. */
  scopeOf(apiVersion: string, kind: string): Scope | undefined;
  /** Namespaces of a cluster that are made outside of the manifests. */
  providedNamespaces(place: Place): ReadonlySet<string>;
}

/** Namespaces that every cluster has. */
const EVERYWHERE = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/**
 * What single objects cannot show: two with one identity in one cluster, and namespaces that nothing makes.
 *
 * Manifests that name no cluster count as of one cluster.
 */
export function checkFleet(manifests: readonly Manifest[], context: FleetContext): readonly Finding[] {
  const flat = manifests.flatMap(flatten);
  return [...findDuplicates(flat, context), ...findMissingNamespaces(flat, context)];
}

/** Second objects of one group, kind, namespace and name in one cluster. */
export function findDuplicates(
  manifests: readonly Manifest[],
  { scopeOf }: Pick<FleetContext, 'scopeOf'>,
): readonly Finding[] {
  const first = new Map<string, Manifest>();
  return manifests.flatMap((manifest): Finding[] => {
    const object = referenceTo(manifest.object);
    if (object === null || object.name === '' || object.kind === '') return [];
    const { apiVersion, kind, name } = object;
    const namespace = scopeOf(apiVersion, kind) === 'Cluster' ? '' : (object.namespace ?? '');
    const key = JSON.stringify([
      ...clusterOf(manifest.place),
      splitApiVersion(apiVersion).group,
      kind,
      namespace,
      name,
    ]);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, manifest);
      return [];
    }
    const message = `${describeObject(object)} is there twice: ${describePlace(other.place)} has it already`;
    return [finding(schemaCodes.duplicate, manifest.place, { message, object, field: 'metadata.name' })];
  });
}

/** Objects in a namespace that neither the manifests of their cluster have nor is provided there. */
export function findMissingNamespaces(
  manifests: readonly Manifest[],
  context: FleetContext,
): readonly Finding[] {
  const made = new Map<string, Set<string>>();
  for (const { object, place } of manifests) {
    const reference = referenceTo(object);
    if (reference?.kind !== 'Namespace' || reference.apiVersion !== 'v1') continue;
    const key = JSON.stringify(clusterOf(place));
    made.set(key, (made.get(key) ?? new Set()).add(reference.name));
  }
  return manifests.flatMap(({ object, place }): Finding[] => {
    const reference = referenceTo(object);
    const namespace = reference?.namespace ?? '';
    if (reference === null || namespace === '' || EVERYWHERE.has(namespace)) return [];
    if (context.scopeOf(reference.apiVersion, reference.kind) === 'Cluster') return [];
    if (made.get(JSON.stringify(clusterOf(place)))?.has(namespace)) return [];
    if (context.providedNamespaces(place).has(namespace)) return [];
    const where = place.cluster === null ? '' : ` in cluster ${place.cluster}`;
    const message = `nothing makes namespace ${namespace}${where}`;
    const remedy =
      place.cluster === null
        ? `Add the Namespace ${namespace}.`
        : `Add the Namespace ${namespace}, or declare it under provided of ${place.cluster}.`;
    return [
      finding(schemaCodes.namespaceMissing, place, {
        message,
        remedy,
        object: reference,
        field: 'metadata.namespace',
      }),
    ];
  });
}

function flatten(manifest: Manifest): readonly Manifest[] {
  const items = itemsOfList(manifest.object);
  if (items === undefined) return [manifest];
  return items.flatMap((object) => flatten({ object, place: manifest.place }));
}

function clusterOf({ mesh, cluster }: Place): readonly [string | null, string | null] {
  return [mesh, cluster];
}

function describePlace({ component, file, line }: Place): string {
  if (file !== null) return line === null ? file : `${file}:${line}`;
  return component === null ? 'another manifest' : `component ${component}`;
}
