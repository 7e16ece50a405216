import type { Checks } from '../../values/checks';
import { isLabelKey, isLabelValue } from '../../values/label';
import { parseLocality } from '../../values/locality';
import { checkInteger } from '../../values/numbers';
import { show } from '../../values/user-error';

/** Shares of the traffic that comes from one place. */
export interface LocalityDistribution {
  /** Place of the client: `*`, `region/*`, `region/zone/*` or `region/zone/subzone`. The first that matches counts. */
  readonly from: string;
  /** Percentage by place of the endpoints, 1-100 each and 100 in all. A place that is not named gets nothing. */
  readonly to: Readonly<Record<string, number>>;
}

/** Where a region's traffic goes when its own endpoints fail. */
export interface LocalityFailover {
  readonly from: string;
  readonly to: string;
}

/**
 * How the places of client and endpoints steer the traffic. Replaces the mesh's own setting as a whole.
 *
 * Everything but `distribute` works by taking sick endpoints out, and needs an `outlierDetection`.
 */
export interface LocalityLoadBalancing {
  /** @default - true, where the object is there at all */
  readonly enabled?: boolean;
  /**
   * Fixed shares. Excludes the other two.
   * @default - none; the nearest endpoints first
   */
  readonly distribute?: readonly LocalityDistribution[];
  /**
   * Limits which region comes next.
   * @default - any region
   */
  readonly failover?: readonly LocalityFailover[];
  /**
   * Labels, `key` or `key=value`, of which an endpoint must share as many of the first as possible with the client.
   * @default - region, zone, subzone
   */
  readonly failoverPriority?: readonly string[];
}

/** What the region, zone and subzone of `failover` are already compared by. */
const topologyLabels = [
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
];

/** `outlierDetection` says whether the policy in force has one, an inherited one included. */
export function checkLocalityLoadBalancing(
  locality: LocalityLoadBalancing,
  checks: Checks,
  outlierDetection: boolean,
): void {
  const { enabled, distribute = [], failover = [], failoverPriority = [] } = locality;
  const ignored = [
    ...(failover.length > 0 ? ['failover'] : []),
    ...(failoverPriority.length > 0 ? ['failoverPriority'] : []),
  ];
  checks
    .at('distribute')
    .expect(
      distribute.length === 0 || ignored.length === 0,
      `stands beside ${ignored.join(' and ')}: with fixed shares Istio does not fail over`,
    );
  checks.expect(
    outlierDetection || enabled === false || distribute.length > 0,
    'needs an outlierDetection in the same policy: without it Istio never sees an endpoint as unhealthy, ' +
      'does not fail over and prefers no locality',
  );
  checkDistribute(distribute, checks.at('distribute'));
  checkFailover(failover, checks.at('failover'));
  failoverPriority.forEach((label, index) => {
    const at = checks.at('failoverPriority').at(index);
    const [key, value = '', ...rest] = label.split('=');
    at.expect(
      isLabelKey(key) && isLabelValue(value) && rest.length === 0,
      `${show(label)} is neither a label's key nor key=value`,
    );
    at.expect(
      failover.length === 0 || !topologyLabels.includes(label),
      `${show(label)} stands beside failover, which compares it already: Istio refuses both`,
    );
  });
}

function checkDistribute(distribute: readonly LocalityDistribution[], checks: Checks): void {
  distribute.forEach(({ from, to }, index) => {
    const at = checks.at(index);
    if (checkPlace(from, at.at('from'))) {
      const earlier = distribute.slice(0, index).find((one) => hides(one.from, from));
      at.at('from').expect(
        earlier === undefined,
        `${show(from)} never counts: ${show(earlier?.from)} before it matches first; Istio refuses it`,
      );
    }
    checkShares(to, at.at('to'));
  });
}

function checkShares(to: LocalityDistribution['to'], checks: Checks): void {
  const places = Object.entries(to);
  const whole = places.map(([place, weight]) => {
    checkPlace(place, checks);
    return checkInteger(checks.at(place), weight, 1, 100);
  });
  places.forEach(([place], index) => {
    const other = places.slice(0, index).find(([one]) => overlap(one, place));
    checks.expect(
      other === undefined,
      `${show(other?.[0])} and ${show(place)} overlap: which of them an endpoint counts for is left to chance`,
    );
  });
  const total = places.reduce((sum, [, weight]) => sum + weight, 0);
  if (whole.every(Boolean))
    checks.expect(total === 100, `adds up to ${total}: the shares must add up to 100`);
}

function checkFailover(failover: readonly LocalityFailover[], checks: Checks): void {
  failover.forEach(({ from, to }, index) => {
    const at = checks.at(index);
    for (const [field, region] of Object.entries({ from, to })) {
      at.at(field).expect(
        !region.includes('/') && parseLocality(region) !== undefined,
        `${show(region)} is not a region: zones fail over by themselves, Istio takes a region without "/" and "*" here`,
      );
    }
    at.expect(from !== to, `fails over from ${show(from)} to itself: Istio refuses it`);
    at.at('from').expect(
      !failover.slice(0, index).some((one) => one.from === from),
      `${show(from)} has a failover already: Istio reads the first only`,
    );
  });
}

/** A locality of which the last part may be `*`. */
function checkPlace(place: string, checks: Checks): boolean {
  const named = place === '*' ? 'any' : place.replace(/\/\*$/, '/any');
  return checks.expect(
    parseLocality(named) !== undefined,
    `${show(place)} is not a place (*, region/*, region/zone/* or region/zone/subzone)`,
  );
}

/** Parts that are not there match everything, as `*` does. */
function parts(place: string): readonly [string, string, string] {
  const [region = '*', zone = '*', subzone = '*'] = place.split('/');
  return [region, zone, subzone];
}

function overlap(one: string, other: string): boolean {
  const others = parts(other);
  return parts(one).every((part, index) => part === others[index] || part === '*' || others[index] === '*');
}

/**
 * Whether an earlier place leaves nothing to a later one, or Istio says so: for it `region` after `region/zone` is
 * taken already, while `region/*` is the rest of the region.
 */
function hides(earlier: string, later: string): boolean {
  const laters = parts(later);
  const covers = parts(earlier).every((part, index) => part === '*' || part === laters[index]);
  return covers || earlier.startsWith(`${later}/`);
}
