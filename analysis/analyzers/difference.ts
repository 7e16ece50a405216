import { show } from '../../values/user-error';
import type { Fields } from '../model/fields';
import type { Key } from '../schema/structural/walk';

/** Where two values differ, and what each has there: undefined where it has no such field. */
export interface Difference {
  readonly keys: readonly Key[];
  readonly here: unknown;
  readonly there: unknown;
}

/** The first difference, in the order of the first value's fields; undefined where there is none. */
export function differenceOf(
  here: unknown,
  there: unknown,
  keys: readonly Key[] = [],
): Difference | undefined {
  if (!isComposed(here) || !isComposed(there)) return here === there ? undefined : { keys, here, there };
  const isList = Array.isArray(here);
  if (isList !== Array.isArray(there) || (isList && here.length !== there.length))
    return { keys, here, there };
  for (const key of new Set([...Object.keys(here), ...Object.keys(there)])) {
    const found = differenceOf(here[key], there[key], [...keys, isList ? Number(key) : key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isComposed(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/**
 * `is 90 here and 80 there`
 *
 * @param ofHere - changes the text of what is here, `ofThere` that of the other
 */
export function describeDifference(
  { here, there }: Difference,
  ofHere: (text: string) => string,
  ofThere: (text: string) => string,
): string {
  if (Array.isArray(here) && Array.isArray(there))
    return `has ${here.length} ${here.length === 1 ? 'item' : 'items'} here and ${there.length} there`;
  return `is ${ofHere(shown(here))} here and ${ofThere(shown(there))} there`;
}

/** Texts without quotes, but for those that look like something else. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const isPlain = typeof value === 'string' && /^[\w./*:<>-]+$/.test(value) && !OTHERWISE.test(value);
  return isPlain ? value : show(value);
}

const OTHERWISE = /^(?:[-.\d]+|true|false|null|missing)$/;
