import type { Checks } from '../../values/checks';
import { checkDuration } from '../../values/duration';
import { checkInteger, UINT32_MAX } from '../../values/numbers';

/**
 * When an endpoint is taken out of the load balancing for a while. Empty, it means Envoy's defaults; without it no
 * endpoint ever is, and no traffic fails over to another locality.
 */
export interface OutlierDetection {
  /**
   * Responses of 5xx in a row, over TCP failed connections; 0 turns it off.
   * @default 5
   */
  readonly consecutive5xxErrors?: number;
  /**
   * Responses of 502, 503 or 504 in a row, over TCP failed connections; 0 turns it off. Counts only where it is lower
   * than `consecutive5xxErrors`, which counts the same errors.
   * @default - off
   */
  readonly consecutiveGatewayErrors?: number;
  /**
   * Counts failures to reach an endpoint apart from its answers.
   * @default false
   */
  readonly splitExternalLocalOriginErrors?: boolean;
  /**
   * Failures to reach an endpoint in a row. Needs `splitExternalLocalOriginErrors`.
   * @default 5
   */
  readonly consecutiveLocalOriginFailures?: number;
  /**
   * Time between two sweeps.
   * @default 10s
   */
  readonly interval?: string;
  /**
   * Time that an endpoint stays out, multiplied by the times it has been.
   * @default 30s
   */
  readonly baseEjectionTime?: string;
  /**
   * Share of the endpoints that may be out, 0-100; Istio reads 0 as not set.
   * @default 10
   */
  readonly maxEjectionPercent?: number;
  /**
   * Share of healthy endpoints, 0-100, below which all are used.
   * @default 0
   */
  readonly minHealthPercent?: number;
}

const counts = [
  'consecutive5xxErrors',
  'consecutiveGatewayErrors',
  'consecutiveLocalOriginFailures',
] as const;
const percents = ['maxEjectionPercent', 'minHealthPercent'] as const;
const times = ['interval', 'baseEjectionTime'] as const;

export function checkOutlierDetection(outlier: OutlierDetection, checks: Checks): void {
  for (const field of counts) {
    if (outlier[field] !== undefined) checkInteger(checks.at(field), outlier[field], 0, UINT32_MAX);
  }
  for (const field of percents) {
    if (outlier[field] !== undefined) checkInteger(checks.at(field), outlier[field], 0, 100);
  }
  for (const field of times) {
    if (outlier[field] !== undefined) checkDuration(checks.at(field), outlier[field]);
  }
  checks
    .at('consecutiveLocalOriginFailures')
    .expect(
      !outlier.consecutiveLocalOriginFailures || outlier.splitExternalLocalOriginErrors === true,
      'is set without splitExternalLocalOriginErrors: Istio does not count local failures apart then, and refuses it',
    );
}

/** The imports spell one of the names in their own way. */
export function lowerOutlierDetection({ consecutive5xxErrors, ...outlier }: OutlierDetection) {
  return { ...outlier, consecutive5XxErrors: consecutive5xxErrors };
}
