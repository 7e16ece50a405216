import type { Checks } from '../../values/checks';
import { checkDuration } from '../../values/duration';
import { checkInteger, checkPercent } from '../../values/numbers';
import { type AtMostOne, checkAtMostOne, checkExactlyOne, type ExactlyOne } from '../../values/one-of';
import { show } from '../../values/user-error';
import { checkLocalityLoadBalancing, type LocalityLoadBalancing } from './locality-load-balancing';

/** Algorithms without settings of their own. */
export type LoadBalancerAlgorithm = 'LEAST_REQUEST' | 'ROUND_ROBIN' | 'RANDOM' | 'PASSTHROUGH';

/** How a new endpoint's share grows. */
export interface Warmup {
  /** Time until an endpoint has its full share. */
  readonly duration: string;
  /**
   * Share of the full weight to begin with, 0-100.
   * @default 10
   */
  readonly minimumPercent?: number;
  /**
   * 1 grows in a straight line, more grows late; at least 1.
   * @default 1
   */
  readonly aggression?: number;
}

/** A cookie that ties a client to an endpoint. */
export interface HashCookie {
  readonly name: string;
  /** @default - none */
  readonly path?: string;
  /**
   * Lifetime of the cookie that Envoy makes where a request has none; `0s` makes a session cookie.
   * @default - makes none
   */
  readonly ttl?: string;
  /**
   * Attributes of the cookie that Envoy makes: `{ name: 'SameSite', value: 'Strict' }`.
   * @default - none
   */
  readonly attributes?: readonly { readonly name: string; readonly value?: string }[];
}

/** What of a request decides on the endpoint. */
export type HashKey = ExactlyOne<{
  readonly httpHeaderName: string;
  readonly httpCookie: HashCookie;
  readonly useSourceIp: true;
  readonly httpQueryParameterName: string;
}>;

/** How endpoints are found by hash. Istio's own choice is a ring of 1024. */
export type HashAlgorithm = AtMostOne<{
  readonly ringHash: {
    /** @default 1024 */
    readonly minimumRingSize?: number;
  };
  readonly maglev: {
    /** A prime number below 5000011, such as 65537. */
    readonly tableSize: number;
  };
}>;

export type ConsistentHash = HashKey & HashAlgorithm;

export interface LocalityOptions {
  /** @default - the mesh's */
  readonly localityLbSetting?: LocalityLoadBalancing;
}

export interface WarmupOptions extends LocalityOptions {
  /** @default - none; a new endpoint has its full share at once */
  readonly warmup?: Warmup;
}

/** What a load balancer comes to. */
export interface LoadBalancerSettings extends WarmupOptions {
  readonly simple?: LoadBalancerAlgorithm;
  readonly consistentHash?: ConsistentHash;
}

/** How requests are spread over the endpoints of a host. */
export class LoadBalancer {
  /** Istio's own choice of algorithm, which is LEAST_REQUEST. */
  static unspecified(options: WarmupOptions): LoadBalancer {
    return new LoadBalancer({ ...options });
  }

  /** To the endpoint with fewer requests under way, of two at random. */
  static leastRequest(options: WarmupOptions = {}): LoadBalancer {
    return new LoadBalancer({ ...options, simple: 'LEAST_REQUEST' });
  }

  /** To one after the other. */
  static roundRobin(options: WarmupOptions = {}): LoadBalancer {
    return new LoadBalancer({ ...options, simple: 'ROUND_ROBIN' });
  }

  /** To any. */
  static random(options: LocalityOptions = {}): LoadBalancer {
    return new LoadBalancer({ ...options, simple: 'RANDOM' });
  }

  /** To the address that the client asked for, without balancing. */
  static passthrough(): LoadBalancer {
    return new LoadBalancer({ simple: 'PASSTHROUGH' });
  }

  /**
   * To the same endpoint for the same key, as long as the endpoints stay and every proxy sees the same ones: mind that
   * locality load balancing shows each locality others.
   */
  static consistentHash(consistentHash: ConsistentHash, options: LocalityOptions = {}): LoadBalancer {
    return new LoadBalancer({ ...options, consistentHash });
  }

  private constructor(readonly settings: LoadBalancerSettings) {}
}

/** `outlierDetection` says whether the policy in force has one, an inherited one included. */
export function checkLoadBalancer(
  { settings }: LoadBalancer,
  checks: Checks,
  outlierDetection: boolean,
): void {
  const { simple, consistentHash, warmup, localityLbSetting } = settings;
  if (consistentHash !== undefined) checkConsistentHash(consistentHash, checks.at('consistentHash'));
  if (warmup !== undefined) {
    const at = checks.at('warmup');
    at.expect(
      consistentHash === undefined && simple !== 'RANDOM' && simple !== 'PASSTHROUGH',
      `has no effect with ${simple ?? 'consistentHash'}: only LEAST_REQUEST and ROUND_ROBIN warm up`,
    );
    checkWarmup(warmup, at);
  }
  if (localityLbSetting !== undefined) {
    const at = checks.at('localityLbSetting');
    at.expect(simple !== 'PASSTHROUGH', 'has no effect with PASSTHROUGH: the client has chosen the endpoint');
    checkLocalityLoadBalancing(localityLbSetting, at, outlierDetection);
  }
}

function checkWarmup({ duration, minimumPercent, aggression }: Warmup, checks: Checks): void {
  checkDuration(checks.at('duration'), duration);
  if (minimumPercent !== undefined) checkPercent(checks.at('minimumPercent'), minimumPercent);
  checks
    .at('aggression')
    .expect(aggression === undefined || aggression >= 1, `${show(aggression)} is below 1: Istio refuses it`);
}

function checkConsistentHash(hash: ConsistentHash, checks: Checks): void {
  checkExactlyOne(checks, hash, ['httpHeaderName', 'httpCookie', 'useSourceIp', 'httpQueryParameterName']);
  checkAtMostOne(checks, hash, ['ringHash', 'maglev']);
  for (const field of ['httpHeaderName', 'httpQueryParameterName'] as const) {
    checks.at(field).expect(hash[field] !== '', 'is empty');
  }
  if (hash.httpCookie !== undefined) checkCookie(hash.httpCookie, checks.at('httpCookie'));
  const ringSize = hash.ringHash?.minimumRingSize;
  if (ringSize !== undefined) {
    checkInteger(checks.at('ringHash').at('minimumRingSize'), ringSize, 1, MAX_RING_SIZE);
  }
  if (hash.maglev !== undefined) {
    const { tableSize } = hash.maglev;
    checks
      .at('maglev')
      .at('tableSize')
      .expect(
        tableSize < 5_000_011 && isPrime(tableSize),
        `${show(tableSize)} is not a prime number below 5000011 (such as 65537): Istio refuses it`,
      );
  }
}

/** Envoy's own limit: a larger ring is refused with the cluster. */
const MAX_RING_SIZE = 8_388_608;

function checkCookie({ name, ttl, attributes = [] }: HashCookie, checks: Checks): void {
  checks.at('name').expect(name !== '', 'is empty: Istio refuses a cookie without a name');
  if (ttl !== undefined) checkDuration(checks.at('ttl'), ttl, { zero: true });
  attributes.forEach((attribute, index) => {
    const at = checks.at('attributes').at(index).at('name');
    at.expect(attribute.name !== '', 'is empty: Istio refuses an attribute without a name');
    at.expect(
      !attributes.slice(0, index).some((one) => one.name === attribute.name),
      `${show(attribute.name)} names two attributes: Istio refuses it`,
    );
  });
}

function isPrime(value: number): boolean {
  if (!Number.isInteger(value) || value < 2) return false;
  for (let factor = 2; factor * factor <= value; factor++) {
    if (value % factor === 0) return false;
  }
  return true;
}
