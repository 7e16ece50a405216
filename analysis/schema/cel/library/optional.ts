import {
  celFunc,
  celMethod,
  CelScalar,
  listType,
  mapType,
  type CelFunc,
  type CelInput,
  type CelList,
} from '@bufbuild/cel';

const { BOOL, DYN, STRING } = CelScalar;
const LIST = listType(DYN);
const MAP = mapType(STRING, DYN);

/** Optional values, each a list of one element or none. */
export const optionalFunctions: readonly CelFunc[] = [
  celFunc('optional_none', [], LIST, () => []),
  celFunc('optional_of', [DYN], LIST, (value) => [value as CelInput]),
  celFunc('optional_ofNonZeroValue', [DYN], LIST, (value) => (isZero(value) ? [] : [value as CelInput])),
  celMethod('hasValue', LIST, [], BOOL, function () {
    return this.size > 0;
  }),
  celMethod('value', LIST, [], DYN, function () {
    if (this.size === 0) throw new Error('optional.none() has no value');
    return this.get(0) as CelInput;
  }),
  celMethod('orValue', LIST, [DYN], DYN, function (instead) {
    return (this.size > 0 ? this.get(0) : instead) as CelInput;
  }),
  celMethod('or', LIST, [LIST], LIST, function (instead) {
    return this.size > 0 ? this : instead;
  }),
  celMethod('optFlatten', LIST, [], LIST, function () {
    return this.size > 0 ? (this.get(0) as CelList) : this;
  }),
  ...['optSelect', 'optIndex'].flatMap((name) => [
    celMethod(name, MAP, [DYN], LIST, function (key) {
      const value = this.get(key as string);
      return value === undefined ? [] : [value as CelInput];
    }),
    celMethod(name, LIST, [DYN], LIST, function (key) {
      // Of an optional map, its entry; of a list, its element.
      const only = this.get(0);
      const value =
        typeof key === 'bigint' ? this.get(Number(key)) : isMap(only) ? only.get(key as string) : undefined;
      return value === undefined ? [] : [value as CelInput];
    }),
  ]),
];

function isMap(value: unknown): value is { get(key: string): unknown } {
  return typeof value === 'object' && value !== null && 'get' in value && 'has' in value;
}

function isZero(value: unknown): boolean {
  if (typeof value === 'object' && value !== null && 'size' in value) return value.size === 0;
  return value === null || value === false || value === '' || value === 0 || value === 0n;
}
