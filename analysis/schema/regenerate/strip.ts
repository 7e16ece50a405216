/** Keys of a schema that say nothing about what is valid. */
const PROSE = new Set(['description', 'title', 'example', 'externalDocs']);
/** Keys whose values are maps from names, so that a name which looks like a key of the schema stays. */
const MAPS = new Set(['properties', 'definitions']);
/** Keys whose values are data, not schemas. */
const DATA = new Set(['default', 'enum', 'required']);

/** A schema without its prose, and with its keys in order. */
export function stripSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(stripSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  return mapEntries(schema, (key, value) => {
    if (PROSE.has(key)) return undefined;
    if (DATA.has(key)) return value;
    if (MAPS.has(key)) return mapEntries(value as object, (_, one) => stripSchema(one));
    return stripSchema(value);
  });
}

/** The object with every value replaced, entries that became undefined left out, keys in order. */
export function mapEntries(
  object: object,
  change: (key: string, value: unknown) => unknown,
): Record<string, unknown> {
  const entries = Object.entries(object)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]): [string, unknown] => [key, change(key, value)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
