import type { Checks } from '../values/checks';
import { didYouMean } from '../values/did-you-mean';
import { show } from '../values/user-error';

/** What a field holds: `true` for what is checked elsewhere, whatever its type. */
export type Shape = true | 'string' | 'number' | 'boolean' | Fields | Some | Entries | List | Either | Needed;

/** An object of these fields and no others. */
export interface Fields {
  readonly [field: string]: Shape;
}

/** An object whose other fields are checked elsewhere. */
export class Some {
  constructor(readonly fields: Fields) {}
}

/** An object whose own keys are names. */
export class Entries {
  constructor(readonly entry: Shape) {}
}

export class List {
  constructor(readonly item: Shape) {}
}

/** One thing or several. */
export class Either {
  constructor(
    readonly one: Shape,
    readonly several: List,
  ) {}
}

/** A field that has to be there. */
export class Needed {
  constructor(
    readonly shape: Shape,
    readonly reason?: string,
  ) {}
}

/**
 * Every field of T, those that it demands as Needed: the compiler says when a table of shapes and a type part ways.
 */
export type All<T> = { readonly [K in keyof T]-?: object extends Pick<T, K> ? Shape : Needed };

/**
 * Records fields that there are not, fields that are missing, and values of another type.
 *
 * @returns whether all that is there and has to be there is of its type, so that whoever reads on may rely on it
 */
export function checkShape(value: unknown, shape: Shape, checks: Checks): boolean {
  if (shape === true) return true;
  if (shape instanceof Needed) {
    const { reason } = shape;
    if (value !== undefined) return checkShape(value, shape.shape, checks);
    return checks.expect(false, `is missing${reason === undefined ? '' : `: ${reason}`}`);
  }
  if (shape instanceof Either) {
    if (isOf(value, shape.several)) return checkShape(value, shape.several, checks);
    return checks.expect(isOf(value, shape.one), `${show(value)} is ${noneOf(shape)}`);
  }
  if (!checks.expect(isOf(value, shape), `${show(value)} is ${noneOf(shape)}`)) return false;
  if (typeof shape === 'string') return true;
  if (shape instanceof List) {
    return all(
      (value as readonly unknown[]).map((one, index) => checkShape(one, shape.item, checks.at(index))),
    );
  }
  const entries = Object.entries(value as object);
  if (shape instanceof Entries) {
    return all(entries.map(([name, one]) => checkShape(one, shape.entry, checks.at(name))));
  }
  const fields = shape instanceof Some ? shape.fields : shape;
  if (!(shape instanceof Some)) checkNames(Object.keys(value as object), Object.keys(fields), checks);
  const own = new Map<string, unknown>(entries);
  return all(
    Object.entries(fields).map(([field, one]) => {
      const given = own.get(field);
      return (given === undefined && !(one instanceof Needed)) || checkShape(given, one, checks.at(field));
    }),
  );
}

/** Not `every`, which would look no further than the first. */
function all(held: readonly boolean[]): boolean {
  return !held.includes(false);
}

/** The compiler refuses such fields, but nothing runs it on the way to dist, and one would be left out without a word. */
function checkNames(given: readonly string[], fields: readonly string[], checks: Checks): void {
  for (const name of given) {
    if (fields.includes(name)) continue;
    const hint = didYouMean(name, fields) || `; there are ${fields.join(', ')}`;
    checks.at(name).fail(`is not a field here${hint}`);
  }
}

function isOf(value: unknown, shape: Shape): boolean {
  if (typeof shape === 'string') return typeof value === shape;
  if (shape instanceof List) return Array.isArray(value);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function noneOf(shape: Shape): string {
  return shape instanceof Either
    ? `${noneOf(shape.one)} and ${noneOf(shape.several)}`
    : `no ${nameOf(shape)}`;
}

/** What a value of the shape is called. */
function nameOf(shape: Shape): string {
  if (shape === 'boolean') return 'boolean (true or false)';
  if (typeof shape === 'string') return shape;
  if (shape instanceof List) return `list${ofEach(shape.item)}`;
  if (shape instanceof Entries) return `object${ofEach(shape.entry)} by name`;
  return isFields(shape) ? `object of ${Object.keys(shape).join(', ')}` : 'object';
}

function ofEach(shape: Shape): string {
  if (typeof shape === 'string') return ` of ${shape}s`;
  return isFields(shape) ? ` of { ${Object.keys(shape).join(', ')} }` : '';
}

function isFields(shape: Shape): shape is Fields {
  return typeof shape === 'object' && Object.getPrototypeOf(shape) === Object.prototype;
}
