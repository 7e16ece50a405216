import { isIpAddress } from '../../values/address';
import type { Checks } from '../../values/checks';
import { isHostName } from '../../values/host';
import { checkInteger, checkPercent, UINT32_MAX } from '../../values/numbers';
import { show } from '../../values/user-error';
import { checkClientTls, type ClientTls } from './client-tls';
import { checkConnectionPool, type ConnectionPool } from './connection-pool';
import { checkLoadBalancer, type LoadBalancer } from './load-balancer';
import { checkOutlierDetection, lowerOutlierDetection, type OutlierDetection } from './outlier-detection';

/** What a policy may say for all ports or for one. At least one of the four. */
export interface PortPolicy {
  /** @default - LEAST_REQUEST, and the mesh's locality load balancing */
  readonly loadBalancer?: LoadBalancer;
  /** @default - no limits */
  readonly connectionPool?: ConnectionPool;
  /** @default - none; no endpoint is ever taken out */
  readonly outlierDetection?: OutlierDetection;
  /** @default - mutual TLS where the other side can, as Istio finds out by itself */
  readonly tls?: ClientTls;
}

/** The policy of one port. It inherits nothing: what it does not name is Istio's default on that port. */
export interface PortTrafficPolicy extends PortPolicy {
  /** Number of the port on the service, 1-65535. */
  readonly port: number;
}

export const tunnelProtocols = ['CONNECT', 'POST'] as const;
export type TunnelProtocol = (typeof tunnelProtocols)[number];

/** Carries TCP or TLS connections in HTTP requests to the host. */
export interface Tunnel {
  /** @default CONNECT */
  readonly protocol?: TunnelProtocol;
  /** Where the tunnel ends: a full host name or an address. */
  readonly targetHost: string;
  /** 1-65535 */
  readonly targetPort: number;
}

export const proxyProtocolVersions = ['V1', 'V2'] as const;
export type ProxyProtocolVersion = (typeof proxyProtocolVersions)[number];

/** Limit of the retries under way, as a share of the requests. Istio applies a rule's own, not a subset's. */
export interface RetryBudget {
  /**
   * 0-100
   * @default 20
   */
  readonly percent?: number;
  /**
   * Retries that are always allowed.
   * @default 3
   */
  readonly minRetryConcurrency?: number;
}

/** How a proxy treats the connections and requests that it sends to a host. */
export interface TrafficPolicy extends PortPolicy {
  /** @default - none; all ports alike */
  readonly portLevelSettings?: readonly PortTrafficPolicy[];
  /**
   * Excludes `proxyProtocol`.
   * @default - none
   */
  readonly tunnel?: Tunnel;
  /** @default - none; V1 where it names no version */
  readonly proxyProtocol?: { readonly version?: ProxyProtocolVersion };
  /** @default - none */
  readonly retryBudget?: RetryBudget;
}

/** What the checks of a policy must know of the rule around it. */
export interface PolicyContext {
  /** Namespace of the rule. */
  readonly namespace?: string;
  /** Outlier detection that a subset takes over from its rule. */
  readonly inherited?: OutlierDetection;
}

export function checkTrafficPolicy(policy: TrafficPolicy, checks: Checks, context: PolicyContext = {}): void {
  const { portLevelSettings = [], tunnel, proxyProtocol, retryBudget } = policy;
  checks.expect(
    hasPortPolicy(policy) ||
      portLevelSettings.length > 0 ||
      [tunnel, proxyProtocol, retryBudget].some((setting) => setting !== undefined),
    'is empty: give at least one setting; Istio refuses it',
  );
  checkPortPolicy(policy, checks, context);
  portLevelSettings.forEach((settings, index) => {
    const at = checks.at('portLevelSettings').at(index);
    at.at('port').port(settings.port);
    at.at('port').expect(
      !portLevelSettings.slice(0, index).some(({ port }) => port === settings.port),
      `${show(settings.port)} has settings already: Istio reads the first only`,
    );
    at.expect(
      hasPortPolicy(settings),
      'is empty: give loadBalancer, connectionPool, outlierDetection or tls; Istio refuses it',
    );
    checkPortPolicy(settings, at, { namespace: context.namespace });
  });
  checks
    .at('tunnel')
    .expect(
      tunnel === undefined || proxyProtocol === undefined,
      'stands beside proxyProtocol: Istio refuses both',
    );
  if (tunnel !== undefined) checkTunnel(tunnel, checks.at('tunnel'));
  if (proxyProtocol?.version !== undefined) {
    checks.at('proxyProtocol').at('version').oneOf(proxyProtocol.version, proxyProtocolVersions);
  }
  if (retryBudget !== undefined) checkRetryBudget(retryBudget, checks.at('retryBudget'));
}

function hasPortPolicy({ loadBalancer, connectionPool, outlierDetection, tls }: PortPolicy): boolean {
  return [loadBalancer, connectionPool, outlierDetection, tls].some((setting) => setting !== undefined);
}

function checkPortPolicy(policy: PortPolicy, checks: Checks, { namespace, inherited }: PolicyContext): void {
  const { loadBalancer, connectionPool, outlierDetection, tls } = policy;
  if (loadBalancer !== undefined) {
    const detects = (outlierDetection ?? inherited) !== undefined;
    checkLoadBalancer(loadBalancer, checks.at('loadBalancer'), detects);
  }
  if (connectionPool !== undefined) checkConnectionPool(connectionPool, checks.at('connectionPool'));
  if (outlierDetection !== undefined) checkOutlierDetection(outlierDetection, checks.at('outlierDetection'));
  if (tls !== undefined) checkClientTls(tls, checks.at('tls'), namespace);
}

function checkTunnel({ protocol, targetHost, targetPort }: Tunnel, checks: Checks): void {
  if (protocol !== undefined) checks.at('protocol').oneOf(protocol, tunnelProtocols);
  checks
    .at('targetHost')
    .expect(
      isIpAddress(targetHost) || isHostName(targetHost),
      `${show(targetHost)} is neither a full host name nor an address`,
    );
  checks.at('targetPort').port(targetPort);
}

function checkRetryBudget({ percent, minRetryConcurrency }: RetryBudget, checks: Checks): void {
  if (percent !== undefined) checkPercent(checks.at('percent'), percent);
  if (minRetryConcurrency !== undefined) {
    checkInteger(checks.at('minRetryConcurrency'), minRetryConcurrency, 0, UINT32_MAX);
  }
}

/** To the shape of the API, which the imports have twice: for a rule and for a subset. */
export function lowerTrafficPolicy(policy: TrafficPolicy) {
  const { portLevelSettings, tunnel, proxyProtocol, retryBudget } = policy;
  return {
    ...lowerPortPolicy(policy),
    portLevelSettings: portLevelSettings?.map((settings) => ({
      ...lowerPortPolicy(settings),
      port: { number: settings.port },
    })),
    tunnel,
    proxyProtocol,
    retryBudget,
  };
}

function lowerPortPolicy({ loadBalancer, connectionPool, outlierDetection, tls }: PortPolicy) {
  return {
    loadBalancer: loadBalancer?.settings,
    connectionPool,
    outlierDetection: outlierDetection && lowerOutlierDetection(outlierDetection),
    tls,
  };
}
