/** A rule that is right, but uses what the evaluator here does not know. */
export class UnsupportedRule extends Error {}

// Strings, comments, identifiers, numbers, the two optional operators, and single characters.
const TOKEN =
  /[rR][bB]?(?:"""[^]*?"""|'''[^]*?'''|"[^"\n]*"|'[^'\n]*')|[bB]?[rR]?(?:"""(?:\\[^]|[^\\])*?"""|'''(?:\\[^]|[^\\])*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\/\/[^\n]*|[A-Za-z_]\w*|\.\?|(?:\d|\.\d)[\d.]*(?:[eE][-+]?\d+)?\w*|\[\?|\s+|[^]/g;

/** Functions with a dot in their name; the evaluator knows them by the same name with an underscore. */
const NAMESPACES = new Set(['optional', 'ip', 'format', 'sets']);

/**
 * Rewrites what Kubernetes' CEL has over the evaluator's: optional values, and functions with a dot.
 *
 * An optional value is carried as a list of one element or none, so `optMap` is `map`.
 *
 * @throws UnsupportedRule where a rule uses optional elements of lists or maps
 */
export function desugar(expression: string): string {
  // Nearly every rule is free of all that.
  if (!/\.\?|\[\s*\?|\boptional\b|\bopt(Flat)?Map\b|\bip\s*\.|\bformat\b|\bsets\b/.test(expression)) {
    return expression;
  }
  const tokens = (expression.match(TOKEN) ?? []).filter((token) => !/^(\s+|\/\/.*)$/.test(token));
  return rewrite(tokens);
}

function rewrite(tokens: readonly string[]): string {
  const out: string[] = [];
  let isOptional = false;
  for (let at = 0; at < tokens.length; at++) {
    const [token = '', next = '', afterNext = ''] = tokens.slice(at, at + 3);
    if (token === '.?' || (isOptional && token === '.' && afterNext !== '(')) {
      out.push(`.optSelect(${JSON.stringify(next)})`);
      isOptional = true;
      at++;
      continue;
    }
    if (token === '[?') {
      if (!/[\w)\]]$/.test(tokens[at - 1] ?? '')) throw new UnsupportedRule('optional elements of a list');
      const end = closing(tokens, at);
      out.push(`.optIndex(${rewrite(tokens.slice(at + 1, end))})`);
      isOptional = true;
      at = end;
      continue;
    }
    isOptional = false;
    const isName = /^[A-Za-z_]/.test(token) && tokens[at - 1] !== '.';
    if (isName && next === '.' && tokens[at + 3] === '(' && NAMESPACES.has(token)) {
      const end = closing(tokens, at + 3);
      const inner = split(tokens.slice(at + 4, end)).map(rewrite);
      out.push(call(token, afterNext, inner));
      at = end;
    } else if (token === '.' && (next === 'optMap' || next === 'optFlatMap') && afterNext === '(') {
      const end = closing(tokens, at + 2);
      const inner = rewrite(tokens.slice(at + 3, end));
      out.push(`.map(${inner})`, next === 'optFlatMap' ? '.optFlatten()' : '');
      at = end;
    } else {
      out.push(/^\w/.test(token) && /\w$/.test(out.at(-1) ?? '') ? ` ${token}` : token);
    }
  }
  return out.join('');
}

function call(namespace: string, name: string, args: readonly string[]): string {
  const [first = '', second = ''] = args;
  switch (`${namespace}.${name}`) {
    case 'sets.contains':
      return `(${second}).all(element, element in (${first}))`;
    case 'sets.intersects':
      return `(${first}).exists(element, element in (${second}))`;
    case 'sets.equivalent':
      return `((${first}).all(element, element in (${second})) && (${second}).all(element, element in (${first})))`;
    default:
      return `${namespace}_${name}(${args.join(', ')})`;
  }
}

/** Position of the bracket that closes the one at `open`. */
function closing(tokens: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (/^[([{]/.test(tokens[at]!)) depth++;
    else if (/^[)\]}]/.test(tokens[at]!) && --depth === 0) return at;
  }
  return tokens.length;
}

/** Splits at the commas outside of brackets. */
function split(tokens: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (/^[([{]/.test(token)) depth++;
    else if (/^[)\]}]/.test(token)) depth--;
    if (token === ',' && depth === 0) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}
