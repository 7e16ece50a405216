import { show } from '../../../values/user-error';
import { isRecord } from '../schema';
import type { Check, Walk } from '../structural/walk';
import { all, whole, type Fields } from './parts';

/** Bytes that the values of a ConfigMap or a Secret may have together. Source: Kubernetes' MaxSecretSize. */
const MOST = 1024 * 1024;

/** Keys are names of files: letters, digits, "-", "_" and ".", neither "." nor "..", nor anything that begins so. */
const KEY = /^(?!\.\.?$)(?!\.\.)[-._a-zA-Z0-9]{1,253}$/;

function keys(...names: readonly string[]): Check {
  return whole((object, walk) => {
    for (const name of names) {
      for (const key of Object.keys(entries(object, name))) {
        if (!KEY.test(key)) {
          walk.at([name], () =>
            walk.failAt(
              key,
              `${show(key)} is no key: letters, digits, "-", "_" and "." make the name of a file`,
            ),
          );
        }
      }
    }
  });
}

/** @param encoded - the field whose values are base64, of which three quarters count */
function size(plain: string, encoded: string): Check {
  return whole((object, walk) => {
    const bytes =
      bytesOf(entries(object, plain), (value) => Buffer.byteLength(value)) +
      bytesOf(entries(object, encoded), (value) => Buffer.byteLength(value, 'base64'));
    if (bytes > MOST) tooLarge(walk, plain in object ? plain : encoded, bytes);
  });
}

function bytesOf(values: Fields, sizeOf: (value: string) => number): number {
  return Object.values(values).reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? sizeOf(value) : 0),
    0,
  );
}

function tooLarge(walk: Walk, field: string, bytes: number): void {
  walk.failAt(
    field,
    `has ${bytes} bytes, and ${MOST} are allowed`,
    'Divide it, or keep it elsewhere and mount it.',
  );
}

function entries(object: Fields, name: string): Fields {
  const found = object[name];
  return isRecord(found) ? found : {};
}

export const settingsMeanings: readonly (readonly [string, Check])[] = [
  ['core.v1.ConfigMap', all(keys('data', 'binaryData'), size('data', 'binaryData'))],
  ['core.v1.Secret', all(keys('data', 'stringData'), size('stringData', 'data'))],
];
