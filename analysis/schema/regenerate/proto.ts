import { readFileSync } from 'node:fs';
import type { Schema } from '../schema';

/** Messages and enums of some `.proto` files as schemas, by qualified name: `istio.mesh.v1alpha1.MeshConfig`. */
export function schemasOfProtos(files: readonly string[]): ReadonlyMap<string, Schema> {
  const declared = new Map<string, Schema | Message>();
  for (const file of files) new ProtoParser(readFileSync(file, 'utf8')).readInto(declared);
  const schemas = new Map<string, Schema>();
  for (const [name, one] of declared) {
    schemas.set(name, isMessage(one) ? messageSchema(name, one, new Set(declared.keys())) : one);
  }
  return schemas;
}

interface Message {
  readonly fields: readonly Field[];
}
interface Field {
  readonly type: string;
  readonly names: readonly string[];
  readonly repeated: boolean;
  /** Whether the field is a map from names to the type. */
  readonly mapped: boolean;
}

function isMessage(one: Schema | Message): one is Message {
  return 'fields' in one;
}

/** As much of the grammar of proto3 as Istio's API uses. */
class ProtoParser {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(text: string) {
    const code = text.replace(/\/\*[^]*?\*\//g, '').replace(/\/\/[^\n]*/g, '');
    this.tokens = code.match(/"(?:\\.|[^"\\])*"|[\w.]+|[^\s\w]/g) ?? [];
  }

  readInto(declared: Map<string, Schema | Message>): void {
    let scope = '';
    while (this.at < this.tokens.length) {
      const token = this.next();
      if (token === ';') continue;
      if (token === 'package') scope = this.next();
      else if (token === 'message') this.message(scope, declared);
      else if (token === 'enum') this.enumeration(scope, declared);
      else this.skipStatement();
    }
  }

  private message(scope: string, declared: Map<string, Schema | Message>): void {
    const name = `${scope}.${this.next()}`;
    const fields: Field[] = [];
    declared.set(name, { fields });
    this.next();
    // The braces of a oneof are read as part of its message: JSON does not show them.
    for (let depth = 1; depth > 0;) {
      const token = this.next();
      if (token === '}') depth--;
      else if (token === 'message') this.message(name, declared);
      else if (token === 'enum') this.enumeration(name, declared);
      else if (token === 'oneof') {
        this.at += 2;
        depth++;
      } else if (token === 'option' || token === 'reserved') this.skipStatement();
      else if (token !== ';') fields.push(this.field(token));
    }
  }

  private field(first: string): Field {
    const repeated = first === 'repeated';
    let type = repeated || first === 'optional' ? this.next() : first;
    const mapped = type === 'map';
    if (mapped) {
      this.at += 3;
      type = this.next();
      this.next();
    }
    const name = this.next();
    const from = this.at;
    this.skipStatement();
    const options = this.tokens.slice(from, this.at).join(' ');
    const given = /json_name = "([^"]+)"/.exec(options)?.[1];
    const camel = name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    return { type, repeated, mapped, names: [...new Set([given ?? camel, name])] };
  }

  private enumeration(scope: string, declared: Map<string, Schema | Message>): void {
    const name = `${scope}.${this.next()}`;
    const values: string[] = [];
    this.next();
    for (let token = this.next(); token !== '}'; token = this.next()) {
      if (token !== 'option' && token !== 'reserved' && token !== ';') values.push(token);
      if (token !== ';') this.skipStatement();
    }
    declared.set(name, { format: 'proto-enum', enum: values });
  }

  private skipStatement(): void {
    for (let token = this.next(); token !== ';' && token !== undefined;) token = this.next();
  }

  private next(): string {
    return this.tokens[this.at++]!;
  }
}

/** What JSON writes for a type: a number may be quoted, a wrapper is its value, a duration is text. */
const WELL_KNOWN: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  bytes: { type: 'string' },
  bool: { type: 'boolean' },
  ...Object.fromEntries(
    ['int32', 'int64', 'uint32', 'uint64', 'sint32', 'fixed64', 'double', 'float'].map((name) => [
      name,
      { format: 'proto-number' },
    ]),
  ),
  'google.protobuf.BoolValue': { type: 'boolean' },
  'google.protobuf.StringValue': { type: 'string' },
  ...Object.fromEntries(
    ['Int32', 'Int64', 'UInt32', 'UInt64', 'Double', 'Float'].map((name) => [
      `google.protobuf.${name}Value`,
      { format: 'proto-number' },
    ]),
  ),
  'google.protobuf.Duration': { format: 'proto-duration' },
  'google.protobuf.Struct': { type: 'object' },
  'google.protobuf.Value': {},
  'google.protobuf.Any': { type: 'object' },
};

function messageSchema(name: string, { fields }: Message, declared: ReadonlySet<string>): Schema {
  const properties: Record<string, Schema> = {};
  for (const { type, names, repeated, mapped } of fields) {
    const one = typeSchema(type, name, declared);
    const schema: Schema = mapped
      ? { type: 'object', additionalProperties: one }
      : repeated
        ? { type: 'array', items: one }
        : one;
    for (const field of names) properties[field] = schema;
  }
  return { type: 'object', properties };
}

/** The schema of a type as a message names it: the innermost scope that declares it wins. */
function typeSchema(type: string, from: string, declared: ReadonlySet<string>): Schema {
  const known = WELL_KNOWN[type];
  if (known !== undefined) return known;
  if (type.endsWith('IntOrString')) return { 'x-kubernetes-int-or-string': true };
  for (let scope = from; ; scope = scope.slice(0, Math.max(0, scope.lastIndexOf('.')))) {
    const name = scope === '' ? type : `${scope}.${type}`;
    if (declared.has(name)) return { $ref: name };
    if (scope === '') throw new Error(`${from}: no type ${type}`);
  }
}
