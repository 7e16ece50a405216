import { BrokenRule, type CompiledRule, type RuleCompiler } from '../cel/program';
import { UnsupportedRule } from '../cel/desugar';
import type { Rule, Schema } from '../schema';
import { alternativeChecks } from './alternatives';
import {
  checkPlain,
  listCheck,
  objectCheck,
  requiredCheck,
  sizeChecks,
  uniqueCheck,
  uniqueKeysCheck,
} from './containers';
import { checkBoolean, checkIntOrString, limitChecks, numberCheck, stringCheck } from './scalars';
import { describe, type Check, type Walk } from './walk';

/** How the API server reads the schemas of one family of kinds. */
export interface Dialect {
  /** Whether an object of which the schema names no field may have any. */
  readonly hasOpenObjects: boolean;
  /** Whether a field that is null counts as not being there; otherwise its schema must allow null. */
  readonly dropsNull: boolean;
  /** Whether unknown fields have no effect, rather than being refused. */
  readonly ignoresUnknown: boolean;
  /** Whether fields that are required must be there; not where a document only overrides what is there already. */
  readonly requiresFields: boolean;
  /** Whether an empty text or list counts as not being there, as it does to a reader in Go. */
  readonly emptyIsAbsent: boolean;
  /** What a schema that is referred to means beyond its shape, by reference. */
  readonly meanings: ReadonlyMap<string, Check>;
  /** Checks of formats beyond those of every schema, by name. */
  readonly formats: ReadonlyMap<string, Check>;
  /** The schema that a `$ref` names. */
  resolve(reference: string): Schema;
}

/** Fields of every resource; what is in them is checked elsewhere. */
const ENVELOPE = ['apiVersion', 'kind', 'metadata'];

/**
 * Turns schemas into functions, once per schema. Rules are compiled when the first value comes to them.
 *
 * A rule that does not compile is left out here: that is a finding about its definition, not about every object.
 */
export class SchemaCompiler {
  private readonly references = new Map<string, Check>();

  constructor(
    private readonly dialect: Dialect,
    private readonly rules: () => RuleCompiler,
    /** Checks metadata of resources inside of resources. */
    private readonly checkEmbeddedMetadata: Check,
  ) {}

  /** The check of a whole object; its envelope is left to the caller, and so are the fields to `ignore`. */
  compileResource(schema: Schema, ignore: readonly string[] = []): Check {
    return this.compileNode(schema, new Set([...ENVELOPE, ...ignore]));
  }

  compile(schema: Schema): Check {
    if (schema.$ref === undefined) return this.compileNode(schema);
    const name = schema.$ref;
    const known = this.references.get(name);
    if (known !== undefined) return known;
    let made: Check | undefined;
    const shape: Check = (value, walk) => (made ??= this.compile(this.dialect.resolve(name)))(value, walk);
    const meaning = this.dialect.meanings.get(name);
    const check = meaning === undefined ? shape : ifShaped(shape, meaning);
    this.references.set(name, check);
    return check;
  }

  private compileNode(schema: Schema, ignore?: ReadonlySet<string>): Check {
    const checks = [this.typeCheck(schema, ignore), ...this.valueChecks(schema, schema)];
    const {
      'x-kubernetes-list-type': listType,
      'x-kubernetes-list-map-keys': keys = [],
      items = {},
    } = schema;
    if (listType === 'set') checks.push(uniqueCheck());
    if (listType === 'map') checks.push(uniqueKeysCheck(keys, this.resolved(items)));
    if (schema['x-kubernetes-embedded-resource']) checks.push(this.embeddedCheck());
    const check = all(checks);
    const rules = schema['x-kubernetes-validations'] ?? [];
    return rules.length === 0 ? check : this.withRules(check, rules, schema, ignore !== undefined);
  }

  private typeCheck(schema: Schema, ignore?: ReadonlySet<string>): Check {
    const format = this.dialect.formats.get(schema.format ?? '');
    if (format !== undefined) return format;
    if (schema['x-kubernetes-int-or-string']) return checkIntOrString;
    switch (schema.type) {
      case 'object':
        return this.objectCheck(schema, ignore);
      case 'array':
        return listCheck(this.orNull(schema.items ?? {}));
      case 'string':
        return stringCheck(schema);
      case 'integer':
      case 'number':
        return numberCheck(schema);
      case 'boolean':
        return checkBoolean;
      default:
        return schema.properties === undefined ? checkPlain : this.objectCheck(schema, ignore);
    }
  }

  private objectCheck(schema: Schema, ignore: ReadonlySet<string> = new Set()): Check {
    const { properties = {}, additionalProperties } = schema;
    const fields = new Map<string, Check>();
    for (const [name, field] of Object.entries(properties)) fields.set(name, this.orNull(field));
    const anything: Check = () => undefined;
    for (const name of ignore) fields.set(name, anything);
    if (schema['x-kubernetes-embedded-resource']) for (const name of ENVELOPE) fields.set(name, anything);
    const others = this.otherFields(schema, additionalProperties);
    const { ignoresUnknown, dropsNull } = this.dialect;
    return objectCheck({ fields, others, ignoresUnknown, dropsNull });
  }

  private otherFields(schema: Schema, others: Schema | boolean | undefined): Check | undefined {
    if (typeof others === 'object') return this.orNull(others);
    const isOpen =
      others === true ||
      schema['x-kubernetes-preserve-unknown-fields'] === true ||
      (this.dialect.hasOpenObjects && schema.properties === undefined);
    return isOpen ? checkPlain : undefined;
  }

  /** Checks that go by values alone, which the alternatives of a schema have too. */
  private valueChecks(schema: Schema, base: Schema): readonly Check[] {
    const { requiresFields, emptyIsAbsent } = this.dialect;
    const required = requiresFields ? requiredCheck(schema, base, emptyIsAbsent) : undefined;
    return [
      ...limitChecks(schema, emptyIsAbsent),
      ...sizeChecks(schema),
      ...(required === undefined ? [] : [required]),
      ...alternativeChecks(schema, (alternative) => this.compileAlternative(alternative, base)),
    ];
  }

  private compileAlternative(schema: Schema, base: Schema): Check {
    if (schema.$ref !== undefined) return this.compile(schema);
    const checks = [...this.valueChecks(schema, base)];
    if (schema.type !== undefined)
      checks.unshift(this.typeCheck({ ...schema, properties: undefined, additionalProperties: true }));
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      const inner = this.compileAlternative(field, this.fieldOf(base, name));
      checks.push((value, walk) => {
        const one = (value as Record<string, unknown> | null)?.[name];
        if (one !== undefined && one !== null) walk.into(name, one, inner);
      });
    }
    if (schema.items !== undefined) {
      const inner = this.compileAlternative(schema.items, base.items ?? {});
      checks.push((value, walk) => {
        if (Array.isArray(value)) value.forEach((one, index) => walk.into(index, one, inner));
      });
    }
    return all(checks);
  }

  private fieldOf(schema: Schema, name: string): Schema {
    const { properties, additionalProperties } = schema;
    return properties?.[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : {});
  }

  private embeddedCheck(): Check {
    return (value, walk) => {
      const resource = value as Record<string, unknown>;
      for (const name of ['apiVersion', 'kind']) {
        const one = resource[name];
        if (one === undefined) walk.lacks(name);
        else if (typeof one !== 'string' || one === '') walk.failAt(name, `${describe(one)} is not a name`);
      }
      if (resource.metadata !== undefined)
        walk.into('metadata', resource.metadata, this.checkEmbeddedMetadata);
    };
  }

  /** Runs the rules where everything else about the value is right. */
  private withRules(check: Check, rules: readonly Rule[], schema: Schema, isResource: boolean): Check {
    let compiled: readonly { rule: Rule; run: CompiledRule }[] | undefined;
    return (value, walk) => {
      const before = walk.failures;
      check(value, walk);
      if (walk.failures > before) return;
      compiled ??= rules.flatMap((rule) => {
        const run = this.compileRule(rule, schema, isResource);
        return run === undefined ? [] : [{ rule, run }];
      });
      for (const { rule, run } of compiled) {
        const message = run(value);
        if (message !== undefined) breakAt(walk, rule.fieldPath, message);
      }
    };
  }

  private compileRule(rule: Rule, schema: Schema, isResource: boolean): CompiledRule | undefined {
    try {
      return this.rules().compile(rule, schema, isResource);
    } catch (error) {
      if (error instanceof BrokenRule || error instanceof UnsupportedRule) return undefined;
      throw error;
    }
  }

  /** The check of a value which null may stand for, where its schema says so. */
  private orNull(schema: Schema): Check {
    const check = this.compile(schema);
    return schema.nullable ? (value, walk) => (value === null ? undefined : check(value, walk)) : check;
  }

  private resolved(schema: Schema): Schema {
    return schema.$ref === undefined ? schema : this.dialect.resolve(schema.$ref);
  }
}

/** Runs the second check on values that the first has nothing against. */
function ifShaped(shape: Check, meaning: Check): Check {
  return (value, walk) => {
    const before = walk.failures;
    shape(value, walk);
    if (walk.failures === before) meaning(value, walk);
  };
}

function all(checks: readonly Check[]): Check {
  const [type, ...rest] = checks;
  if (type === undefined) return () => undefined;
  if (rest.length === 0) return type;
  return (value, walk) => {
    // A value of the wrong type needs no further complaints.
    const before = walk.failures;
    type(value, walk);
    if (rest.length === 0 || (walk.failures > before && typeof value !== 'object')) return;
    for (const check of rest) check(value, walk);
  };
}

/** Reports a broken rule at a field below, given as `.a.b`. */
function breakAt(walk: Walk, path: string | undefined, message: string): void {
  const [key, ...rest] = path?.split('.').filter((part) => part !== '') ?? [];
  if (key === undefined) walk.breaks(message);
  else walk.into(key, undefined, () => breakAt(walk, rest.join('.'), message));
}
