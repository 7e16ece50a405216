import { TemplateError } from './syntax';
import {
  asInteger,
  asList,
  asMap,
  asString,
  format,
  isEmpty,
  isMap,
  isTextMap,
  typeName,
  type Value,
} from './value';

/** A function of Go's templates, of sprig or of the ApplicationSet controller. */
export interface TemplateFunction {
  /** Fewest and most arguments. */
  readonly arity: readonly [number, number];
  readonly apply: (args: readonly Value[]) => Value;
}

const any = Infinity;
const text =
  (arity: number, apply: (...args: string[]) => Value) =>
  (name: string): TemplateFunction => ({
    arity: [arity, arity],
    apply: (args) => apply(...args.map((one) => asString(one, name))),
  });
const plain =
  (arity: readonly [number, number], apply: (args: readonly Value[]) => Value) => (): TemplateFunction => ({
    arity,
    apply,
  });
const compare = (holds: (order: number) => boolean) =>
  plain([2, 2], ([a, b]) => {
    if (typeof a !== typeof b || (typeof a !== 'string' && typeof a !== 'number'))
      throw new TemplateError(`compares ${typeName(a!)} with ${typeName(b!)}`);
    return holds(a === b ? 0 : a < b! ? -1 : 1);
  });

const table: Readonly<Record<string, (name: string) => TemplateFunction>> = {
  // Go's own; `and` and `or` are the evaluator's, for they stop early.
  not: plain([1, 1], ([value]) => isEmpty(value!)),
  eq: plain([2, any], ([first, ...others]) => others.some((other) => isEqual(first!, other))),
  ne: plain([2, 2], ([a, b]) => !isEqual(a!, b!)),
  lt: compare((order) => order < 0),
  le: compare((order) => order <= 0),
  gt: compare((order) => order > 0),
  ge: compare((order) => order >= 0),
  len: plain([1, 1], ([value]) => {
    if (typeof value === 'string') return Buffer.byteLength(value);
    return isMap(value!) ? Object.keys(value).length : asList(value!, 'len').length;
  }),
  index: plain([2, any], ([value, ...keys]) => keys.reduce(indexOf, value!)),
  print: plain([0, any], (args) =>
    args.reduce<string>((line, value, index) => {
      // Go puts a blank between two values of which neither is a text.
      const apart = index > 0 && typeof value !== 'string' && typeof args[index - 1] !== 'string';
      return `${line}${apart ? ' ' : ''}${format(value)}`;
    }, ''),
  ),
  printf: plain([1, any], ([layout, ...args]) => printf(asString(layout!, 'printf'), args)),

  // sprig, maps
  dict: plain([0, any], (args) => {
    const map: Record<string, Value> = {};
    for (let i = 0; i < args.length; i += 2) map[toText(args[i]!)] = args[i + 1] ?? '';
    return map;
  }),
  get: plain([2, 2], ([map, key]) => entryOf(asMap(map!, 'get'), asString(key!, 'get')) ?? ''),
  hasKey: plain(
    [2, 2],
    ([map, key]) => entryOf(asMap(map!, 'hasKey'), asString(key!, 'hasKey')) !== undefined,
  ),
  dig: plain([3, any], (args) => {
    let value: Value = args.at(-1)!;
    for (const key of args.slice(0, -2)) {
      const next = entryOf(asMap(value, 'dig'), asString(key, 'dig'));
      if (next === undefined) return args.at(-2)!;
      value = next;
    }
    return value;
  }),

  // sprig, defaults
  default: plain([1, 2], ([fallback, value]) => (value === undefined || isEmpty(value) ? fallback! : value)),
  empty: plain([1, 1], ([value]) => isEmpty(value!)),
  coalesce: plain([0, any], (args) => args.find((one) => !isEmpty(one)) ?? null),
  ternary: plain([3, 3], ([yes, no, condition]) => (condition === true ? yes! : no!)),
  fail: text(1, (message) => {
    throw new TemplateError(message);
  }),

  // sprig, texts
  lower: text(1, (value) => value.toLowerCase()),
  upper: text(1, (value) => value.toUpperCase()),
  trim: text(1, (value) => value.trim()),
  nospace: text(1, (value) => value.replace(/\s/g, '')),
  trimPrefix: text(2, (prefix, value) => (value.startsWith(prefix) ? value.slice(prefix.length) : value)),
  trimSuffix: text(2, (suffix, value) =>
    suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value,
  ),
  hasPrefix: text(2, (prefix, value) => value.startsWith(prefix)),
  hasSuffix: text(2, (suffix, value) => value.endsWith(suffix)),
  contains: text(2, (part, value) => value.includes(part)),
  replace: text(3, (old, replacement, value) => value.replaceAll(old, replacement)),
  trunc: plain([2, 2], ([length, value]) => {
    const [count, whole] = [asInteger(length!, 'trunc'), asString(value!, 'trunc')];
    return count < 0 ? whole.slice(Math.max(whole.length + count, 0)) : whole.slice(0, count);
  }),
  quote: plain([0, any], (args) =>
    args
      .filter((one) => one !== null)
      .map((one) => JSON.stringify(toText(one)))
      .join(' '),
  ),
  squote: plain([0, any], (args) =>
    args
      .filter((one) => one !== null)
      .map((one) => `'${toText(one)}'`)
      .join(' '),
  ),
  toString: plain([1, 1], ([value]) => toText(value!)),

  // sprig, lists
  list: plain([0, any], (args) => args),
  splitList: text(2, (separator, value) => value.split(separator)),
  join: plain([2, 2], ([separator, list]) =>
    asList(list!, 'join').map(toText).join(asString(separator!, 'join')),
  ),
  first: plain([1, 1], ([list]) => asList(list!, 'first')[0] ?? null),
  last: plain([1, 1], ([list]) => asList(list!, 'last').at(-1) ?? null),
  has: plain([2, 2], ([value, list]) => asList(list!, 'has').some((one) => isEqual(one, value!))),

  // the controller's
  normalize: text(1, normalize),
};

/** @throws TemplateError for a function that is not evaluated here, whether Argo CD has it or not */
export function templateFunction(name: string): TemplateFunction {
  const make = Object.hasOwn(table, name) ? table[name] : undefined;
  if (make === undefined) {
    throw new TemplateError(
      `the function ${name} is not evaluated; there are and, or, ${Object.keys(table).sort().join(', ')}`,
    );
  }
  return make(name);
}

/** A text as the controller makes a DNS name of it. Source: SanitizeName of Argo CD. */
export function normalize(value: string): string {
  return value
    .toLowerCase()
    .replace(/[^-a-z0-9.]/g, '-')
    .slice(0, 253)
    .replace(/^[-.]+|[-.]+$/g, '');
}

function entryOf(map: { readonly [key: string]: Value }, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** As sprig writes a value into a text. */
function toText(value: Value): string {
  return typeof value === 'string' ? value : format(value);
}

function isEqual(a: Value, b: Value): boolean {
  const isSimple = (value: Value) => value === null || typeof value !== 'object';
  if (!isSimple(a) || !isSimple(b) || (a !== null && b !== null && typeof a !== typeof b))
    throw new TemplateError(`compares ${typeName(a)} with ${typeName(b)}`);
  return a === b;
}

function indexOf(value: Value, key: Value): Value {
  if (isMap(value)) {
    const missing = isTextMap(value) ? '' : null;
    return entryOf(value, asString(key, 'index of a map')) ?? missing;
  }
  const list = asList(value, 'index');
  const position = asInteger(key, 'index of a list');
  const item = list[position];
  if (item === undefined) throw new TemplateError(`index ${position} is out of a list of ${list.length}`);
  return item;
}

function printf(layout: string, args: readonly Value[]): string {
  let next = 0;
  const result = layout.replace(/%(.)?/g, (verb, letter: string | undefined) => {
    if (letter === '%') return '%';
    if (letter === undefined || !'svdqt'.includes(letter))
      throw new TemplateError(`printf with ${verb} is not evaluated`);
    const value = args[next];
    next += 1;
    if (value === undefined)
      throw new TemplateError(`printf has fewer values than ${JSON.stringify(layout)} asks for`);
    if (letter === 'd') return String(asInteger(value, 'printf %d'));
    return letter === 'q' ? JSON.stringify(toText(value)) : format(value);
  });
  if (next < args.length)
    throw new TemplateError(`printf has more values than ${JSON.stringify(layout)} asks for`);
  return result;
}
