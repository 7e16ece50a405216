import { isRecord } from '../schema/schema';

/**
 * Reading what may be anything: nobody has checked the objects before. None of these throws; what is not there, or is
 * of another type, is empty or undefined.
 */

/** A mapping, its values not known yet. */
export type Fields = Readonly<Record<string, unknown>>;
export type Labels = Readonly<Record<string, string>>;

const NO_FIELDS: Fields = {};
const NO_LABELS: Labels = {};

export function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : NO_FIELDS;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The mappings of a list, in their places: what is none is an empty one. */
export function recordsOf(value: unknown): readonly Fields[] {
  return listOf(value).map(fieldsOf);
}

/** The texts of a list, in their places: what is none is empty. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).map((one) => textOf(one) ?? '');
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Labels or annotations; what has no text is left out. */
export function labelsOf(value: unknown): Labels {
  if (!isRecord(value)) return NO_LABELS;
  const all = Object.entries(value);
  if (all.every(([, one]) => typeof one === 'string')) return value as Labels;
  return Object.fromEntries(all.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** The value below a path of keys. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof key === 'number') found = listOf(found)[key];
    else found = Object.hasOwn(fieldsOf(found), key) ? fieldsOf(found)[key] : undefined;
  }
  return found;
}

/** Makes a value when it is first asked for, and keeps it. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Puts an element into the list of a key. */
export function addTo<K, T>(map: Map<K, T[]>, key: K, element: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [element]);
  else list.push(element);
}
