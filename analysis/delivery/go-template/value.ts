import { TemplateError } from './syntax';

/** A value of a template: of JSON's types. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export function isMap(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What marks a map whose values Go knows to be texts. */
const textMapPrototype = Object.freeze({});

/** A map of texts, as labels are. Go gives an empty text for what it lacks, and sprig's map functions refuse it. */
export function textMap(entries: Readonly<Record<string, string>>): Value {
  return Object.assign(Object.create(textMapPrototype) as Record<string, string>, entries);
}

export function isTextMap(value: Value): boolean {
  return isMap(value) && Object.getPrototypeOf(value) === textMapPrototype;
}

/** What Go and sprig call empty: zero, no text, nothing, a list or map without an entry. */
export function isEmpty(value: Value): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === null || value === '' || value === 0 || value === false;
}

/** A value as a template prints it. */
export function print(value: Value): string {
  if (value === null) return '<no value>';
  if (typeof value !== 'object') return String(value);
  return format(value);
}

/** A value as Go's `%v` writes it, inside of others too. */
export function format(value: Value): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(format).join(' ')}]`;
  if (!isMap(value)) return String(value);
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${key}:${format(value[key] ?? null)}`);
  return `map[${entries.join(' ')}]`;
}

/** The kind of a value, for messages. */
export function typeName(value: Value): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isTextMap(value)) return 'a map of texts';
  return isMap(value) ? 'a map' : `a ${typeof value}`;
}

export function asString(value: Value, of: string): string {
  if (typeof value === 'string') return value;
  throw new TemplateError(`${of} takes a text, and got ${typeName(value)}`);
}

export function asInteger(value: Value, of: string): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw new TemplateError(`${of} takes a whole number, and got ${typeName(value)}`);
}

export function asList(value: Value, of: string): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  throw new TemplateError(`${of} takes a list, and got ${typeName(value)}`);
}

export function asMap(value: Value, of: string): { readonly [key: string]: Value } {
  if (isMap(value) && !isTextMap(value)) return value;
  throw new TemplateError(`${of} takes a map, and got ${typeName(value)}`);
}
