import { UnsupportedRule } from './cel/desugar';
import { BrokenRule, type RuleCompiler } from './cel/program';
import { DefinitionError, kindsOf } from './definition';
import { goRegex } from './regex';
import { isRecord, type Rule, type Schema } from './schema';
import type { Problem } from './structural/walk';

/** What is wrong with a CustomResourceDefinition, and what could not be looked at. */
export interface DefinitionProblems {
  readonly broken: readonly Problem[];
  readonly unchecked: readonly Problem[];
}

const TYPES = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);

/**
 * Checks that the schemas of a definition are structural, and that their patterns and rules compile.
 *
 * Source: `validation.go` of the structural schema in k8s.io/apiextensions-apiserver.
 */
export function checkDefinition(crd: unknown, rules: RuleCompiler): DefinitionProblems {
  const broken: Problem[] = [];
  const unchecked: Problem[] = [];
  try {
    kindsOf(crd);
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return { broken: [{ field: error.field, message: error.message }], unchecked };
  }
  const seen = new Set<string>();
  versionsOf(crd).forEach((version, index) => {
    const schema = isRecord(version.schema) ? version.schema.openAPIV3Schema : undefined;
    if (schema === undefined) return;
    // Versions often have one schema; compiling its rules once will do.
    const text = JSON.stringify(schema);
    if (seen.has(text)) return;
    seen.add(text);
    new SchemaCheck(rules, broken, unchecked).check(
      schema,
      `spec.versions[${index}].schema.openAPIV3Schema`,
      true,
    );
  });
  return { broken, unchecked };
}

function versionsOf(crd: unknown): readonly Readonly<Record<string, unknown>>[] {
  const spec = isRecord(crd) && isRecord(crd.spec) ? crd.spec : {};
  return Array.isArray(spec.versions) ? spec.versions.filter(isRecord) : [];
}

class SchemaCheck {
  constructor(
    private readonly rules: RuleCompiler,
    private readonly broken: Problem[],
    private readonly unchecked: Problem[],
  ) {}

  check(schema: unknown, field: string, isRoot = false): void {
    if (!isRecord(schema)) return this.fail(field, 'a schema is an object');
    const node = schema as Schema;
    this.checkType(node, field, isRoot);
    this.checkPattern(node, field);
    if (Array.isArray(node['x-kubernetes-validations'])) {
      node['x-kubernetes-validations'].forEach((rule, index) =>
        this.checkRule(rule, node, `${field}.x-kubernetes-validations[${index}]`, isRoot),
      );
    }
    for (const [name, below] of Object.entries(isRecord(node.properties) ? node.properties : {})) {
      this.check(below, `${field}.properties[${JSON.stringify(name)}]`);
    }
    if (isRecord(node.additionalProperties))
      this.check(node.additionalProperties, `${field}.additionalProperties`);
    if (node.items !== undefined) this.check(node.items, `${field}.items`);
    else if (node.type === 'array') this.fail(`${field}.items`, 'a list needs the schema of its elements');
  }

  private checkType(schema: Schema, field: string, isRoot: boolean): void {
    const { type } = schema;
    if (schema.$ref !== undefined) this.fail(`${field}.$ref`, 'references are not allowed');
    if (type === undefined || type === '') {
      const mayBeMissing =
        schema['x-kubernetes-int-or-string'] || schema['x-kubernetes-preserve-unknown-fields'];
      if (!mayBeMissing) this.fail(`${field}.type`, 'the type is missing');
    } else if (!TYPES.has(type)) {
      this.fail(`${field}.type`, `"${type}" is not one of ${[...TYPES].join(', ')}`);
    } else if (isRoot && type !== 'object') {
      this.fail(`${field}.type`, `the outermost type is object, not ${type}`);
    }
  }

  private checkPattern({ pattern }: Schema, field: string): void {
    if (typeof pattern !== 'string') return;
    try {
      goRegex(pattern);
    } catch (error) {
      this.fail(`${field}.pattern`, `does not compile: ${(error as Error).message}`);
    }
  }

  private checkRule(rule: Rule, schema: Schema, field: string, isRoot: boolean): void {
    if (typeof rule?.rule !== 'string') return;
    try {
      this.rules.compile(rule, schema, isRoot);
    } catch (error) {
      const message = (error as Error).message;
      if (error instanceof BrokenRule) this.fail(`${field}.rule`, `does not compile: ${message}`);
      else if (error instanceof UnsupportedRule) {
        this.unchecked.push({ field: `${field}.rule`, message: `the rule is not checked here: ${message}` });
      } else throw error;
    }
  }

  private fail(field: string, message: string): void {
    this.broken.push({ field, message });
  }
}
