import type { parse } from '@bufbuild/cel';
import { goRegex } from '../regex';
import type { Schema } from '../schema';
import { escapeName } from './convert';

type Expression = NonNullable<ReturnType<typeof parse>['expr']>;

/** What can be said of a rule without running it. */
export interface Inspection {
  /** Names of variables, functions and fields that there are not. */
  readonly problems: readonly string[];
  /** Functions that are called, by name. */
  readonly functions: ReadonlySet<string>;
  readonly usesOldSelf: boolean;
  /** The fields of `self` that the rule reads; undefined where it takes `self` as a whole. */
  readonly fieldsOfSelf: ReadonlySet<string> | undefined;
}

/**
 * What the parser cannot see: misspelt variables, and fields that the schema does not have.
 *
 * Types are followed as far as fields, elements and macros' variables go; what a function makes is not known.
 */
export function inspect(expression: Expression, self: Schema): Inspection {
  const problems: string[] = [];
  const functions = new Set<string>();
  const fields = new Set<string>();
  let usesOldSelf = false;
  let takesWhole = false;

  const visit = (
    node: Expression | undefined,
    scope: ReadonlyMap<string, Schema | undefined>,
  ): Schema | undefined => {
    const kind = node?.exprKind;
    switch (kind?.case) {
      case 'identExpr': {
        const { name } = kind.value;
        if (name === 'oldSelf') usesOldSelf = true;
        if (name === 'self') takesWhole = true;
        else if (!scope.has(name) && name !== 'oldSelf' && !TYPES.has(name))
          problems.push(`undeclared reference to ${name}`);
        return scope.get(name);
      }
      case 'selectExpr': {
        const { operand, field } = kind.value;
        const whole = takesWhole;
        const type = visit(operand, scope);
        if (isIdentifier(operand, 'self')) {
          // A field of self was read, not the whole of it.
          takesWhole = whole;
          fields.add(field);
        }
        return select(type, field, problems);
      }
      case 'callExpr': {
        const { target, function: name, args } = kind.value;
        functions.add(name);
        if (name === 'matches') checkPattern(args.at(-1), problems);
        const types = [...(target ? [target] : []), ...args].map((one) => visit(one, scope));
        return name === '_[_]' ? elementOf(types[0]) : name === '_?_:_' ? (types[1] ?? types[2]) : undefined;
      }
      case 'listExpr':
        kind.value.elements.forEach((one) => visit(one, scope));
        return undefined;
      case 'structExpr':
        for (const { value, keyKind } of kind.value.entries) {
          if (keyKind.case === 'mapKey') visit(keyKind.value, scope);
          visit(value, scope);
        }
        return undefined;
      case 'comprehensionExpr': {
        const { iterRange, iterVar, accuVar, accuInit, loopCondition, loopStep, result } = kind.value;
        const range = visit(iterRange, scope);
        const element =
          range?.type === 'array' ? elementOf(range) : range?.type === 'object' ? STRING : undefined;
        const inner = new Map([...scope, [iterVar, element], [accuVar, undefined]]);
        visit(accuInit, scope);
        [loopCondition, loopStep, result].forEach((one) => visit(one, inner));
        return undefined;
      }
      default:
        return undefined;
    }
  };
  visit(expression, new Map([['self', self]]));
  return { problems, functions, usesOldSelf, fieldsOfSelf: takesWhole ? undefined : fields };
}

const STRING: Schema = { type: 'string' };
const TYPES = new Set('int uint double bool string bytes list map null_type type dyn google'.split(' '));

/** A pattern that is written out is compiled with its rule. */
function checkPattern(node: Expression | undefined, problems: string[]): void {
  const kind = node?.exprKind;
  if (kind?.case !== 'constExpr' || kind.value.constantKind.case !== 'stringValue') return;
  try {
    goRegex(kind.value.constantKind.value);
  } catch (error) {
    problems.push(`invalid matches argument: ${(error as Error).message}`);
  }
}

function isIdentifier(node: Expression | undefined, name: string): boolean {
  return node?.exprKind.case === 'identExpr' && node.exprKind.value.name === name;
}

function select(type: Schema | undefined, field: string, problems: string[]): Schema | undefined {
  if (type === undefined || type['x-kubernetes-int-or-string']) return undefined;
  if (type.type !== 'object') {
    if (type.type !== undefined)
      problems.push(`type ${type.type} does not support field selection of ${field}`);
    return undefined;
  }
  if (typeof type.additionalProperties === 'object') return type.additionalProperties;
  const name = Object.keys(type.properties ?? {}).find((one) => escapeName(one) === field);
  if (name === undefined) problems.push(`undefined field ${field}`);
  return name === undefined ? undefined : type.properties![name];
}

function elementOf(type: Schema | undefined): Schema | undefined {
  if (type?.type === 'array') return type.items;
  return typeof type?.additionalProperties === 'object' ? type.additionalProperties : undefined;
}
