import { nearest } from '../../../values/nearest';
import { each, notEmpty } from '../meaning/parts';
import { describe, type Check, type Walk } from '../structural/walk';
import { ipAddressOrRange, syntax } from './parts';

const MOST_SERVICE_ACCOUNTS = 16;
const LONGEST_SERVICE_ACCOUNT = 320;

export const filled = each(notEmpty);
export const addresses = each(ipAddressOrRange);
export const ports = each(
  syntax((value) => /^\d+$/.test(value) && Number(value) <= 65535, 'a port (0-65535)'),
);

const serviceAccount: Check = (value, walk) => {
  const text = String(value);
  if (text.includes('*')) return walk.fail(`${describe(text)}: service accounts have no wildcards`);
  if (Buffer.byteLength(text) > LONGEST_SERVICE_ACCOUNT)
    return walk.fail(`is longer than ${LONGEST_SERVICE_ACCOUNT} bytes`);
  if (!/^[^/]+(\/[^/]+)?$/.test(text))
    walk.fail(`${describe(text)} is neither a service account nor namespace/account`);
};

export const serviceAccounts: Check = (value, walk) => {
  const count = (value as readonly unknown[]).length;
  if (count > MOST_SERVICE_ACCOUNTS)
    walk.fail(`has ${count} service accounts: at most ${MOST_SERVICE_ACCOUNTS} are allowed`);
  each(serviceAccount)(value, walk);
};

/** What the values of a condition have to be, by its attribute. */
const ATTRIBUTES: ReadonlyMap<string, Check> = new Map([
  ['source.ip', addresses],
  ['remote.ip', addresses],
  ['source.namespace', filled],
  ['source.serviceAccount', serviceAccounts],
  ['source.principal', filled],
  ['request.auth.principal', filled],
  ['request.auth.audiences', filled],
  ['request.auth.presenter', filled],
  ['destination.ip', addresses],
  ['destination.port', ports],
  ['connection.sni', filled],
]);
/** Attributes of which a name in brackets says which one is meant. */
const NAMED = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];
const GONE: Readonly<Record<string, string>> = {
  'destination.namespace': 'Put the policy into the namespace that is meant.',
  'destination.name': 'Choose the workloads by the selector.',
  'destination.user': 'Choose the workloads by the selector.',
};

/** The check of the values of an attribute; undefined, and reported, where there is no such attribute. */
export function valuesOf(key: string, walk: Walk): Check | undefined {
  const known = ATTRIBUTES.get(key);
  if (known !== undefined) return known;
  if (NAMED.some((prefix) => key.startsWith(prefix))) {
    if (/^[^[]+\[[^]+\]$/.test(key)) return filled;
    walk.failAt('key', `${describe(key)} has no name in brackets, as in request.headers[user-agent]`);
    return undefined;
  }
  const instead = key.startsWith('destination.labels')
    ? 'Choose the workloads by the selector.'
    : Object.hasOwn(GONE, key)
      ? GONE[key]
      : undefined;
  if (instead !== undefined) {
    walk.failAt('key', `${describe(key)} is an attribute that Istio no longer has`, instead);
    return undefined;
  }
  const [name = ''] = key.split('[');
  const meant = nearest(name, [...ATTRIBUTES.keys(), ...NAMED.map((one) => one.replace(/\.$/, ''))]);
  walk.failAt('key', `${describe(key)} is no attribute`, meant && `Write ${meant}.`);
  return undefined;
}
