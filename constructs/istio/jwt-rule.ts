import type { Checks } from '../../values/checks';
import { checkDuration } from '../../values/duration';
import { show } from '../../values/user-error';

/** A header that may hold a token. */
export interface JwtHeader {
  readonly name: string;
  /**
   * What stands before the token: `Bearer `, the space included.
   * @default - nothing
   */
  readonly prefix?: string;
}

/** A header that is to carry one claim of the token on to the workload. */
export interface ClaimHeader {
  /** Letters, digits, `-` and `_`. */
  readonly header: string;
  /** A nested claim is written with dots: `address.country`. */
  readonly claim: string;
}

/** An issuer whose tokens are accepted. */
export interface JwtRule {
  /**
   * The token's `iss`. Where neither `jwks` nor `jwksUri` is given, a URL, below which Istio finds the keys by OpenID
   * discovery.
   * @default - any, of those that have a key of `jwksUri`
   */
  readonly issuer?: string;
  /**
   * The token's `aud` must be one of these.
   * @default - any
   */
  readonly audiences?: readonly string[];
  /**
   * Address of the issuer's keys, http or https; at most 2048 characters. Not beside `jwks`.
   * @default - `jwks`, or OpenID discovery
   */
  readonly jwksUri?: string;
  /**
   * The issuer's keys themselves: the JSON of a key set or of one key. Not beside `jwksUri`.
   * @default - `jwksUri`, or OpenID discovery
   */
  readonly jwks?: string;
  /**
   * Headers in which the token is looked for.
   * @default - Authorization, after `Bearer `, unless `fromParams` or `fromCookies` is given
   */
  readonly fromHeaders?: readonly JwtHeader[];
  /**
   * Query parameters in which the token is looked for.
   * @default - access_token, unless `fromHeaders` or `fromCookies` is given
   */
  readonly fromParams?: readonly string[];
  /** @default - none */
  readonly fromCookies?: readonly string[];
  /**
   * Header that is to carry the token's payload, in base64url, on to the workload.
   * @default - none
   */
  readonly outputPayloadToHeader?: string;
  /** @default - none */
  readonly outputClaimToHeaders?: readonly ClaimHeader[];
  /**
   * Hands the token itself on to the workload.
   * @default false
   */
  readonly forwardOriginalToken?: boolean;
  /**
   * Longest wait for the keys of `jwksUri`.
   * @default 5s
   */
  readonly timeout?: string;
  /**
   * Claims that hold several values with spaces between them, beside `scope` and `permission`; at most 64.
   * @default - none
   */
  readonly spaceDelimitedClaims?: readonly string[];
}

/** A header's name after RFC 7230. */
const HEADER_NAME = /^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/;

/** Records what Istio refuses in a rule, and what makes it, or Envoy, turn every token away. */
export function checkJwtRule(rule: JwtRule, checks: Checks): void {
  checkKeys(rule, checks);
  checkNames(rule.audiences, checks.at('audiences'), 'any audience would be accepted');
  checkNames(rule.fromParams, checks.at('fromParams'), 'Istio takes it as not given');
  checkNames(rule.fromCookies, checks.at('fromCookies'), 'Istio takes it as not given');
  checkNames(rule.spaceDelimitedClaims, checks.at('spaceDelimitedClaims'), 'it says nothing');
  const claims = rule.spaceDelimitedClaims?.length ?? 0;
  checks
    .at('spaceDelimitedClaims')
    .expect(claims <= 64, `has ${claims} claims: its custom resource definition allows 64`);
  rule.fromHeaders?.forEach(({ name }, index) =>
    checkHeaderName(name, checks.at('fromHeaders').at(index).at('name')),
  );
  checks
    .at('fromHeaders')
    .expect(rule.fromHeaders?.length !== 0, 'is empty: Istio takes it as not given; leave it out');
  if (rule.outputPayloadToHeader !== undefined) {
    checkHeaderName(rule.outputPayloadToHeader, checks.at('outputPayloadToHeader'));
  }
  rule.outputClaimToHeaders?.forEach(({ header, claim }, index) => {
    const at = checks.at('outputClaimToHeaders').at(index);
    at.at('header').expect(
      /^[-_A-Za-z0-9]+$/.test(header),
      `${show(header)} is not a header that Istio allows here (letters, digits, "-" and "_")`,
    );
    at.at('claim').expect(Boolean(claim), 'is missing or empty: Istio refuses it');
  });
  if (rule.timeout !== undefined) checkDuration(checks.at('timeout'), rule.timeout);
}

function checkKeys({ issuer, jwks, jwksUri }: JwtRule, checks: Checks): void {
  checks.expect(
    jwks === undefined || jwksUri === undefined,
    'has jwks and jwksUri: Istio allows one of them',
  );
  const at = checks.at('issuer');
  if (issuer === undefined) {
    at.expect(jwksUri !== undefined, 'is missing: Istio refuses a rule with neither issuer nor jwksUri');
  } else if (at.expect(issuer !== '', 'is empty: Istio refuses it')) {
    at.expect(
      jwks !== undefined || jwksUri !== undefined || isWebAddress(issuer),
      `${show(issuer)} is not a URL, and there is neither jwks nor jwksUri: ` +
        'Istio would find no key by OpenID discovery, and reject every token',
    );
  }
  if (jwksUri !== undefined) {
    checks
      .at('jwksUri')
      .expect(
        jwksUri.length <= 2048 && isWebAddress(jwksUri),
        `${show(jwksUri)} is not an address of http:// or https:// with a host, of at most 2048 characters`,
      );
  }
  if (jwks !== undefined) checkKeySet(jwks, checks.at('jwks'));
}

/** What each type of key must have. Source: RFC 7518, section 6, and RFC 8037. */
const keyMembers: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
  oct: ['k'],
};

function checkKeySet(jwks: string, checks: Checks): void {
  const set = parseObject(jwks);
  if (set === undefined) {
    checks.fail(`${show(jwks)} is not a JSON object: Istio refuses it; give a key set, {"keys":[…]}`);
    return;
  }
  const keys = Array.isArray(set.keys) ? (set.keys as readonly unknown[]) : [set];
  checks.expect(
    keys.length > 0,
    'has no keys: Envoy would refuse the configuration of every workload that the policy applies to',
  );
  for (const key of keys) {
    const { kty, ...members } = (key ?? {}) as Readonly<Record<string, unknown>>;
    const needed = typeof kty === 'string' ? keyMembers[kty] : undefined;
    if (needed === undefined) {
      checks.fail(
        `has a key of type ${show(kty)}: Istio refuses it; kty is one of ${Object.keys(keyMembers).join(', ')}`,
      );
      continue;
    }
    const missing = needed.filter((member) => typeof members[member] !== 'string');
    checks.expect(
      missing.length === 0,
      `has a key of type ${show(kty)} without ${missing.join(', ')}: Istio refuses it`,
    );
  }
}

function checkNames(names: readonly string[] | undefined, checks: Checks, effect: string): void {
  checks.expect(names?.length !== 0, `is empty: ${effect}; leave it out`);
  names?.forEach((name, index) => checks.at(index).expect(name !== '', 'is empty: Istio refuses it'));
}

function checkHeaderName(name: string, checks: Checks): void {
  checks.expect(HEADER_NAME.test(name), `${show(name)} is not a header's name: no request can carry it`);
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^/]/.test(text) && URL.canParse(text);
}

function parseObject(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
