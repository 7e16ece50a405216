import type { Checks } from '../values/checks';
import { parseDuration } from '../values/duration';
import { INT32_MAX, UINT32_MAX } from '../values/numbers';
import { show } from '../values/user-error';
import type { Json } from './go-yaml';

/**
 * The type of a protobuf field.
 *
 * A scalar vanishes where it is zero; those with a capital are messages around one and stay.
 */
export type FieldType =
  | 'string'
  | 'bool'
  | 'int32'
  | 'uint32'
  | 'double'
  | 'BoolValue'
  | 'Int32Value'
  | 'Int64Value'
  | 'Duration'
  | { readonly enumeration: Readonly<Record<string, number>> }
  | { readonly message: MessageType }
  | { readonly list: FieldType }
  | { readonly map: FieldType };

export interface MessageType {
  /** By JSON name; a field is also read by its name in snake case. */
  readonly fields: Readonly<Record<string, FieldType>>;
  /**
   * Fields of which only one is set, the last that is given.
   * @default - none
   */
  readonly oneofs?: readonly (readonly string[])[];
}

/** A message in its canonical JSON form: camel case, zero values left out. */
export type Message = Readonly<Record<string, Json>>;

/**
 * Lays what a document says over a message: a field that it names is replaced whole, a field it does not know is
 * left out. Source: golang/protobuf's jsonpb, which Istio reads its MeshConfig with.
 */
export function applyMessage(type: MessageType, onto: Message, document: unknown, checks: Checks): Message {
  const result: Record<string, Json> = { ...onto };
  if (document === undefined || document === null) return result;
  if (!isRecord(document)) {
    checks.fail(`${show(document)} is not an object`);
    return result;
  }
  for (const [name, field] of Object.entries(type.fields)) {
    const given = lookUp(document, name);
    if (given === undefined || given === null) continue;
    const oneof = type.oneofs?.find((fields) => fields.includes(name));
    for (const sibling of oneof ?? [name]) delete result[sibling];
    const value = readValue(field, given, checks.at(name));
    if (value !== undefined && (oneof !== undefined || !isZero(field, value))) result[name] = value;
  }
  return result;
}

function lookUp(document: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(document, name)) return document[name];
  const key = Object.keys(document).find((one) => one.includes('_') && camelCase(one) === name);
  return key === undefined ? undefined : document[key];
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function isZero(type: FieldType, value: Json): boolean {
  if (typeof type === 'string')
    return /^[a-z]/.test(type) && (value === '' || value === false || value === 0);
  if ('enumeration' in type) return type.enumeration[String(value)] === 0;
  if ('list' in type) return (value as readonly Json[]).length === 0;
  return 'map' in type && Object.keys(value as Message).length === 0;
}

function readValue(type: FieldType, given: unknown, checks: Checks): Json | undefined {
  if (typeof type === 'string') return readScalar(type, given, checks);
  if ('message' in type) return applyMessage(type.message, {}, given, checks);
  if ('enumeration' in type) return readEnumeration(type.enumeration, given, checks);
  if ('list' in type) {
    if (!checks.expect(Array.isArray(given), `${show(given)} is not a list`)) return undefined;
    return (given as readonly unknown[]).map(
      (item, index) => readValue(type.list, item, checks.at(index)) ?? '',
    );
  }
  if (!checks.expect(isRecord(given), `${show(given)} is not an object`)) return undefined;
  const entries = Object.entries(given as object).map(([key, item]): [string, Json] => [
    key,
    readValue(type.map, item, checks.at(key)) ?? '',
  ]);
  return Object.fromEntries(entries);
}

function readEnumeration(
  names: Readonly<Record<string, number>>,
  given: unknown,
  checks: Checks,
): Json | undefined {
  if (typeof given === 'number') {
    return Object.keys(names).find((name) => names[name] === given) ?? given;
  }
  return checks.oneOf(given, Object.keys(names)) ? (given as string) : undefined;
}

function readScalar(type: FieldType & string, given: unknown, checks: Checks): Json | undefined {
  switch (type) {
    case 'string':
      return checks.expect(typeof given === 'string', `${show(given)} is not a string`)
        ? String(given)
        : undefined;
    case 'bool':
    case 'BoolValue':
      return checks.expect(typeof given === 'boolean', `${show(given)} is not true or false`)
        ? (given as boolean)
        : undefined;
    case 'Duration':
      return readDuration(given, checks);
    case 'double':
      return readNumber(given, checks, (value) => Number.isFinite(value), 'a number');
    case 'Int64Value':
      return readNumber(given, checks, Number.isSafeInteger, 'a whole number')?.toString();
    case 'uint32':
      return readNumber(given, checks, between(0, UINT32_MAX), `a whole number from 0 to ${UINT32_MAX}`);
    case 'int32':
    case 'Int32Value':
      return readNumber(
        given,
        checks,
        between(-INT32_MAX - 1, INT32_MAX),
        `a whole number from ${-INT32_MAX - 1} to ${INT32_MAX}`,
      );
  }
}

function between(least: number, most: number): (value: number) => boolean {
  return (value) => Number.isInteger(value) && value >= least && value <= most;
}

/** A number, or one in quotes. */
function readNumber(
  given: unknown,
  checks: Checks,
  allowed: (value: number) => boolean,
  what: string,
): number | undefined {
  const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  const holds = typeof value === 'number' && allowed(value);
  return checks.expect(holds, `${show(given)} is not ${what}`) ? (value as number) : undefined;
}

/** Seconds with no, three, six or nine decimals, as protobuf writes every duration. */
function readDuration(given: unknown, checks: Checks): Json | undefined {
  const milliseconds = typeof given === 'string' ? parseDuration(given) : undefined;
  if (milliseconds === undefined) {
    checks.fail(`${show(given)} is not a duration (such as 5s, 250ms or 1h30m)`);
    return undefined;
  }
  const size = Math.abs(milliseconds);
  const seconds = Math.trunc(size / 1000);
  const nanoseconds = Math.round((size - seconds * 1000) * 1e6);
  const fraction = String(nanoseconds)
    .padStart(9, '0')
    .replace(/(000){1,3}$/, '');
  return `${milliseconds < 0 ? '-' : ''}${seconds}${fraction === '' ? '' : `.${fraction}`}s`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
