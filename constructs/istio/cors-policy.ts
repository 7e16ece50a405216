import type { Checks } from '../../values/checks';
import { checkDuration, parseDuration } from '../../values/duration';
import { show } from '../../values/user-error';
import { isHeaderName } from './header-operations';
import { checkStringMatch, lowerStringMatch, type StringMatch } from './string-match';

export const corsMethods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  '*',
] as const;
export type CorsMethod = (typeof corsMethods)[number];

export const unmatchedPreflights = ['FORWARD', 'IGNORE'] as const;
export type UnmatchedPreflights = (typeof unmatchedPreflights)[number];

/** Which pages of other origins may call. */
export interface CorsPolicy {
  /** At least one, because Istio allows no origin without it. */
  readonly allowOrigins: readonly StringMatch[];
  /** @default - none named to the browser */
  readonly allowMethods?: readonly CorsMethod[];
  /** @default - none named to the browser */
  readonly allowHeaders?: readonly string[];
  /** @default - none named to the browser */
  readonly exposeHeaders?: readonly string[];
  /**
   * How long a browser may keep the answer, in whole seconds: `24h`.
   * @default - the browser's own
   */
  readonly maxAge?: string;
  /** @default false */
  readonly allowCredentials?: boolean;
  /**
   * What becomes of preflight requests from other origins.
   * @default FORWARD
   */
  readonly unmatchedPreflights?: UnmatchedPreflights;
}

export function checkCorsPolicy(policy: CorsPolicy, checks: Checks): void {
  const { allowOrigins, allowMethods = [], maxAge } = policy;
  checks
    .at('allowOrigins')
    .expect(allowOrigins.length > 0, 'is empty: no origin would be allowed, and the policy do nothing');
  allowOrigins.forEach((origin, index) => checkStringMatch(origin, checks.at('allowOrigins').at(index)));
  allowMethods.forEach((method, index) => checks.at('allowMethods').at(index).oneOf(method, corsMethods));
  for (const field of ['allowHeaders', 'exposeHeaders'] as const) {
    policy[field]?.forEach((name, index) =>
      checks
        .at(field)
        .at(index)
        .expect(isHeaderName(name), `${show(name)} is not a header's name: Istio refuses it`),
    );
  }
  if (maxAge !== undefined) {
    checkDuration(checks.at('maxAge'), maxAge);
    const milliseconds = parseDuration(maxAge) ?? 0;
    checks
      .at('maxAge')
      .expect(milliseconds % 1000 === 0, `${show(maxAge)} is not whole seconds: Istio refuses it`);
  }
  if (policy.unmatchedPreflights !== undefined) {
    checks.at('unmatchedPreflights').oneOf(policy.unmatchedPreflights, unmatchedPreflights);
  }
}

export function lowerCorsPolicy({
  allowOrigins,
  allowMethods,
  allowHeaders,
  exposeHeaders,
  ...policy
}: CorsPolicy) {
  return {
    ...policy,
    allowOrigins: allowOrigins.map(lowerStringMatch),
    ...(allowMethods && { allowMethods: [...allowMethods] }),
    ...(allowHeaders && { allowHeaders: [...allowHeaders] }),
    ...(exposeHeaders && { exposeHeaders: [...exposeHeaders] }),
  };
}
