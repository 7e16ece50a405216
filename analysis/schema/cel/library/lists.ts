import { celMethod, CelScalar, listType, type CelFunc, type CelInput, type CelList } from '@bufbuild/cel';

const { BOOL, DYN, INT } = CelScalar;
const LIST = listType(DYN);

type Comparable = bigint | number | string | boolean;

/** Kubernetes' functions on lists. Source: `lists.go` of k8s.io/apiserver. */
export const listFunctions: readonly CelFunc[] = [
  celMethod('isSorted', LIST, [], BOOL, function () {
    const items = elements(this);
    return items.every((item, index) => index === 0 || items[index - 1]! <= item);
  }),
  celMethod('sum', LIST, [], DYN, function () {
    const items = elements(this) as (bigint | number)[];
    if (items.every((item) => typeof item === 'number')) return items.reduce((sum, item) => sum + item, 0);
    return items.reduce((sum: bigint, item) => sum + BigInt(item), 0n);
  }),
  celMethod('min', LIST, [], DYN, function () {
    return extreme(this, (a, b) => a < b);
  }),
  celMethod('max', LIST, [], DYN, function () {
    return extreme(this, (a, b) => a > b);
  }),
  celMethod('indexOf', LIST, [DYN], INT, function (wanted) {
    return BigInt(elements(this).findIndex((item) => item === wanted));
  }),
  celMethod('lastIndexOf', LIST, [DYN], INT, function (wanted) {
    return BigInt(elements(this).findLastIndex((item) => item === wanted));
  }),
];

function elements(list: CelList): Comparable[] {
  return Array.from({ length: list.size }, (_, index) => list.get(index) as Comparable);
}

function extreme(list: CelList, isBetter: (a: Comparable, b: Comparable) => boolean): CelInput {
  const items = elements(list);
  if (items.length === 0) throw new Error('min and max need a list that is not empty');
  return items.reduce((best, item) => (isBetter(item, best) ? item : best));
}
