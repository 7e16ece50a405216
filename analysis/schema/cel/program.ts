import { celEnv, isCelError, parse, plan, type CelEnv, type CelFunc } from '@bufbuild/cel';
import type { Rule, Schema } from '../schema';
import { converter, visibleSchema, type ToCel } from './convert';
import { desugar, UnsupportedRule } from './desugar';
import { inspect } from './inspect';
import { formatFunctions } from './library/formats';
import { listFunctions } from './library/lists';
import { networkFunctions } from './library/network';
import { numberFunctions } from './library/numbers';
import { optionalFunctions } from './library/optional';
import { textFunctions } from './library/text';

/** A rule that Kubernetes itself would refuse. */
export class BrokenRule extends Error {}

/** A rule ready to run: undefined where the value keeps it, else the message of the violation. */
export type CompiledRule = (value: unknown) => string | undefined;

/** Functions of Kubernetes' CEL that are not here. */
const NOT_HERE = new Set(
  'all exists exists_one existsOne transformList transformMap transformMapEntry masked authorizer path group serviceAccount resource subresource namespace name check allowed reason error math_greatest math_least distinct flatten range reverse slice sort first last'.split(
    ' ',
  ),
);
/** What the parser makes of operators: `_&&_`, `!_`, `@in`. */
const BUILT_IN = /^(@|[!-]_|_\W)/;

/** Compiles rules. The environment that it holds takes a while to make, so one serves all. */
export class RuleCompiler {
  private readonly env: CelEnv;

  constructor() {
    const funcs: CelFunc[] = [
      ...textFunctions(),
      ...optionalFunctions,
      ...listFunctions,
      ...networkFunctions,
      ...numberFunctions,
      ...formatFunctions,
    ];
    this.env = celEnv({ funcs });
  }

  /**
   * Compiles one rule of a schema; undefined for a rule about changes, which needs the object as it was.
   *
   * @throws BrokenRule where it does not compile
   * @throws UnsupportedRule where it does, but not here
   */
  compile(rule: Rule, schema: Schema, isResource = false): CompiledRule | undefined {
    const evaluate = this.expression(rule.rule, schema, isResource);
    if (evaluate === undefined) return undefined;
    const describe =
      rule.messageExpression === undefined
        ? undefined
        : this.expression(rule.messageExpression, schema, isResource);
    return (value) => {
      const result = evaluate(value);
      if (result === true) return undefined;
      const text = describe?.(value);
      if (typeof text === 'string' && text.trim() !== '') return text;
      if (rule.message !== undefined) return rule.message;
      const reason = result instanceof Error ? ` (${result.message})` : '';
      return `breaks the rule ${rule.rule.replace(/\s+/g, ' ')}${reason}`;
    };
  }

  private expression(text: string, schema: Schema, isResource: boolean) {
    const parsed = parseRule(text);
    const self = visibleSchema(schema, isResource);
    const { problems, functions, usesOldSelf, fieldsOfSelf } = inspect(parsed, self);
    if (usesOldSelf) return undefined;
    for (const name of functions) {
      if (BUILT_IN.test(name) || this.env.funcs.find(name) !== undefined) continue;
      if (NOT_HERE.has(name)) throw new UnsupportedRule(`function ${name}`);
      throw new BrokenRule(`undeclared reference to ${name}`);
    }
    if (problems.length > 0) throw new BrokenRule(problems.join('; '));
    const run = plan(this.env, parsed);
    const convert: ToCel = converter(schema, isResource, fieldsOfSelf);
    return (value: unknown): unknown => {
      const result: unknown = run({ self: convert(value) });
      return isCelError(result) ? new Error(result.message) : result;
    };
  }
}

function parseRule(text: string) {
  const source = desugar(text);
  try {
    const { expr } = parse(source);
    if (expr !== undefined) return expr;
  } catch (error) {
    throw new BrokenRule(`syntax error: ${(error as Error).message}`);
  }
  throw new BrokenRule('is empty');
}
