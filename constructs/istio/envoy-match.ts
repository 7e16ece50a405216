import { RE2JS } from 're2js';
import { type Checks, isPort } from '../../values/checks';
import { type AtMostOne, checkAtMostOne } from '../../values/one-of';
import { show } from '../../values/user-error';
import type { Addressable } from './destination';
import type { GatewayReference } from './gateway-reference';

export const envoyContexts = ['ANY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND', 'GATEWAY'] as const;
/** For which traffic a configuration was generated. */
export type EnvoyContext = (typeof envoyContexts)[number];

/** Finds proxies. */
export interface ProxyMatch {
  /**
   * RE2 expression that a part of the proxy's Istio version satisfies: `^1\.29.*`.
   * @default - any
   */
  readonly proxyVersion?: string;
  /**
   * Entries of the proxy's node metadata, all of which must be the same.
   * @default - any
   */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Finds listeners, and what is in them. */
export interface ListenerMatch {
  /**
   * Port of the service or the gateway's server, 1-65535.
   * @default - any
   */
  readonly portNumber?: number;
  /**
   * Name that istiod gives the listener: `0.0.0.0_8080`, `virtualInbound`.
   * @default - any
   */
  readonly name?: string;
  /**
   * Name of a listener filter.
   * @default - any
   */
  readonly listenerFilter?: string;
  /** @default - any */
  readonly filterChain?: {
    /** @default - any */
    readonly name?: string;
    /** @default - any */
    readonly sni?: string;
    /** @default - any */
    readonly transportProtocol?: 'raw_buffer' | 'tls';
    /**
     * Protocols of the ALPN, all of which the chain must be for, joined by commas: `h2,http/1.1`.
     * @default - any
     */
    readonly applicationProtocols?: string;
    /** @default - any */
    readonly destinationPort?: number;
    /**
     * A network filter, and in it an HTTP filter.
     * @default - any
     */
    readonly filter?: { readonly name: string; readonly subFilter?: { readonly name: string } };
  };
}

/** Finds route configurations, and what is in them. */
export interface RouteConfigurationMatch {
  /**
   * Name that istiod gives: `8080`, `http.8080`.
   * @default - any
   */
  readonly name?: string;
  /**
   * Port of the service or the gateway's server, 1-65535.
   * @default - any
   */
  readonly portNumber?: number;
  /**
   * Name of a gateway's port. For the context GATEWAY.
   * @default - any
   */
  readonly portName?: string;
  /**
   * For the context GATEWAY.
   * @default - any
   */
  readonly gateway?: GatewayReference;
  /** @default - any */
  readonly vhost?: {
    /**
     * `host:port`
     * @default - any
     */
    readonly name?: string;
    /**
     * One of its domains.
     * @default - any
     */
    readonly domainName?: string;
    /** @default - any */
    readonly route?: {
      /**
       * As the VirtualService names it; `default` where Istio made it.
       * @default - any
       */
      readonly name?: string;
      /** @default ANY */
      readonly action?: 'ANY' | 'ROUTE' | 'REDIRECT' | 'DIRECT_RESPONSE';
    };
  };
}

/** Finds clusters. */
export interface ClusterMatch {
  /**
   * The full name, which leaves the other three without meaning: `PassthroughCluster`.
   * @default - any
   */
  readonly name?: string;
  /**
   * The service, by object or full host name. Not for SIDECAR_INBOUND.
   * @default - any
   */
  readonly service?: string | Addressable;
  /** @default - any */
  readonly subset?: string;
  /**
   * Port of the service, for SIDECAR_INBOUND of the workload, 1-65535.
   * @default - any
   */
  readonly portNumber?: number;
}

/** Finds what a patch is for. */
export type EnvoyMatch = {
  /** @default ANY */
  readonly context?: EnvoyContext;
  /** @default - any */
  readonly proxy?: ProxyMatch;
} & AtMostOne<{
  readonly listener: ListenerMatch;
  readonly routeConfiguration: RouteConfigurationMatch;
  readonly cluster: ClusterMatch;
}>;

export function checkEnvoyMatch(match: EnvoyMatch, checks: Checks): void {
  const { context, proxy, listener, routeConfiguration, cluster } = match;
  checkAtMostOne(checks, match, ['listener', 'routeConfiguration', 'cluster']);
  if (context !== undefined) checks.at('context').oneOf(context, envoyContexts);
  if (proxy?.proxyVersion !== undefined) {
    checkExpression(proxy.proxyVersion, checks.at('proxy').at('proxyVersion'));
  }
  if (listener !== undefined) {
    const at = checks.at('listener');
    checkPort(listener.portNumber, at.at('portNumber'));
    const { destinationPort, filter } = listener.filterChain ?? {};
    checkPort(destinationPort, at.at('filterChain').at('destinationPort'));
    const filterAt = at.at('filterChain').at('filter');
    filterAt.at('name').expect(filter?.name !== '', 'is empty: Istio refuses it');
    filterAt
      .at('subFilter')
      .at('name')
      .expect(filter?.subFilter?.name !== '', 'is empty: Istio refuses it');
  }
  if (cluster !== undefined) checkPort(cluster.portNumber, checks.at('cluster').at('portNumber'));
  if (routeConfiguration !== undefined) {
    checkRouteConfiguration(routeConfiguration, context, checks.at('routeConfiguration'));
  }
}

function checkRouteConfiguration(
  { portNumber, portName, gateway }: RouteConfigurationMatch,
  context: EnvoyContext | undefined,
  checks: Checks,
): void {
  checkPort(portNumber, checks.at('portNumber'));
  checks
    .at('gateway')
    .expect(
      gateway === undefined || gateway.qualifiedName.includes('/'),
      `${show(gateway?.qualifiedName)} has no namespace: Istio compares it with namespace/name`,
    );
  for (const [field, value] of Object.entries({ portName, gateway })) {
    checks
      .at(field)
      .expect(
        value === undefined || context === undefined || context === 'ANY' || context === 'GATEWAY',
        `is not compared in the context ${context}: only a gateway has one`,
      );
  }
}

function checkPort(port: number | undefined, checks: Checks): void {
  checks.expect(port === undefined || isPort(port), `${show(port)} is not a port (1-65535)`);
}

function checkExpression(expression: string, checks: Checks): void {
  try {
    RE2JS.compile(expression);
  } catch (error) {
    checks.fail(`${show(expression)} is not an RE2 expression: ${(error as Error).message}`);
  }
}
