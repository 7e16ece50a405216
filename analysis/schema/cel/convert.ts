import { celList, type CelInput } from '@bufbuild/cel';
import { create } from '@bufbuild/protobuf';
import { DurationSchema, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { parseDuration } from '../../../values/duration';
import { isRecord, type Schema } from '../schema';

/** Makes of a field's value what a rule sees. */
export type ToCel = (value: unknown) => CelInput;

/** Words that CEL keeps for itself: a rule writes `self.__namespace__`. */
const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
const ESCAPES: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};

/** A field's name as a rule writes it. Source: `escaping.go` of k8s.io/apiserver. */
export function escapeName(name: string): string {
  return RESERVED.has(name) ? `__${name}__` : name.replace(/__|[-./]/g, (part) => ESCAPES[part]!);
}

/** The fields of every resource's metadata that rules may read. */
const RESOURCE: Schema = {
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: {
      type: 'object',
      properties: { name: { type: 'string' }, generateName: { type: 'string' } },
    },
  },
};

/** The schema as rules see it: a resource's with the fields that every resource has. */
export function visibleSchema(schema: Schema, isResource: boolean): Schema {
  if (!isResource && schema['x-kubernetes-embedded-resource'] !== true) return schema;
  return { ...schema, type: 'object', properties: { ...schema.properties, ...RESOURCE.properties } };
}

/**
 * Compiles the conversion of the values that a schema describes: numbers by the schema's type, defaults put in, null
 * left out where it is not allowed, and of an object only what the schema names.
 *
 * @param only - the fields of the outermost object to convert; all where absent
 */
export function converter(schema: Schema, isResource = false, only?: ReadonlySet<string>): ToCel {
  const visible = visibleSchema(schema, isResource);
  const convert = byType(visible, only);
  return (value) => (value === null ? null : convert(value));
}

function byType(schema: Schema, only?: ReadonlySet<string>): ToCel {
  if (schema['x-kubernetes-int-or-string']) return scalar;
  switch (schema.type) {
    case 'integer':
      return (value) =>
        typeof value === 'number' && Number.isFinite(value) ? BigInt(Math.trunc(value)) : scalar(value);
    case 'number':
      return (value) => value as number;
    case 'array': {
      const item = lazily(() => converter(schema.items ?? {}));
      return (value) => celList((value as unknown[]).map((one) => item(one)));
    }
    case 'object':
      return objectConverter(schema, only);
    case 'string':
      return stringConverter(schema.format);
    default:
      return scalar;
  }
}

function objectConverter(schema: Schema, only?: ReadonlySet<string>): ToCel {
  const { additionalProperties, properties = {} } = schema;
  if (typeof additionalProperties === 'object') {
    const convert = lazily(() => converter(additionalProperties));
    return (value) => {
      const entries = Object.entries(value as object).filter(([, one]) => keeps(one, additionalProperties));
      return new Map(entries.map(([key, one]) => [key, convert(one)]));
    };
  }
  const fields = Object.entries(properties)
    .map(([name, field]) => ({
      name,
      escaped: escapeName(name),
      field,
      convert: lazily(() => converter(field)),
    }))
    .filter(({ escaped }) => only === undefined || only.has(escaped));
  return (value) => {
    const result = new Map<string, CelInput>();
    for (const { name, escaped, field, convert } of fields) {
      const given = (value as Record<string, unknown>)[name];
      const one = given === undefined || !keeps(given, field) ? field.default : given;
      if (one !== undefined) result.set(escaped, convert(one));
    }
    return result;
  };
}

/** Whether a value stays: null is dropped where the schema does not allow it. */
function keeps(value: unknown, schema: Schema): boolean {
  return value !== undefined && (value !== null || schema.nullable === true);
}

function stringConverter(format: string | undefined): ToCel {
  switch (format) {
    case 'byte':
      return (value) => Buffer.from(value as string, 'base64');
    case 'duration':
      return (value) => {
        const nanoseconds = BigInt(Math.round((parseDuration(value as string) ?? 0) * 1e6));
        const [seconds, nanos] = [nanoseconds / 1_000_000_000n, Number(nanoseconds % 1_000_000_000n)];
        return create(DurationSchema, { seconds, nanos });
      };
    case 'date':
    case 'date-time':
      return (value) => timestampFromDate(new Date(value as string));
    default:
      return (value) => value as string;
  }
}

/** A value whose type only the value itself says. */
function scalar(value: unknown): CelInput {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (Array.isArray(value)) return celList(value.map(scalar));
  if (isRecord(value)) return new Map(Object.entries(value).map(([key, one]) => [key, scalar(one)]));
  return value as CelInput;
}

function lazily(make: () => ToCel): ToCel {
  let made: ToCel | undefined;
  return (value) => (made ??= make())(value);
}
