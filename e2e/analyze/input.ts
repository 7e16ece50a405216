/** An object as a manifest has it. */
export type Json = Readonly<Record<string, unknown>>;

/** Objects that both analyze. */
export interface Input {
  /** Unique, in steps: `small/IST0118/name web`. */
  readonly name: string;
  /** Those of the first cluster, and of a second where there is one. */
  readonly clusters: readonly (readonly Json[])[];
}

/** What one of them reports: a code and the object that it is about. */
export interface Hit {
  readonly code: string;
  /** `VirtualService shop/reviews`, `Namespace shop`. */
  readonly object: string;
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export function metadataOf(object: Json): Metadata {
  return object['metadata'] as Metadata;
}

/** Kinds that are of no namespace. */
const CLUSTER_WIDE: ReadonlySet<unknown> = new Set([
  'Namespace',
  'Node',
  'CustomResourceDefinition',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
]);

export function isClusterWide({ kind }: Json): boolean {
  return CLUSTER_WIDE.has(kind);
}

/** How reports call an object. */
export function titleOf(object: Json): string {
  const { name, namespace = 'default' } = metadataOf(object);
  return `${String(object['kind'])} ${isClusterWide(object) ? '' : `${namespace}/`}${name}`;
}

/** Unique among the objects of a cluster. */
export function keyOf(object: Json): string {
  return `${String(object['apiVersion']).replace(/\/?[^/]*$/, '')} ${titleOf(object)}`;
}

/**
 * The objects with every namespace that they are in, and `default`, which every server has. Of an object that is there
 * twice the first counts, as the server takes no second.
 */
export function completed(objects: readonly Json[]): readonly Json[] {
  const all = new Map<string, Json>();
  const add = (object: Json) => {
    if (!all.has(keyOf(object))) all.set(keyOf(object), object);
  };
  objects.forEach(add);
  const namespaces = objects
    .filter((object) => !isClusterWide(object))
    .map((object) => metadataOf(object).namespace ?? 'default');
  for (const name of ['default', ...namespaces]) {
    add({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  return [...all.values()];
}
