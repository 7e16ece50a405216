import type { Checks } from '../../values/checks';
import { checkDuration, parseDuration } from '../../values/duration';
import { checkInteger, INT32_MAX, UINT32_MAX } from '../../values/numbers';
import { show } from '../../values/user-error';

export const h2UpgradePolicies = ['DEFAULT', 'DO_NOT_UPGRADE', 'UPGRADE'] as const;
/** Whether connections that speak HTTP/1.1 become HTTP/2 on their way to the host. */
export type H2UpgradePolicy = (typeof h2UpgradePolicies)[number];

/** SO_KEEPALIVE of the connections to a host. */
export interface TcpKeepalive {
  /**
   * Probes without an answer after which a connection is dead.
   * @default - the operating system's (Linux: 9)
   */
  readonly probes?: number;
  /**
   * Idle time before the first probe, in whole seconds: `7200s`.
   * @default - the operating system's (Linux: 2h)
   */
  readonly time?: string;
  /**
   * Time between two probes, in whole seconds: `75s`.
   * @default - the operating system's (Linux: 75s)
   */
  readonly interval?: string;
}

/** Limits of TCP connections, those that carry HTTP included. */
export interface TcpConnectionPool {
  /** @default 4294967295 */
  readonly maxConnections?: number;
  /** @default 10s */
  readonly connectTimeout?: string;
  /**
   * Time after which a connection is closed, used or not.
   * @default - none
   */
  readonly maxConnectionDuration?: string;
  /**
   * Time without a byte after which a connection is closed; `0s` never closes it.
   * @default 1h
   */
  readonly idleTimeout?: string;
  /** @default - the mesh's */
  readonly tcpKeepalive?: TcpKeepalive;
}

/** Limits of HTTP connections. Istio reads 0 in any of the counts as not set. */
export interface HttpConnectionPool {
  /**
   * Requests that may wait for a connection, over HTTP/2 too.
   * @default 4294967295
   */
  readonly http1MaxPendingRequests?: number;
  /**
   * Requests that may be under way, over HTTP/1.1 too.
   * @default 4294967295
   */
  readonly http2MaxRequests?: number;
  /**
   * Requests after which a connection is closed; 1 turns keep-alive off.
   * @default - unlimited
   */
  readonly maxRequestsPerConnection?: number;
  /**
   * Retries that may be under way.
   * @default 4294967295
   */
  readonly maxRetries?: number;
  /**
   * Time without a request after which a connection is closed.
   * @default 1h
   */
  readonly idleTimeout?: string;
  /** @default - the mesh's */
  readonly h2UpgradePolicy?: H2UpgradePolicy;
  /**
   * Speaks to the host what the client speaks. Excludes the UPGRADE policy.
   * @default false
   */
  readonly useClientProtocol?: boolean;
  /**
   * Streams on one HTTP/2 connection.
   * @default 2147483647
   */
  readonly maxConcurrentStreams?: number;
}

/** Limits of the connections to a host. At least one of both. */
export interface ConnectionPool {
  /** @default - no limits */
  readonly tcp?: TcpConnectionPool;
  /** @default - no limits */
  readonly http?: HttpConnectionPool;
}

export function checkConnectionPool({ tcp, http }: ConnectionPool, checks: Checks): void {
  checks.expect(tcp !== undefined || http !== undefined, 'is empty: give tcp or http; Istio refuses it');
  if (tcp !== undefined) checkTcp(tcp, checks.at('tcp'));
  if (http !== undefined) checkHttp(http, checks.at('http'));
}

function checkTcp(tcp: TcpConnectionPool, checks: Checks): void {
  checkCount(tcp, 'maxConnections', INT32_MAX, checks);
  checkTime(tcp, 'connectTimeout', checks);
  checkTime(tcp, 'maxConnectionDuration', checks);
  if (tcp.idleTimeout !== undefined) checkDuration(checks.at('idleTimeout'), tcp.idleTimeout, { zero: true });
  if (tcp.tcpKeepalive !== undefined) {
    const at = checks.at('tcpKeepalive');
    checkCount(tcp.tcpKeepalive, 'probes', UINT32_MAX, at);
    checkSeconds(tcp.tcpKeepalive, 'time', at);
    checkSeconds(tcp.tcpKeepalive, 'interval', at);
  }
}

function checkHttp(http: HttpConnectionPool, checks: Checks): void {
  checkCount(http, 'http1MaxPendingRequests', INT32_MAX, checks);
  checkCount(http, 'http2MaxRequests', INT32_MAX, checks);
  checkCount(http, 'maxRequestsPerConnection', 2 ** 29, checks);
  checkCount(http, 'maxRetries', INT32_MAX, checks);
  checkCount(http, 'maxConcurrentStreams', INT32_MAX, checks);
  checkTime(http, 'idleTimeout', checks);
  if (http.h2UpgradePolicy !== undefined)
    checks.at('h2UpgradePolicy').oneOf(http.h2UpgradePolicy, h2UpgradePolicies);
  checks
    .at('useClientProtocol')
    .expect(
      http.useClientProtocol !== true || http.h2UpgradePolicy !== 'UPGRADE',
      'is true beside h2UpgradePolicy UPGRADE: a connection either keeps its protocol or is upgraded; Istio refuses both',
    );
}

function checkCount<T>(settings: T, field: keyof T & string, most: number, checks: Checks): void {
  const value = settings[field];
  if (value !== undefined) checkInteger(checks.at(field), value, 0, most);
}

function checkTime<T>(settings: T, field: keyof T & string, checks: Checks): void {
  const value = settings[field];
  if (value !== undefined) checkDuration(checks.at(field), value);
}

/** Istio hands Envoy the whole seconds alone, so that 500ms would be a keepalive of 0 seconds. */
function checkSeconds(keepalive: TcpKeepalive, field: 'time' | 'interval', checks: Checks): void {
  const value = keepalive[field];
  if (value === undefined) return;
  const milliseconds = parseDuration(value);
  if (milliseconds === undefined) return checkDuration(checks.at(field), value);
  checks
    .at(field)
    .expect(
      milliseconds >= 1000 && milliseconds % 1000 === 0,
      `${show(value)} is not whole seconds: Istio cuts the rest off, and a connection cannot be probed every 0 seconds`,
    );
}
