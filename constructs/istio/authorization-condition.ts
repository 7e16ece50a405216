import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import {
  checkFields,
  checkIpBlock,
  checkNamespacePattern,
  checkNothingMore,
  checkPortText,
  checkPrincipal,
  checkRequestPrincipal,
  checkServiceAccountName,
  type CheckValue,
} from './authorization-value';

/** Attributes that a condition can ask for. */
export type ConditionKey =
  | 'source.ip'
  | 'remote.ip'
  | 'source.namespace'
  | 'source.serviceAccount'
  | 'source.principal'
  | 'request.auth.principal'
  | 'request.auth.audiences'
  | 'request.auth.presenter'
  | 'destination.ip'
  | 'destination.port'
  | 'connection.sni'
  | `request.headers[${string}]`
  | `request.auth.claims[${string}]`
  | `experimental.envoy.filters.${string}[${string}]`;

/** A further attribute of a request. `values` or `notValues` is needed. */
export interface Condition {
  readonly key: ConditionKey;
  /** @default - any */
  readonly values?: readonly string[];
  /** @default - none */
  readonly notValues?: readonly string[];
}

const keys: ReadonlyMap<string, CheckValue> = new Map([
  ['source.ip', checkIpBlock],
  ['remote.ip', checkIpBlock],
  ['source.namespace', checkNamespacePattern],
  ['source.serviceAccount', checkServiceAccountName],
  ['source.principal', checkPrincipal],
  ['request.auth.principal', checkRequestPrincipal],
  ['request.auth.audiences', checkNothingMore],
  ['request.auth.presenter', checkNothingMore],
  ['destination.ip', checkIpBlock],
  ['destination.port', checkPortText],
  ['connection.sni', checkNothingMore],
]);

/** Stricter than Istio, which admits `request.headersX[…]` and then makes no sense of it. */
const keyPatterns: readonly RegExp[] = [
  /^request\.headers\[[^\s[\]]+\]$/,
  /^request\.auth\.claims\[.+\]$/,
  /^experimental\.envoy\.filters\.[^[]+\[.+\]$/,
];

/** Records what Istio refuses in a condition, and an attribute of which it makes nothing. */
export function checkCondition({ key, values, notValues }: Condition, checks: Checks): void {
  const checkValue =
    keys.get(key) ?? (keyPatterns.some((pattern) => pattern.test(key)) ? checkNothingMore : undefined);
  if (checkValue === undefined) {
    checks
      .at('key')
      .fail(
        `${show(key)} is not an attribute that Istio knows here (${[...keys.keys()].join(', ')}, ` +
          'request.headers[name], request.auth.claims[name], experimental.envoy.filters.filter[name]); ' +
          "for the destination's namespace and labels, take the namespace and the selector of the policy",
      );
    return;
  }
  const given = checkFields({ values, notValues }, { values: checkValue, notValues: checkValue }, checks);
  checks.expect(given > 0, 'has neither values nor notValues: Istio refuses it');
}

/** Records an attribute that Istio does not support with action CUSTOM. */
export function checkCustomCondition({ key }: Condition, checks: Checks): void {
  const isIdentity =
    ['source.namespace', 'source.serviceAccount', 'source.principal'].includes(key) ||
    key.startsWith('request.auth.');
  checks.at('key').expect(!isIdentity, `${show(key)} is not supported with action CUSTOM: Istio refuses it`);
}
