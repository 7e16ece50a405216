import { describe, type Check, type Walk } from '../structural/walk';
import { requires, whole, type Fields } from './parts';

/** All values of one object together, in bytes. */
const MOST = 1024 * 1024;

/** Keys that the data of a Secret of some type has. Source: the validation of pkg/apis/core of k8s.io/kubernetes. */
const KEYS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

const configMap = whole((object, walk) => {
  const { data = {}, binaryData = {} } = object as { data?: Fields; binaryData?: Fields };
  checkKeys('data', data, walk);
  checkKeys('binaryData', binaryData, walk);
  for (const key of Object.keys(binaryData)) {
    if (key in data)
      walk.at(['binaryData'], () => walk.failAt(key, 'is in data, too', 'Remove one of them.'));
  }
  checkSize(sizeOf(data, textSize) + sizeOf(binaryData, bytesSize), walk);
});

const secret = whole((object, walk) => {
  const {
    data = {},
    stringData = {},
    type = '',
  } = object as { data?: Fields; stringData?: Fields; type?: string };
  checkKeys('data', data, walk);
  checkKeys('stringData', stringData, walk);
  const missing = (KEYS_OF_TYPE[type] ?? []).filter((key) => !(key in data) && !(key in stringData));
  walk.at(['data'], () => requires(...missing)({}, walk));
  checkSize(sizeOf(data, bytesSize) + sizeOf(stringData, textSize), walk);
});

/** Configuration that pods read. */
export const configurationMeanings: readonly (readonly [string, Check])[] = [
  ['core.v1.ConfigMap', configMap],
  ['core.v1.Secret', secret],
];

function checkKeys(field: string, data: Fields, walk: Walk): void {
  for (const key of Object.keys(data)) {
    if (/^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && !key.startsWith('..')) continue;
    walk.at([field], () =>
      walk.failAt(key, `${describe(key)} is not a key (letters, digits, "-", "_" and ".", at most 253)`),
    );
  }
}

function checkSize(size: number, walk: Walk): void {
  if (size > MOST)
    walk.failAt(
      'data',
      `holds ${size} bytes: at most ${MOST} are allowed`,
      'Split it, or keep it elsewhere.',
    );
}

function sizeOf(data: Fields, measure: (value: string) => number): number {
  return Object.values(data).reduce<number>((sum, value) => sum + measure(String(value)), 0);
}

const textSize = (value: string) => Buffer.byteLength(value);
const bytesSize = (value: string) => Buffer.byteLength(value, 'base64');
