import { compareKeys } from './go-order';

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Writes a value the way Istio's programs do: sigs.k8s.io/yaml over go.yaml.in/yaml/v2.
 *
 * Order of keys, choice of quotes and indentation are that library's; no YAML library of ours writes the same.
 */
export function goYaml(value: Json): string {
  if (isMapping(value)) return mapping(value, 0) || '{}\n';
  if (isSequence(value)) return sequence(value, 0) || '[]\n';
  return `${scalar(value, 0)}\n`;
}

function mapping(value: { readonly [key: string]: Json }, indent: number): string {
  const pad = ' '.repeat(indent);
  return Object.entries(value)
    .sort(([a], [b]) => compareKeys(a, b))
    .map(([key, item]) => {
      const name = scalar(key, indent, { isKey: true });
      // A longer key, or one of several lines, is no simple one.
      if (Buffer.byteLength(key) > 128 || key.includes('\n')) {
        return `${pad}? ${scalar(key, indent)}\n${pad}: ${afterIndicator(item, indent, indent + 2)}`;
      }
      if (isMapping(item) && Object.keys(item).length > 0)
        return `${pad}${name}:\n${mapping(item, indent + 2)}`;
      if (Array.isArray(item) && item.length > 0)
        return `${pad}${name}:\n${sequence(item as Json[], indent)}`;
      return `${pad}${name}: ${afterIndicator(item, indent, indent + [...name].length + 2)}`;
    })
    .join('');
}

function sequence(items: readonly Json[], indent: number): string {
  return items.map((item) => `${' '.repeat(indent)}- ${afterIndicator(item, indent, indent + 2)}`).join('');
}

/** What follows `- ` or `: `, at the column: a collection, its first line without indentation, or a scalar. */
function afterIndicator(item: Json, indent: number, column: number): string {
  if (isSequence(item)) return sequence(item, indent + 2).slice(indent + 2) || '[]\n';
  if (isMapping(item)) return mapping(item, indent + 2).slice(indent + 2) || '{}\n';
  return `${scalar(item, indent, { column })}\n`;
}

function isSequence(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isMapping(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !isSequence(value);
}

interface Place {
  /** Characters before the scalar on its line. */
  readonly column?: number;
  readonly isKey?: boolean;
}

function scalar(
  value: null | boolean | number | string,
  indent: number,
  { column = indent, isKey = false }: Place = {},
): string {
  if (typeof value === 'number') return goNumber(value);
  if (typeof value !== 'string') return String(value);
  const shape = analyze(value);
  const folded = (pieces: readonly string[], quote: string): string =>
    quote + (isKey ? pieces.join('') : fold(pieces, column + quote.length, indent + 2, quote)) + quote;
  if (value.includes('\n')) {
    return shape.literal && !isKey ? literal(value, indent + 2) : folded(escaped(value), '"');
  }
  if (looksLikeAnotherType(value)) return folded(escaped(value), '"');
  if (shape.plain) return folded([...value], '');
  return shape.singleQuoted ? folded([...value.replaceAll("'", "''")], "'") : folded(escaped(value), '"');
}

/** The column after which a line ends at the next space. */
const width = 80;

/** Breaks a text at single spaces, so that its lines end soon after the width. */
function fold(pieces: readonly string[], start: number, indent: number, quote: string): string {
  let [text, column, afterSpace] = ['', start, false];
  pieces.forEach((piece, index) => {
    const next = pieces[index + 1];
    const inside = quote === '' || (index > 0 && index < pieces.length - 1);
    const foldable =
      piece === ' ' && !afterSpace && column > width && inside && (quote === '"' || next !== ' ');
    if (foldable) {
      // In double quotes, a space that follows must be told from indentation.
      const escape = quote === '"' && next === ' ' ? '\\' : '';
      text += `\n${' '.repeat(indent)}${escape}`;
      column = indent + escape.length;
    } else {
      text += piece;
      column += piece.length > 1 && piece.codePointAt(0)! > 0xffff ? 1 : piece.length;
    }
    afterSpace = piece === ' ';
  });
  return text;
}

/** Which styles can carry a text. Source: yaml_emitter_analyze_scalar. */
function analyze(text: string): { plain: boolean; singleQuoted: boolean; literal: boolean } {
  const indicators =
    /^(---|\.\.\.)/.test(text) ||
    /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[?:-]([ \t]|$)/.test(text) ||
    /:([ \t]|$)/.test(text.slice(1)) ||
    /[ \t\n]#/.test(text);
  const bare = [...text].every((character) => printable(character)) && !text.includes(' \n');
  return {
    plain: bare && !indicators && !/^ | $|\n/.test(text),
    singleQuoted: bare && !text.includes('\n '),
    literal: bare && !text.endsWith(' '),
  };
}

/** What stands for itself outside double quotes. The other line breaks of YAML 1.1 do not, though the library lets them. */
function printable(character: string): boolean {
  return /^[\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/.test(character);
}

function literal(text: string, indent: number): string {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomping = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const lines = body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indent) + line));
  return `|${hint}${chomping}\n${lines.join('\n')}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
};

/** The characters of a text as they stand in double quotes. */
function escaped(text: string): readonly string[] {
  return [...text].map((character) => {
    const named = ESCAPES[character];
    if (named !== undefined) return `\\${named}`;
    if (printable(character)) return character;
    const code = character.codePointAt(0)!;
    const [letter, width] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
    return `\\${letter}${code
      .toString(16)
      .toUpperCase()
      .padStart(width as number, '0')}`;
  });
}

const WORDS = new Set(
  [
    ['', '~', 'null', 'Null', 'NULL', 'y', 'Y', 'n', 'N'],
    ['yes', 'Yes', 'YES', 'no', 'No', 'NO', 'on', 'On', 'ON', 'off', 'Off', 'OFF'],
    ['true', 'True', 'TRUE', 'false', 'False', 'FALSE'],
    ['.nan', '.NaN', '.NAN', '.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF', '-.inf', '-.Inf', '-.INF'],
  ].flat(),
);

/** Whether a reader of YAML 1.1 would take the bare text for something other than a string. */
function looksLikeAnotherType(text: string): boolean {
  if (WORDS.has(text)) return true;
  if (/^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/.test(text)) return true;
  if (text.startsWith('.')) return /^\.[0-9]+([eE][-+]?[0-9]+)?$/.test(text) && Number.isFinite(Number(text));
  if (!/^[-+0-9]/.test(text)) return false;
  return isTimestamp(text) || isNumber(text.replaceAll('_', ''));
}

function isNumber(text: string): boolean {
  const [, sign = '', prefix, digits] =
    /^([-+]?)(?:(0[xX]|0[oO]|0[bB]|0(?=[0-7]))([0-9a-fA-F]+))$/.exec(text) ?? [];
  if (prefix !== undefined && digits !== undefined) {
    const base = { x: '0x', o: '0o', b: '0b' }[prefix.slice(1).toLowerCase()] ?? '0o';
    try {
      const value = BigInt(base + digits);
      if (sign === '-' ? value <= 2n ** 63n : sign === '+' ? value < 2n ** 63n : value < 2n ** 64n)
        return true;
    } catch {
      // Not digits of that base.
    }
  }
  return /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text) && Number.isFinite(Number(text));
}

function isTimestamp(text: string): boolean {
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+](\d\d):(\d\d))| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/.exec(
      text,
    );
  if (match === null) return false;
  const part = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= lastDay &&
    part(4) + part(9) <= 23 &&
    part(5) + part(10) <= 59 &&
    part(6) + part(11) <= 59 &&
    part(7) <= 24 &&
    part(8) <= 60
  );
}

/** Whole numbers in full, others in the shortest form, by exponent below 1e-4 and from 1e6. Source: Go's 'g' format. */
function goNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return BigInt(value).toString();
  const [mantissa, exponent] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
