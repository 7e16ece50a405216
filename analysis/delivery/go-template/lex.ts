import { TemplateError } from './syntax';

/** Text between actions, or the tokens of one action. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly tokens: readonly Token[] };

export type Token =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'field'; readonly text: string }
  | { readonly kind: 'variable'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  /** `.`, `(`, `)`, `|`, `:=`, `=`, `,`. */
  | { readonly kind: 'sign'; readonly text: string }
  /** Blanks, which keep `(x) .y` and `(x).y` apart. */
  | { readonly kind: 'space' };

const token =
  /(?<space>\s+)|(?<string>"(?:[^"\\\n]|\\.)*")|(?<raw>`[^`]*`)|(?<number>[-+]?\d+(?:\.\d+)?(?![\w.]))|(?<field>\.[\p{L}_][\p{L}\p{Nd}_]*)|(?<variable>\$[\p{L}\p{Nd}_]*)|(?<name>[\p{L}_][\p{L}\p{Nd}_]*)|(?<sign>:=|[.()|=,])/uy;

/** Splits a template. `{{-` and `-}}` take the blanks beside them away, comments vanish. */
export function lex(template: string): Part[] {
  const parts: Part[] = [];
  let position = 0;
  let trimNext = false;
  while (position < template.length) {
    const open = template.indexOf('{{', position);
    const end = open === -1 ? template.length : open;
    const trims = /^\{\{-\s/.test(template.slice(end));
    let text = template.slice(position, end);
    if (trimNext) text = text.trimStart();
    if (trims) text = text.trimEnd();
    if (text !== '') parts.push({ kind: 'text', text });
    if (open === -1) break;
    const action = readAction(template, open + (trims ? 3 : 2));
    if (action.tokens !== undefined) parts.push({ kind: 'action', tokens: action.tokens });
    ({ end: position, trimNext } = action);
  }
  return parts;
}

interface Action {
  /** Undefined for a comment. */
  readonly tokens?: readonly Token[];
  readonly end: number;
  readonly trimNext: boolean;
}

function readAction(template: string, start: number): Action {
  const comment = /\s*\/\*[^]*?\*\/\s*?(\s-)?\}\}/y;
  comment.lastIndex = start;
  const found = comment.exec(template);
  if (found !== null) return { end: comment.lastIndex, trimNext: found[1] !== undefined };

  const tokens: Token[] = [];
  let position = start;
  for (;;) {
    const closing = /^(\s-)?\}\}/.exec(template.slice(position));
    if (closing !== null) {
      return { tokens, end: position + closing[0].length, trimNext: closing[1] !== undefined };
    }
    token.lastIndex = position;
    const match = token.exec(template);
    if (match?.groups === undefined) {
      const rest = template.slice(position, position + 12);
      throw new TemplateError(
        rest === '' ? 'an action does not end with "}}"' : `cannot be read at ${JSON.stringify(rest)}`,
      );
    }
    tokens.push(toToken(match.groups));
    position = token.lastIndex;
  }
}

function toToken(groups: Readonly<Record<string, string | undefined>>): Token {
  const { space, string, raw, number, field, variable, name, sign = '' } = groups;
  if (space !== undefined) return { kind: 'space' };
  if (string !== undefined) return { kind: 'string', value: unquote(string) };
  if (raw !== undefined) return { kind: 'string', value: raw.slice(1, -1) };
  if (number !== undefined) return { kind: 'number', value: Number(number) };
  if (field !== undefined) return { kind: 'field', text: field.slice(1) };
  if (variable !== undefined) return { kind: 'variable', text: variable };
  return name === undefined ? { kind: 'sign', text: sign } : { kind: 'name', text: name };
}

function unquote(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new TemplateError(`${text} has an escape that is not evaluated`);
  }
}
