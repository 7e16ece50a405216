/** How bad a finding is, the worst first. `--fail-on` compares by this order. */
export const LEVELS = ['Error', 'Warning', 'Info'] as const;
export type Level = (typeof LEVELS)[number];

/** What a finding can be: declared once per code, in a catalogue of the room that reports it. */
export interface FindingKind {
  /** Permanent: `IST0106`, `MW0001`. A code that is given up is never given again. */
  readonly code: string;
  readonly name: string;
  readonly level: Level;
  /** What is wrong, in a sentence about no object in particular. */
  readonly sentence: string;
  /** What to do, where the single finding knows nothing better. */
  readonly remedy: string;
}

/** The object that a finding is about, as its manifest names it. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  /** Null where the manifest names none. */
  readonly namespace: string | null;
  readonly name: string;
}

/** Where a manifest comes from. Null says that there is no such thing, as for a file of somebody else's. */
export interface Place {
  readonly mesh: string | null;
  readonly cluster: string | null;
  readonly component: string | null;
  readonly file: string | null;
  /** Line on which the manifest begins, from 1. */
  readonly line: number | null;
  /** Line of a field, given as a finding's `field`, where the reader of the file kept it. */
  readonly lineOf?: (field: string) => number | null;
}

/** A place for objects that were read from nowhere. */
export const NOWHERE: Place = { mesh: null, cluster: null, component: null, file: null, line: null };

/** An object, not known to be one yet, and where it was found. */
export interface Manifest {
  readonly object: unknown;
  readonly place: Place;
}

/** One thing that is wrong; `docs/cli.md` promises its keys to readers of `--output json`. */
export interface Finding {
  readonly code: string;
  readonly name: string;
  readonly level: Level;
  readonly mesh: string | null;
  readonly cluster: string | null;
  readonly component: string | null;
  readonly object: ObjectReference | null;
  /** Path in the object: `spec.http[0].route[0].weight`, `metadata.labels["a/b"]`. */
  readonly field: string | null;
  readonly message: string;
  readonly remedy: string;
  readonly file: string | null;
  readonly line: number | null;
}

/** What a finding says about the case at hand. */
export interface FindingDetails {
  readonly message: string;
  /** @default - the kind's own */
  readonly remedy?: string;
  /** @default - none; the finding is about the object as a whole */
  readonly field?: string | null;
  /** @default - none; the finding is about no object */
  readonly object?: ObjectReference | null;
}

export function finding(kind: FindingKind, place: Place, details: FindingDetails): Finding {
  const { message, remedy = kind.remedy, field = null, object = null } = details;
  const { mesh, cluster, component, file } = place;
  const line = (field === null ? null : place.lineOf?.(field)) ?? place.line;
  const { code, name, level } = kind;
  return { code, name, level, mesh, cluster, component, object, field, message, remedy, file, line };
}

/** Names an object by what its manifest says, however broken; null where it says nothing. */
export function referenceTo(object: unknown): ObjectReference | null {
  if (typeof object !== 'object' || object === null) return null;
  const { apiVersion, kind, metadata } = object as Record<string, unknown>;
  const { namespace, name } = (metadata ?? {}) as Record<string, unknown>;
  const reference = {
    apiVersion: textOf(apiVersion),
    kind: textOf(kind),
    namespace: typeof namespace === 'string' ? namespace : null,
    name: textOf(name),
  };
  return reference.apiVersion + reference.kind + reference.name === '' ? null : reference;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** `Gateway istio-system/cross-network-gateway`, as messages call an object. */
export function describeObject({ kind, namespace, name }: ObjectReference): string {
  return `${kind} ${namespace === null ? '' : `${namespace}/`}${name === '' ? '(no name)' : name}`;
}

/** Number of objects read, and of findings by level. */
export interface Summary {
  readonly objects: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

export function summarize(objects: number, findings: readonly Finding[]): Summary {
  const count = (level: Level) => findings.filter((one) => one.level === level).length;
  return { objects, errors: count('Error'), warnings: count('Warning'), infos: count('Info') };
}

/** Whether a finding is at the given level or a worse one. */
export function isAtLeast(one: Finding, level: Level): boolean {
  return LEVELS.indexOf(one.level) <= LEVELS.indexOf(level);
}

/**
 * The findings in the order in which every report has them: by place, object, field and code. The same findings
 * have the same order on any machine, whichever came first.
 */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings
    .map((one) => ({ one, key: sortKey(one) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ one }) => one);
}

function sortKey(one: Finding): readonly (string | number)[] {
  const { mesh, cluster, component, file, line, object, field, code, message } = one;
  return [
    mesh ?? '',
    cluster ?? '',
    component ?? '',
    file ?? '',
    line ?? 0,
    object?.kind ?? '',
    object?.namespace ?? '',
    object?.name ?? '',
    field ?? '',
    code,
    message,
  ];
}

function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let index = 0; index < a.length; index++) {
    if (a[index]! < b[index]!) return -1;
    if (a[index]! > b[index]!) return 1;
  }
  return 0;
}
