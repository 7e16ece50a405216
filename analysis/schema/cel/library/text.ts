import { celFunc, celMethod, CelScalar, listType, objectType, type CelFunc } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { create } from '@bufbuild/protobuf';
import { DurationSchema } from '@bufbuild/protobuf/wkt';
import { RE2JS } from 're2js';
import { parseDuration } from '../../../../values/duration';
import { goRegex, type GoRegex } from '../../regex';

const { BOOL, INT, STRING } = CelScalar;

/** Functions on strings: those of CEL that count in code points, Kubernetes' regular expressions, durations. */
export function textFunctions(): readonly CelFunc[] {
  const patterns = new Map<string, GoRegex>();
  const compiled = (pattern: string) => {
    const known = patterns.get(pattern) ?? goRegex(pattern);
    patterns.set(pattern, known);
    return known;
  };
  return [
    ...strings,
    celMethod('matches', STRING, [STRING], BOOL, function (pattern) {
      return compiled(pattern).test(String(this));
    }),
    celFunc('matches', [STRING, STRING], BOOL, (text, pattern) => compiled(pattern).test(text)),
    ...REGEX,
    ...BY_CODE_POINT,
    celFunc('duration', [STRING], objectType(DurationSchema), duration),
  ];
}

const REGEX: readonly CelFunc[] = [
  celMethod('find', STRING, [STRING], STRING, function (pattern) {
    return findAll(String(this), pattern, 1)[0] ?? '';
  }),
  celMethod('findAll', STRING, [STRING], listType(STRING), function (pattern) {
    return findAll(String(this), pattern, Infinity);
  }),
  celMethod('findAll', STRING, [STRING, INT], listType(STRING), function (pattern, limit) {
    return findAll(String(this), pattern, limit < 0n ? Infinity : Number(limit));
  }),
];

function findAll(text: string, pattern: string, limit: number): string[] {
  const matcher = RE2JS.compile(pattern).matcher(text);
  const found: string[] = [];
  while (found.length < limit && matcher.find()) found.push(matcher.group() ?? '');
  return found;
}

/** The evaluator's own count in UTF-16 units. */
const BY_CODE_POINT: readonly CelFunc[] = [
  celMethod('charAt', STRING, [INT], STRING, function (index) {
    return slice(String(this), index, index < BigInt(points(String(this)).length) ? index + 1n : index);
  }),
  celMethod('substring', STRING, [INT], STRING, function (start) {
    return slice(String(this), start, BigInt(points(String(this)).length));
  }),
  celMethod('substring', STRING, [INT, INT], STRING, function (start, end) {
    return slice(String(this), start, end);
  }),
  celMethod('indexOf', STRING, [STRING], INT, function (part) {
    return position(String(this), String(this).indexOf(part));
  }),
  celMethod('lastIndexOf', STRING, [STRING], INT, function (part) {
    return position(String(this), String(this).lastIndexOf(part));
  }),
];

function points(text: string): ArrayLike<string> {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text) : text;
}

function slice(text: string, start: bigint, end: bigint): string {
  const all = points(text);
  if (start < 0n || end > BigInt(all.length) || start > end)
    throw new Error(`index out of range: ${start}, ${end}`);
  const part = Array.prototype.slice.call(all, Number(start), Number(end)) as string[];
  return part.join('');
}

function position(text: string, index: number): bigint {
  return BigInt(index < 0 ? -1 : points(text.slice(0, index)).length);
}

function duration(text: string) {
  const milliseconds = /^[-+]?0$/.test(text) ? 0 : parseDuration(text);
  if (milliseconds === undefined) throw new Error(`invalid duration ${JSON.stringify(text)}`);
  const nanoseconds = BigInt(Math.round(milliseconds * 1e6));
  return create(DurationSchema, {
    seconds: nanoseconds / 1_000_000_000n,
    nanos: Number(nanoseconds % 1_000_000_000n),
  });
}
