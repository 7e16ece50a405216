import { nearest } from '../../../values/nearest';
import { isGiven, isRecord, type Schema } from '../schema';
import { describe, type Check, type Walk } from './walk';

export interface ObjectShape {
  readonly fields: ReadonlyMap<string, Check>;
  /** What other fields must be; undefined where there are none. */
  readonly others: Check | undefined;
  /** Whether the reader of the object passes over fields that it does not know. */
  readonly ignoresUnknown: boolean;
  /** Whether a field that is null is one that is not there, so that its check is not asked. */
  readonly dropsNull: boolean;
}

/** Reports values that YAML and JSON cannot carry; everything else may be here. */
export const checkPlain: Check = (value, walk) => {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) walk.into(index, value[index], checkPlain);
  } else if (isRecord(value)) {
    for (const key of Object.keys(value)) {
      if (value[key] !== undefined) walk.into(key, value[key], checkPlain);
    }
  } else if (
    value !== null &&
    typeof value !== 'string' &&
    typeof value !== 'boolean' &&
    !Number.isFinite(value)
  ) {
    walk.fail(`${describe(value)} is nothing that YAML can carry`, 'Write plain values only.');
  }
};

/** Checks an object's fields, and refuses unknown ones by the name that was probably meant. */
export function objectCheck({ fields, others, ignoresUnknown, dropsNull }: ObjectShape): Check {
  return (value, walk) => {
    if (!isRecord(value)) {
      walk.fail(`${describe(value)} is not an object`, 'Write it as fields with values.');
      return;
    }
    for (const key of Object.keys(value)) {
      const one = value[key];
      if (one === undefined) continue;
      const field = fields.get(key) ?? others;
      if (field === undefined) reportUnknown(key, fields, ignoresUnknown, walk);
      else if (one !== null || !dropsNull) walk.into(key, one, field);
    }
  };
}

function reportUnknown(
  key: string,
  fields: ReadonlyMap<string, Check>,
  isIgnored: boolean,
  walk: Walk,
): void {
  const meant = nearest(key, fields.keys());
  const [message, remedy] =
    meant === undefined
      ? [`unknown field "${key}"`, `Remove it.${knownFields([...fields.keys()])}`]
      : [`unknown field "${key}": did you mean "${meant}"?`, `Rename it to ${meant}.`];
  if (isIgnored) walk.ignores(key, message, remedy);
  else walk.failAt(key, message, remedy);
}

/** The fields that there are, unless they are too many to read. */
function knownFields(names: readonly string[]): string {
  if (names.length === 0) return ' There are no fields here.';
  return names.length > 30 ? '' : ` The fields here are ${[...names].sort().join(', ')}.`;
}

/** Checks that every required field is there, or has a default. */
export function requiredCheck(schema: Schema, defaults: Schema, emptyIsAbsent: boolean): Check | undefined {
  const { required = [] } = schema;
  const wanted = required.filter((name) => defaults.properties?.[name]?.default === undefined);
  if (wanted.length === 0) return undefined;
  const nullable = new Set(wanted.filter((name) => defaults.properties?.[name]?.nullable));
  return (value, walk) => {
    if (!isRecord(value)) return;
    for (const name of wanted) {
      const one = value[name];
      const isThere = one !== undefined && (one !== null || nullable.has(name));
      if (!isThere || (emptyIsAbsent && (one === '' || (Array.isArray(one) && one.length === 0))))
        walk.lacks(name);
    }
  };
}

/** The limits on how many fields an object and how many elements a list may have. */
export function sizeChecks(schema: Schema): readonly Check[] {
  const { minItems, maxItems, minProperties, maxProperties, uniqueItems } = schema;
  const checks: Check[] = [];
  const limit = (
    least = 0,
    most = Infinity,
    sizeOf: (value: unknown) => number | undefined,
    noun: string,
  ) => {
    if (least === 0 && most === Infinity) return;
    checks.push((value, walk) => {
      const size = sizeOf(value);
      if (size === undefined) return;
      if (size < least) walk.fail(`has ${size} ${noun}: at least ${least} are needed`);
      if (size > most) walk.fail(`has ${size} ${noun}: at most ${most} are allowed`);
    });
  };
  limit(minItems, maxItems, (value) => (Array.isArray(value) ? value.length : undefined), 'elements');
  limit(
    minProperties,
    maxProperties,
    (value) => (isRecord(value) ? Object.values(value).filter(isGiven).length : undefined),
    'fields',
  );
  if (uniqueItems) checks.push(uniqueCheck());
  return checks;
}

export function listCheck(item: Check): Check {
  return (value, walk) => {
    if (!Array.isArray(value)) {
      walk.fail(`${describe(value)} is not a list`, 'Write it as a list: begin each element with "-".');
      return;
    }
    for (let index = 0; index < value.length; index++) walk.into(index, value[index], item);
  };
}

/** Refuses the second of two elements that are the same. */
export function uniqueCheck(): Check {
  return (value, walk) => {
    if (!Array.isArray(value) || value.length < 2) return;
    const seen = new Map<string, number>();
    value.forEach((one, index) => {
      const text = canonical(one);
      const first = seen.get(text);
      if (first === undefined) seen.set(text, index);
      else walk.failAt(index, `is the same as element ${first}`, 'Remove one of them.');
    });
  };
}

/** Refuses the second of two elements with the same key fields, defaults counted in. */
export function uniqueKeysCheck(keys: readonly string[], item: Schema): Check {
  return (value, walk) => {
    if (!Array.isArray(value) || value.length < 2) return;
    const seen = new Map<string, number>();
    value.forEach((one, index) => {
      if (!isRecord(one)) return;
      const named = keys.map((key) => [key, one[key] ?? item.properties?.[key]?.default] as const);
      const text = JSON.stringify(named.map(([, part]) => part ?? null));
      const first = seen.get(text);
      if (first === undefined) seen.set(text, index);
      else {
        const shown = named
          .filter(([, part]) => part !== undefined)
          .map(([key, part]) => `${key} ${describe(part)}`);
        const what = shown.length === 0 ? `no ${keys.join(' and ')}` : shown.join(' and ');
        walk.failAt(
          index,
          `has ${what}, as element ${first} has`,
          `Make ${keys.join(' or ')} differ, or remove one.`,
        );
      }
    });
  };
}

/** JSON with its keys in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    isRecord(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
  );
}
