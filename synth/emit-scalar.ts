/**
 * Strings as YAML scalars: what the `yaml` library writes under the options of `emit.ts`, without the library.
 *
 * Its rules are those of `stringifyString.js`, its schema those of YAML 1.1 and of the core schema of 1.2.
 */

/** Needs no look beyond this one. */
const simple = /^[A-Za-z_/][\w./-]*$/;

/** Simple by their letters, and yet read as something else than a string. */
const words =
  /^(?:[Yy]|[Yy]es|YES|[Nn]|[Nn]o|NO|[Tt]rue|TRUE|[Ff]alse|FALSE|[Oo]n|ON|[Oo]ff|OFF|[Nn]ull|NULL|[eE][-+]?\d+)$/;

/** What a plain scalar of one line cannot begin with, hold or end in. */
const notPlain = /^[\t ,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][ \t]|:[ \t]|[\t ]#|[\t :]$/;

/** What, at the start of a line, would begin or end a document. */
const documentMarker = /^(?:%|---|\.\.\.)/;

/** Everything that YAML 1.1 or 1.2 reads as a number begins like one. */
const numeric = /^[-+]?[.\deE]/;

const numbers = [
  /^[-+]?0b[01_]+$/,
  /^[-+]?0x[\da-fA-F_]+$/,
  /^[-+]?0o[0-7]+$/,
  /^[-+]?\d[\d_]*$/,
  /^[-+]?(?:\d[\d_]*)?\.[\d_]*$/,
  /^[-+]?(?:\d[\d_]*)?(?:\.[\d_]*)?[eE][-+]?\d+$/,
  /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
  // Sexagesimal numbers and dates.
  /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/,
  /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[tT]|[ \t]+)\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:[ \t]*(?:Z|[-+][012]?\d(?::\d{2})?))?)?$/,
];

/** Of control characters plain text holds tab and line feed alone; others, and half a surrogate pair, need an escape. */
const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u{D800}-\u{DFFF}]/u;

/**
 * Strings that the library writes such that Kubernetes reads something else, or nothing; found by giving its output
 * to sigs.k8s.io/yaml. `<<` and `=` are special to YAML 1.1, Go takes `0X1F` for a number and U+0085, U+2028 and U+2029
 * for line ends, refuses U+007F and U+FEFF, and a block that begins with a tab; a block of spaces loses them.
 */
const misread = [
  /^(?:<<|=|[-+]?0[XBO][\da-fA-F_]+)$/,
  /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/,
  /^\n*\t[^]*\n|^\n+\t/,
  /^(?!\n+$)[\t ]*\n[\t\n ]*$/,
];

/** Whether Kubernetes would misread what the library writes for a string, so that `escaped` has to write it. */
export function isMisread(value: string): boolean {
  return misread.some((pattern) => pattern.test(value)) || (value.includes('\n') && !isBlock(value));
}

/**
 * Whether a string of several lines can be a block. The library breaks any other in double quotes into lines of its own,
 * and puts a backslash into a text with carriage returns there.
 */
function isBlock(value: string): boolean {
  return !control.test(value) && !/\n[\t ]+$/.test(value);
}

/** A string as one line in double quotes, with an escape for all that a reader might take for something else. */
export function escaped(value: string): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * A mapping's key; undefined where it is not worth an own rule.
 *
 * @param atLineStart whether the key is the first of its line
 */
export function emitKey(value: string, atLineStart: boolean): string | undefined {
  if (simple.test(value)) return words.test(value) ? `"${value}"` : shortKey(value);
  if (isMisread(value)) return shortKey(escaped(value));
  if (value.includes('\n') || control.test(value)) return undefined;
  return shortKey(atLineStart && documentMarker.test(value) ? quoted(value) : oneLine(value));
}

/** A longer one would have to be an explicit key. */
function shortKey(text: string): string | undefined {
  return text.length > 1024 ? undefined : text;
}

/**
 * A mapping's value, or a list's item; undefined where it is not worth an own rule.
 *
 * @param indent the white space before the lines of a block
 */
export function emitString(value: string, indent: string): string | undefined {
  if (simple.test(value)) return words.test(value) ? `"${value}"` : value;
  if (isMisread(value)) return escaped(value);
  if (value.includes('\n')) return block(value, indent);
  return control.test(value) ? undefined : oneLine(value);
}

function oneLine(value: string): string {
  return value === '' || value === '~' || notPlain.test(value) || isNumber(value) || words.test(value)
    ? quoted(value)
    : value;
}

function isNumber(value: string): boolean {
  return numeric.test(value) && numbers.some((number) => number.test(value));
}

function quoted(value: string): string {
  return value.includes('"') && !value.includes("'") ? `'${value}'` : JSON.stringify(value);
}

/** A literal block. Its header says whether it begins with a space, and how many line ends it ends in. */
function block(value: string, indent: string): string {
  const chomp = chompOf(value);
  const start = /^\n* /.test(value) ? '2' : '';
  const lines = value.split('\n');
  if (chomp !== '-') lines.pop();
  return `|${start}${chomp}\n${indent}${lines.map((line, index) => (index === 0 || line === '' ? line : indent + line)).join('\n')}`;
}

/** How a block ends: `-` without a line end, '' with one, `+` with several. White space before them counts as one. */
function chompOf(value: string): '-' | '' | '+' {
  let end = value.length;
  while (end > 0 && ' \t\n'.includes(value.charAt(end - 1))) end--;
  const lineEnd = value.indexOf('\n', end);
  if (lineEnd === -1) return '-';
  return end > 0 && lineEnd === value.length - 1 ? '' : '+';
}
