import type { Checks } from '../../values/checks';
import { checkDuration } from '../../values/duration';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { isNamedHttpStatus } from '../../values/http-status';
import { retryConditions, type RetryCondition } from '../../values/retry-condition';

/** How often, and for what, a failed request is sent again. */
export interface HttpRetries {
  /** Retries after the first request; 0 turns them off, and excludes the other fields but `backoff`. */
  readonly attempts: number;
  /**
   * Limit of each try, the first included.
   * @default - the route's timeout
   */
  readonly perTryTimeout?: string;
  /**
   * Conditions, and status codes by number.
   * @default connect-failure, refused-stream, unavailable, cancelled and retriable-status-codes
   */
  readonly retryOn?: readonly (RetryCondition | number)[];
  /**
   * Base of the growing time between tries.
   * @default 25ms
   */
  readonly backoff?: string;
  /** @default - the mesh's */
  readonly retryRemoteLocalities?: boolean;
  /**
   * Whether a retry prefers hosts that have not failed yet.
   * @default true
   */
  readonly retryIgnorePreviousHosts?: boolean;
}

export function checkHttpRetries(retries: HttpRetries, checks: Checks): void {
  const { attempts, perTryTimeout, retryOn = [], backoff, retryRemoteLocalities } = retries;
  checkInteger(checks.at('attempts'), attempts, 0, INT32_MAX);
  checks
    .at('attempts')
    .expect(
      attempts !== 0 ||
        (perTryTimeout === undefined && retryOn.length === 0 && retryRemoteLocalities === undefined),
      'is 0, which turns retries off, beside settings of retries: Istio refuses it',
    );
  if (perTryTimeout !== undefined) checkDuration(checks.at('perTryTimeout'), perTryTimeout);
  if (backoff !== undefined) checkDuration(checks.at('backoff'), backoff);
  retryOn.forEach((condition, index) => {
    const at = checks.at('retryOn').at(index);
    if (typeof condition === 'string') at.oneOf(condition, retryConditions);
    else at.expect(isNamedHttpStatus(condition), `${condition} is not an HTTP status code that Istio knows`);
  });
}

export function lowerHttpRetries({ retryOn = [], ...retries }: HttpRetries) {
  return { ...retries, ...(retryOn.length > 0 && { retryOn: retryOn.join(',') }) };
}
