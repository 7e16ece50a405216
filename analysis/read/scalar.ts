/**
 * Plain scalars as Kubernetes reads them: YAML 1.1 by the rules of Go's reader.
 *
 * Source: `resolve` of go.yaml.in/yaml/v2, which sigs.k8s.io/yaml stands on. Base 60 and dates are text to it.
 */

const words: ReadonlyMap<string, boolean | number | null> = new Map<string, boolean | number | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, true] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, false] as const,
  ),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
]);

/** What begins otherwise is text. */
const mayBeMore = /^[-+.\d~yYnNtTfFoO]/;

const integer = /^([-+]?)(?:0[xX]([\da-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/;
/** Go takes a sign inside. */
const signedBinary = /^0b([-+])([01]+)$/;
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** The largest and the smallest of Go's integers; one beyond is text, or a float where it is decimal. */
const MAX = 2n ** 64n - 1n;
const MIN = -(2n ** 63n);

/** The value of a scalar without quotes: text, or what it stands for. */
export function resolvePlain(text: string): string | number | boolean | null {
  if (text === '') return null;
  if (!mayBeMore.test(text)) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  return resolveNumber(text) ?? text;
}

function resolveNumber(text: string): number | undefined {
  // After a point, Go takes underscores between digits alone.
  if (text.startsWith('.') && /_(?!\d)|(?<!\d)_/.test(text)) return undefined;
  const digits = text.replaceAll('_', '');
  const [, sign, hex, binary, octal, decimal] = integer.exec(digits) ?? signed(digits) ?? [];
  if (sign !== undefined) {
    const magnitude = BigInt(
      prefixed('0x', hex) ?? prefixed('0b', binary) ?? prefixed('0o', octal) ?? decimal!,
    );
    const value = sign === '-' ? -magnitude : magnitude;
    // Only what has no sign may be as large as Go's unsigned integers.
    if (value >= MIN && value <= (sign === '' ? MAX : -MIN - 1n)) return Number(value);
  }
  if (!float.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isFinite(value) ? value : undefined;
}

function signed(digits: string): readonly (string | undefined)[] | undefined {
  const [, sign, binary] = signedBinary.exec(digits) ?? [];
  return sign === undefined ? undefined : [digits, sign, undefined, binary];
}

function prefixed(prefix: string, digits: string | undefined): string | undefined {
  return digits === undefined ? undefined : prefix + digits;
}
