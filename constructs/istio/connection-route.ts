import type { VirtualServiceSpecTcp, VirtualServiceSpecTls } from '../../imports/networking.istio.io';
import { isCidr, isIpAddress } from '../../values/address';
import type { Checks } from '../../values/checks';
import { hostCovers, isWildcardHostName } from '../../values/host';
import { show } from '../../values/user-error';
import { lowerGatewayReferences } from './gateway-reference';
import { checkSourceMatch, type RouteContext, type SourceMatch } from './http-match';
import { checkRouteDestinations, lowerRouteDestination, type RouteDestination } from './route-destination';

/** Conditions on a TCP connection, all of which must hold. */
export interface TcpMatch extends SourceMatch {
  /**
   * Addresses or ranges that the client called.
   * @default - any
   */
  readonly destinationSubnets?: readonly string[];
  /**
   * Port that the client called, 1-65535.
   * @default - any
   */
  readonly port?: number;
}

/** Conditions on a TLS connection that is passed on unopened, all of which must hold. */
export interface TlsMatch extends TcpMatch {
  /** Names that the client asked for, one of which must hold: the VirtualService's hosts, or of their kind. */
  readonly sniHosts: readonly string[];
}

/** Where the TCP connections that match go. */
export interface TcpRoute {
  /**
   * Alternatives, one of which must hold.
   * @default - all connections; for the last route
   */
  readonly match?: readonly TcpMatch[];
  readonly route: readonly RouteDestination[];
}

/** Where the TLS connections that match go. */
export interface TlsRoute {
  /** Alternatives, one of which must hold. At least one. */
  readonly match: readonly TlsMatch[];
  readonly route: readonly RouteDestination[];
}

/** The name by which one network's gateway asks another's for a service: `outbound_.80_._.httpbin.demo.svc.cluster.local`. */
const ACROSS_NETWORKS = /^outbound_\.\d+_\.[^_]*_\.[^_]*[a-zA-Z][^_]*$/;

/** A host that Istio accepts for a VirtualService, at gateways alone or in the mesh. */
export function isRoutedHost(host: string, { gateways }: Pick<RouteContext, 'gateways'>): boolean {
  return isWildcardHostName(host) || (!gateways.includes('mesh') && ACROSS_NETWORKS.test(host));
}

export function checkTcpRoute({ match = [], route }: TcpRoute, checks: Checks, context: RouteContext): void {
  match.forEach((one, index) => checkConnection(one, checks.at('match').at(index), context));
  checkDestinations(route, checks.at('route'));
}

export function checkTlsRoute(
  { match, route }: TlsRoute,
  checks: Checks,
  context: RouteContext & { readonly hosts: readonly string[] },
): void {
  checks.at('match').expect(match.length > 0, 'is empty: Istio refuses a TLS route without a match');
  match.forEach((one, index) => {
    const at = checks.at('match').at(index);
    checkConnection(one, at, context);
    checks
      .at('match')
      .at(index)
      .at('sniHosts')
      .expect(one.sniHosts.length > 0, 'is empty: Istio refuses a TLS match without a name to ask for');
    one.sniHosts.forEach((host, n) => checkSniHost(host, at.at('sniHosts').at(n), context));
  });
  checkDestinations(route, checks.at('route'));
}

function checkConnection(
  { destinationSubnets = [], port, ...source }: TcpMatch,
  checks: Checks,
  context: RouteContext,
) {
  destinationSubnets.forEach((subnet, index) =>
    checks
      .at('destinationSubnets')
      .at(index)
      .expect(
        isIpAddress(subnet) || isCidr(subnet),
        `${show(subnet)} is neither an address nor an address range (CIDR, such as 10.42.0.0/16)`,
      ),
  );
  if (port !== undefined) checks.at('port').port(port);
  checkSourceMatch(source, checks, context);
}

function checkSniHost(
  host: string,
  checks: Checks,
  context: RouteContext & { readonly hosts: readonly string[] },
): void {
  if (isIpAddress(host)) {
    checks.fail(`${show(host)} is an address, which no client asks for by SNI`);
  } else if (
    checks.expect(isRoutedHost(host, context), `${show(host)} is not a host name: Istio refuses it`)
  ) {
    checks.expect(
      context.hosts.some((one) => hostCovers(one, host)),
      `${show(host)} is none of the VirtualService's hosts (${context.hosts.join(', ')}), nor of their kind: Istio refuses it`,
    );
  }
}

function checkDestinations(route: readonly RouteDestination[], checks: Checks): void {
  checks.expect(route.length > 0, 'is empty: Istio refuses a route that leads nowhere');
  checkRouteDestinations(route, checks);
}

export function lowerTcpRoute({ match, route }: TcpRoute): VirtualServiceSpecTcp {
  return { match: match?.map(lowerConnection), route: route.map(lowerRouteDestination) };
}

export function lowerTlsRoute({ match, route }: TlsRoute): VirtualServiceSpecTls {
  return {
    match: match.map((one) => ({ ...lowerConnection(one), sniHosts: [...one.sniHosts] })),
    route: route.map(lowerRouteDestination),
  };
}

function lowerConnection({ destinationSubnets, port, sourceLabels, sourceNamespace, gateways }: TcpMatch) {
  return {
    ...(destinationSubnets && { destinationSubnets: [...destinationSubnets] }),
    ...(port !== undefined && { port }),
    ...(sourceLabels && { sourceLabels: { ...sourceLabels } }),
    ...(sourceNamespace !== undefined && { sourceNamespace }),
    ...(gateways && { gateways: lowerGatewayReferences(gateways) }),
  };
}
