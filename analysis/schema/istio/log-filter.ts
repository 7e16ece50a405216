import { parse } from '@bufbuild/cel';

type Expression = NonNullable<ReturnType<typeof parse>['expr']>;

const LONGEST = 100_000;
const STRING =
  /[rR][bB]?("""[^]*?"""|'''[^]*?'''|"[^"\n]*"|'[^'\n]*')|[bB][rR]("""[^]*?"""|'''[^]*?'''|"[^"\n]*"|'[^'\n]*')|[bB]?("""(\\[^]|[^\\])*?"""|'''(\\[^]|[^\\])*?'''|"(\\.|[^"\\\n])*"|'(\\.|[^'\\\n])*')|\/\/[^\n]*/g;
const ESCAPE = /^\\([abfnrtv\\?"'`]|[xX][0-9a-fA-F]{2}|[0-3][0-7]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/;
const MACROS = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

/**
 * What is wrong with an expression of CEL for Istio, which parses it and looks at no names; undefined where nothing
 * is. The parser here takes more than Istio's, so what it made is looked at too.
 */
export function problemOfExpression(text: string): string | undefined {
  if (text.trim() === '') return 'is empty';
  if (text.length > LONGEST && [...text].length > LONGEST) return `is longer than ${LONGEST} characters`;
  const escape = badEscape(text);
  if (escape !== undefined) return `has ${escape}, which is no escape of CEL`;
  try {
    // A comment of the parser ends with its line.
    const { expr } = parse(`${text}\n`);
    return expr && problemOf(expr);
  } catch (error) {
    // The parser here goes no deeper; Istio's may.
    if (error instanceof RangeError) return undefined;
    return `is not CEL: ${(error as Error).message}`;
  }
}

function badEscape(text: string): string | undefined {
  for (const [literal] of text.matchAll(STRING)) {
    if (literal.startsWith('//') || /^([rR]|[bB][rR])/.test(literal)) continue;
    const isBytes = /^[bB]/.test(literal);
    for (const { 0: escape, index } of literal.matchAll(/\\[^]/g)) {
      const isRight = ESCAPE.test(literal.slice(index)) && !(isBytes && /[uU]/.test(escape));
      if (!isRight) return escape;
    }
  }
  return undefined;
}

function problemOf(node: Expression | undefined): string | undefined {
  const kind = node?.exprKind;
  switch (kind?.case) {
    case 'constExpr': {
      const { value } = kind.value.constantKind;
      const isInteger = kind.value.constantKind.case === 'int64Value';
      if (typeof value === 'bigint' && value !== (isInteger ? BigInt.asIntN : BigInt.asUintN)(64, value))
        return `has ${value}, which 64 bits do not hold`;
      if (typeof value === 'number' && !Number.isFinite(value)) return 'has a number too large';
      return undefined;
    }
    case 'selectExpr':
      return problemOf(kind.value.operand);
    case 'callExpr': {
      const { target, function: name, args } = kind.value;
      if (name === 'has' && target === undefined && args.length === 1)
        return 'has(…) takes a field of something, written with a dot; for a key, write "key" in map';
      const isMacro = target !== undefined && MACROS.has(name);
      const isExpanded = args.length !== 2 && !(name === 'map' && args.length === 3);
      if (isMacro && !isExpanded) return `${name}(…) takes the name of a variable first`;
      return first([target, ...args]);
    }
    case 'listExpr':
      return first(kind.value.elements);
    case 'structExpr':
      return first(
        kind.value.entries.flatMap(({ value, keyKind }) =>
          keyKind.case === 'mapKey' ? [keyKind.value, value] : [value],
        ),
      );
    case 'comprehensionExpr': {
      const { iterRange, iterVar, loopCondition, loopStep } = kind.value;
      if (iterVar === '__result__') return 'has a variable of the name __result__, which CEL keeps to itself';
      return first([iterRange, loopCondition, loopStep]);
    }
    default:
      return undefined;
  }
}

function first(nodes: readonly (Expression | undefined)[]): string | undefined {
  for (const node of nodes) {
    const problem = problemOf(node);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
