import type { AuthorizationPolicySpecRules } from '../../imports/security.istio.io';
import type { Checks } from '../../values/checks';
import type { ServiceAccountReference } from '../kubernetes/service-account';
import { checkCondition, checkCustomCondition, type Condition } from './authorization-condition';
import {
  checkFields,
  checkHost,
  checkIpBlock,
  checkMethod,
  checkNamespacePattern,
  checkNotEmpty,
  checkPath,
  checkPortText,
  checkPrincipal,
  checkRequestPrincipal,
  checkServiceAccountName,
  type CheckValue,
} from './authorization-value';

/**
 * Who sends a request. All fields that are given must hold, of each one of its values; `*` stands for any, or at the
 * beginning or the end of a value for the rest of it.
 */
export interface Source {
  /**
   * Identities that mutual TLS proves, without `spiffe://`: `principal({…})`, or `cluster.local/ns/shop/*`.
   * @default - any
   */
  readonly principals?: readonly string[];
  /** @default - none */
  readonly notPrincipals?: readonly string[];
  /**
   * Issuer and subject of the token, as `issuer/subject`; `*` is any valid token.
   * @default - any, and requests without a token
   */
  readonly requestPrincipals?: readonly string[];
  /** @default - none */
  readonly notRequestPrincipals?: readonly string[];
  /**
   * Namespaces that mutual TLS proves.
   * @default - any
   */
  readonly namespaces?: readonly string[];
  /** @default - none */
  readonly notNamespaces?: readonly string[];
  /**
   * Service accounts that mutual TLS proves, in any trust domain: the object, `namespace/name`, or a name of the
   * policy's own namespace. No `*`; at most 16; not beside principals or namespaces.
   * @default - any
   */
  readonly serviceAccounts?: readonly (string | ServiceAccountReference)[];
  /** @default - none */
  readonly notServiceAccounts?: readonly (string | ServiceAccountReference)[];
  /**
   * Address that the connection comes from, single or a range.
   * @default - any
   */
  readonly ipBlocks?: readonly string[];
  /** @default - none */
  readonly notIpBlocks?: readonly string[];
  /**
   * Address of the client, single or a range, as `X-Forwarded-For` or the proxy protocol tells it.
   * @default - any
   */
  readonly remoteIpBlocks?: readonly string[];
  /** @default - none */
  readonly notRemoteIpBlocks?: readonly string[];
}

/** What a request is for. All fields that are given must hold, of each one of its values; `*` as in Source. */
export interface Operation {
  /**
   * The `Host` of the request; beware of the port that it may carry.
   * @default - any
   */
  readonly hosts?: readonly string[];
  /** @default - none */
  readonly notHosts?: readonly string[];
  /**
   * The workload's own ports, 1-65535. The only field that applies to TCP as well.
   * @default - any
   */
  readonly ports?: readonly number[];
  /** @default - none */
  readonly notPorts?: readonly number[];
  /**
   * HTTP methods; gRPC is always POST.
   * @default - any
   */
  readonly methods?: readonly string[];
  /** @default - none */
  readonly notMethods?: readonly string[];
  /**
   * Path without the query, normalized; for gRPC `/package.Service/Method`. `{*}` stands for one segment, `{**}` for
   * any number of them.
   * @default - any
   */
  readonly paths?: readonly string[];
  /** @default - none */
  readonly notPaths?: readonly string[];
}

/** A match of requests: from one of the sources, to one of the operations, when all conditions hold. */
export interface AuthorizationRule {
  /** @default - any source */
  readonly from?: readonly Source[];
  /** @default - any operation */
  readonly to?: readonly Operation[];
  /** @default - no condition */
  readonly when?: readonly Condition[];
}

const sourceFields: Readonly<Record<keyof Source, CheckValue>> = {
  principals: checkPrincipal,
  notPrincipals: checkPrincipal,
  requestPrincipals: checkRequestPrincipal,
  notRequestPrincipals: checkRequestPrincipal,
  namespaces: checkNamespacePattern,
  notNamespaces: checkNamespacePattern,
  serviceAccounts: checkServiceAccountName,
  notServiceAccounts: checkServiceAccountName,
  ipBlocks: checkIpBlock,
  notIpBlocks: checkIpBlock,
  remoteIpBlocks: checkIpBlock,
  notRemoteIpBlocks: checkIpBlock,
};

const operationFields: Readonly<Record<keyof Operation, CheckValue>> = {
  hosts: checkHost,
  notHosts: checkHost,
  ports: checkPortText,
  notPorts: checkPortText,
  methods: checkMethod,
  notMethods: checkMethod,
  paths: checkPath,
  notPaths: checkPath,
};

/** What Istio does not support with action CUSTOM. */
const identityFields = [
  'principals',
  'notPrincipals',
  'requestPrincipals',
  'notRequestPrincipals',
  'namespaces',
  'notNamespaces',
  'serviceAccounts',
  'notServiceAccounts',
] as const satisfies readonly (keyof Source)[];

/** Records what Istio refuses in a rule, and what would never match or match more than it says. */
export function checkAuthorizationRule({ from, to, when }: AuthorizationRule, checks: Checks): void {
  checkNotEmpty(from, checks.at('from'), 'any source');
  from?.forEach((source, index) => checkSource(source, checks.at('from').at(index)));
  checks.at('from').expect((from?.length ?? 0) <= 512, `has ${from?.length} sources: Istio allows 512`);
  checkNotEmpty(to, checks.at('to'), 'any operation');
  to?.forEach((operation, index) => {
    const at = checks.at('to').at(index);
    const given = checkFields(lowerOperation(operation), operationFields, at);
    at.expect(given > 0, 'is empty: Istio refuses it; leave "to" out for any operation');
  });
  checkNotEmpty(when, checks.at('when'), 'no condition');
  when?.forEach((condition, index) => checkCondition(condition, checks.at('when').at(index)));
}

/** Records what Istio refuses in a rule of action CUSTOM alone. */
export function checkCustomRule({ from = [], when = [] }: AuthorizationRule, checks: Checks): void {
  from.forEach((source, index) => {
    for (const field of identityFields) {
      const at = checks.at('from').at(index).at(field);
      at.expect(source[field] === undefined, 'is not supported with action CUSTOM: Istio refuses it');
    }
  });
  when.forEach((condition, index) => checkCustomCondition(condition, checks.at('when').at(index)));
}

function checkSource(source: Source, checks: Checks): void {
  const given = checkFields(lowerSource(source), sourceFields, checks);
  checks.expect(given > 0, 'is empty: Istio refuses it; leave "from" out for any source');
  for (const field of ['serviceAccounts', 'notServiceAccounts'] as const) {
    const accounts = source[field];
    if (accounts === undefined) continue;
    checks.at(field).expect(accounts.length <= 16, `has ${accounts.length} accounts: Istio allows 16`);
    const others = (['principals', 'notPrincipals', 'namespaces', 'notNamespaces'] as const).filter(
      (other) => source[other] !== undefined,
    );
    checks.at(field).expect(others.length === 0, `is given beside ${others.join(' and ')}: Istio refuses it`);
  }
}

export function lowerAuthorizationRule({ from, to, when }: AuthorizationRule): AuthorizationPolicySpecRules {
  return {
    from: from?.map((source) => ({ source: lowerSource(source) })),
    to: to?.map((operation) => ({ operation: lowerOperation(operation) })),
    when: when?.map(({ key, values, notValues }) => ({
      key,
      values: values && [...values],
      notValues: notValues && [...notValues],
    })),
  };
}

function lowerSource(source: Source): Partial<Record<keyof Source, string[]>> {
  return lowerFields(source, sourceFields, (value: string | ServiceAccountReference) =>
    typeof value === 'string' ? value : [value.namespace, value.name].filter(Boolean).join('/'),
  );
}

function lowerOperation(operation: Operation): Partial<Record<keyof Operation, string[]>> {
  return lowerFields(operation, operationFields, (value: string | number) => String(value));
}

function lowerFields<Field extends string, Value>(
  given: Readonly<Partial<Record<Field, readonly Value[]>>>,
  fields: Readonly<Record<Field, unknown>>,
  text: (value: Value) => string,
): Partial<Record<Field, string[]>> {
  const lowered: Partial<Record<Field, string[]>> = {};
  for (const field of Object.keys(fields) as Field[]) {
    const values = given[field];
    if (values !== undefined) lowered[field] = values.map(text);
  }
  return lowered;
}
