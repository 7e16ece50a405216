import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseQuantity } from '../../values/quantity';
import { MEANINGS } from './meaning/table';
import { METADATA, metadataCheck } from './metadata';
import { isRecord, type Schema } from './schema';
import type { Dialect, SchemaCompiler } from './structural/compile';
import { DEEPEST, describe, type Check } from './structural/walk';

/** A kind of Kubernetes itself. */
export interface BuiltInKind {
  readonly namespaced: boolean;
  /** Name of its schema among the components. */
  readonly component: string;
}

/** What `data/kubernetes-<minor>/kinds.json` holds. */
export interface BuiltInKinds {
  readonly source: string;
  /** By `group/version/kind`. */
  readonly kinds: Readonly<Record<string, BuiltInKind>>;
  readonly components: Readonly<Record<string, Schema>>;
}

export function readBuiltInKinds(minor: string): BuiltInKinds {
  const file = join(__dirname, 'data', `kubernetes-${minor}`, 'kinds.json');
  return JSON.parse(readFileSync(file, 'utf8')) as BuiltInKinds;
}

/** How the API server reads its own kinds: as Go decodes JSON into their types. */
export function builtInDialect(kinds: BuiltInKinds, compiler: () => SchemaCompiler): Dialect {
  let shape: Check | undefined;
  const content = metadataCheck(undefined, undefined);
  return {
    hasOpenObjects: true,
    dropsNull: true,
    ignoresUnknown: false,
    requiresFields: true,
    emptyIsAbsent: true,
    meanings: MEANINGS,
    resolve: (reference) => kinds.components[reference] ?? {},
    formats: new Map<string, Check>([
      ['quantity', checkQuantity],
      ['byte', checkBytes],
      [
        'metadata',
        (value, walk) => {
          (shape ??= compiler().compile(METADATA))(value, walk);
          content(value, walk);
        },
      ],
    ]),
  };
}

/**
 * The value without the fields that are null, as a reader in Go has it; the value itself where there are none.
 *
 * An element of a list that is null stays: to Go it is an empty one, which nobody means.
 */
export function withoutNulls(value: unknown): unknown {
  let isEndless = false;
  const copy = (one: unknown, depth: number): unknown => {
    isEndless ||= depth > DEEPEST;
    if (isEndless) return one;
    if (Array.isArray(one)) {
      const elements = one.map((element) => copy(element, depth + 1));
      return elements.some((element, index) => element !== one[index]) ? elements : one;
    }
    return isRecord(one) ? copyFields(one, (field) => copy(field, depth + 1)) : one;
  };
  return copy(value, 0);
}

/** The object with its fields copied, those that are null left out; the object itself where nothing changes. */
function copyFields(object: Readonly<Record<string, unknown>>, copy: (value: unknown) => unknown): unknown {
  let changed: Record<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const value = object[key];
    const kept = value === null ? undefined : copy(value);
    if (kept === value) continue;
    changed ??= { ...object };
    if (kept === undefined) delete changed[key];
    else changed[key] = kept;
  }
  return changed ?? object;
}

const checkQuantity: Check = (value, walk) => {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || parseQuantity(text.replace(/^[-+]/, '')) === undefined) {
    walk.fail(
      `${describe(value)} is not a quantity`,
      'Write a number with a unit or none, such as 100m, 128Mi or 2.',
    );
  }
};

const checkBytes: Check = (value, walk) => {
  if (typeof value !== 'string') {
    walk.fail(`${describe(value)} is not a string`, 'Write text in base64.');
  } else if (
    !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value.replace(/[\r\n]/g, ''))
  ) {
    walk.fail(
      `${describe(value)} is not base64`,
      'Encode it, or use a field that takes plain text (stringData).',
    );
  }
};

/** Whether an object claims to be of Kubernetes' own kinds, by its group. */
export function isBuiltInGroup(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** An object's group and version, as `apiVersion` joins them; the group of Kubernetes' core is empty. */
export function splitApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** The kinds inside of a `List`, which kubectl writes and takes; undefined for any other object. */
export function itemsOfList(object: unknown): readonly unknown[] | undefined {
  if (!isRecord(object) || object.apiVersion !== 'v1' || object.kind !== 'List') return undefined;
  return Array.isArray(object.items) ? object.items : [];
}
