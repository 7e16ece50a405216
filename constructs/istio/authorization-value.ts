import { isCidr, isIpAddress } from '../../values/address';
import { type Checks, isPort } from '../../values/checks';
import { show } from '../../values/user-error';

/** Records what is wrong with one value, which is not empty, of an authorization policy's match. */
export type CheckValue = (value: string, checks: Checks) => void;

/** For values of which any text can be meant. */
export const checkNothingMore: CheckValue = () => {};

export const checkPrincipal: CheckValue = (value, checks) => {
  if (!checkWildcard(value, checks)) return;
  checks.expect(
    !value.includes('://'),
    `${show(value)} begins with a scheme: Istio adds spiffe:// itself, so it would match nobody`,
  );
  checks.expect(
    value.includes('/') || value.includes('*'),
    `${show(value)} is not a principal, so it would match nobody: write it as principal() does, ` +
      'trust-domain/ns/namespace/sa/service-account',
  );
};

export const checkRequestPrincipal: CheckValue = (value, checks) => {
  if (!checkWildcard(value, checks)) return;
  checks.expect(
    value.includes('/') || value.includes('*'),
    `${show(value)} is not issuer/subject, so it would match no token`,
  );
};

/** Istio takes each `*` of a namespace for any text, wherever it stands. */
export const checkNamespacePattern: CheckValue = (value, checks) => {
  checks.expect(
    /^[-a-z0-9*]+$/.test(value),
    `${show(value)} is not a namespace (lower-case letters, digits and "-"; "*" for any text)`,
  );
};

export const checkServiceAccountName: CheckValue = (value, checks) => {
  checks.expect(
    /^([^/*]+\/)?[^/*]+$/.test(value) && value.length <= 320,
    `${show(value)} is not a service account as Istio allows it (name or namespace/name, no "*", at most 320)`,
  );
};

export const checkIpBlock: CheckValue = (value, checks) => {
  checks.expect(
    isIpAddress(value) || isCidr(value),
    `${show(value)} is not an address or an address range (192.0.2.1, 10.42.0.0/16)`,
  );
};

export const checkPortText: CheckValue = (value, checks) => {
  checks.expect(/^\d+$/.test(value) && isPort(Number(value)), `${show(value)} is not a port (1-65535)`);
};

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

export const checkMethod: CheckValue = (value, checks) => {
  if (!checkWildcard(value, checks)) return;
  const upper = value.toUpperCase();
  checks.expect(
    value === upper || !METHODS.includes(upper),
    `${show(value)} is not ${show(upper)}: methods are compared by case, so it would match no request`,
  );
};

export const checkHost: CheckValue = (value, checks) => {
  if (!checkWildcard(value, checks)) return;
  checks.expect(
    !value.includes('/'),
    `${show(value)} has a scheme or a path: a Host header has neither, so it would match no request`,
  );
};

export const checkPath: CheckValue = (value, checks) => {
  const isTemplate = value.includes('{*}') || value.includes('{**}');
  if (isTemplate) checkPathTemplate(value, checks);
  else if (/[{}]/.test(value)) {
    checks.fail(`${show(value)} has a brace that is neither {*} nor {**}: Istio refuses it`);
  } else if (checkWildcard(value, checks)) {
    checks.expect(
      value.startsWith('/') || value.startsWith('*'),
      `${show(value)} begins with neither "/" nor "*": no path does, so it would match no request`,
    );
  }
  checks.expect(
    !/[?#]/.test(value),
    `${show(value)} has a query: paths are compared without theirs, so it would match no request`,
  );
};

/** Source: Istio's `CheckValidPathTemplate`, but for the first slash, without which Envoy stops working. */
function checkPathTemplate(value: string, checks: Checks): void {
  checks.expect(
    value.startsWith('/'),
    `${show(value)} does not begin with "/": Istio accepts it, and Envoy crashes on such a template`,
  );
  const segments = value.replace(/^\/+|\/+$/g, '').split('/');
  const rest = segments.indexOf('{**}');
  checks.expect(
    rest === -1 || !segments.slice(rest + 1).some((segment) => segment === '{*}' || segment === '{**}'),
    `${show(value)} has {*} or {**} after a {**}: Istio refuses it`,
  );
  const isSegment = (segment: string) =>
    segment === '{*}' || segment === '{**}' || /^[-a-zA-Z0-9._~%!$&'()+,;:@=]+$/.test(segment);
  const bad = segments.find((segment) => !isSegment(segment));
  checks.expect(
    bad === undefined,
    `${show(value)} has the segment ${show(bad)}: beside {*} and {**}, which stand alone, Istio allows plain text only in such a path`,
  );
}

/** Checks each value of each field that is given, and answers how many are given. */
export function checkFields<Field extends string>(
  values: Readonly<Partial<Record<Field, readonly string[]>>>,
  fields: Readonly<Record<Field, CheckValue>>,
  checks: Checks,
): number {
  const given = (Object.keys(fields) as Field[]).filter((field) => values[field] !== undefined);
  for (const field of given) {
    checkNotEmpty(values[field], checks.at(field), 'anything');
    values[field]?.forEach((value, index) => {
      const at = checks.at(field).at(index);
      if (at.expect(value !== '', 'is empty: Istio refuses it')) fields[field](value, at);
    });
  }
  return given.length;
}

export function checkNotEmpty(list: readonly unknown[] | undefined, checks: Checks, meaning: string): void {
  checks.expect(
    list?.length !== 0,
    `is empty: Istio would take it for ${meaning}; leave it out if that is meant`,
  );
}

/** Istio reads a `*` as the first or the last character as a wildcard, and any other one as itself. */
function checkWildcard(value: string, checks: Checks): boolean {
  return checks.expect(
    value === '*' || !(value.startsWith('*') ? value.slice(1) : value.slice(0, -1)).includes('*'),
    `${show(value)} has a "*" that is no wildcard: Istio takes one for that at the beginning or at the end of a value only`,
  );
}
