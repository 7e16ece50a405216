import { celFunc, celMethod, CelScalar, type CelFunc } from '@bufbuild/cel';
import { parseQuantity } from '../../../../values/quantity';
import { kindOf, opaque, OPAQUE, textOf } from './opaque';

const { BOOL, DOUBLE, INT, STRING } = CelScalar;

/** Kubernetes' quantities and semantic versions. Source: `quantity.go`, `semverlib.go` of k8s.io/apiserver. */
export const numberFunctions: readonly CelFunc[] = [
  celFunc('isQuantity', [STRING], BOOL, (text) => sizeOf(text) !== undefined),
  celFunc('quantity', [STRING], OPAQUE, (text) => {
    if (sizeOf(text) === undefined) throw new Error(`quantity ${JSON.stringify(text)} parse error`);
    return opaque('Quantity', text);
  }),
  celMethod('sign', OPAQUE, [], INT, function () {
    return BigInt(Math.sign(size(this)));
  }),
  celMethod('isInteger', OPAQUE, [], BOOL, function () {
    return Number.isInteger(size(this));
  }),
  celMethod('asInteger', OPAQUE, [], INT, function () {
    if (!Number.isInteger(size(this))) throw new Error('cannot convert value to integer');
    return BigInt(size(this));
  }),
  celMethod('asApproximateFloat', OPAQUE, [], DOUBLE, function () {
    return size(this);
  }),
  ...(['add', 'sub'] as const).flatMap((name) => {
    const combine = (a: number, b: number) => opaque('Quantity', String(name === 'add' ? a + b : a - b));
    return [
      celMethod(name, OPAQUE, [OPAQUE], OPAQUE, function (other) {
        return combine(size(this), size(other));
      }),
      celMethod(name, OPAQUE, [INT], OPAQUE, function (other) {
        return combine(size(this), Number(other));
      }),
    ];
  }),
  celFunc('isSemver', [STRING], BOOL, (text) => SEMVER.test(text)),
  celFunc('semver', [STRING], OPAQUE, (text) => {
    if (!SEMVER.test(text)) throw new Error(`semver ${JSON.stringify(text)} parse error`);
    return opaque('Semver', text);
  }),
  ...['major', 'minor', 'patch'].map((name, index) =>
    celMethod(name, OPAQUE, [], INT, function () {
      return BigInt(SEMVER.exec(textOf(this, 'Semver'))![index + 1]!);
    }),
  ),
  celMethod('isGreaterThan', OPAQUE, [OPAQUE], BOOL, function (other) {
    return compare(this, other) > 0;
  }),
  celMethod('isLessThan', OPAQUE, [OPAQUE], BOOL, function (other) {
    return compare(this, other) < 0;
  }),
  celMethod('compareTo', OPAQUE, [OPAQUE], INT, function (other) {
    return BigInt(compare(this, other));
  }),
];

type Value = { get(key: string): unknown };

const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-.]+)?$/;

function sizeOf(text: string): number | undefined {
  const [, sign, rest] = /^([-+]?)(.*)$/.exec(text) ?? [];
  const value = parseQuantity(rest);
  return value === undefined ? undefined : sign === '-' ? -value : value;
}

function size(value: Value): number {
  return sizeOf(textOf(value, 'Quantity'))!;
}

function compare(a: Value, b: Value): number {
  if (kindOf(a) !== 'Semver') return Math.sign(size(a) - size(b));
  return compareVersions(textOf(a, 'Semver'), textOf(b, 'Semver'));
}

/** By the rules of semver.org: numbers, then no pre-release over any, then its identifiers one by one. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [SEMVER.exec(a)!, SEMVER.exec(b)!];
  for (const part of [1, 2, 3]) {
    const difference = Number(left[part]) - Number(right[part]);
    if (difference !== 0) return Math.sign(difference);
  }
  if (left[4] === undefined || right[4] === undefined) {
    return Number(left[4] === undefined) - Number(right[4] === undefined);
  }
  const [ours, theirs] = [left[4].split('.'), right[4].split('.')];
  for (let index = 0; index < Math.max(ours.length, theirs.length); index++) {
    const [one, other] = [ours[index], theirs[index]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    if (one === other) continue;
    const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
    if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
    return isNumber ? Math.sign(Number(one) - Number(other)) : one < other ? -1 : 1;
  }
  return 0;
}
