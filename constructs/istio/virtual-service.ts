import type { Construct } from 'constructs';
import {
  VirtualService as VirtualServiceObject,
  type VirtualServiceSpec,
} from '../../imports/networking.istio.io';
import { isIpAddress } from '../../values/address';
import type { Checks } from '../../values/checks';
import { hostsOverlap } from '../../values/host';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';
import {
  checkTcpRoute,
  checkTlsRoute,
  isRoutedHost,
  lowerTcpRoute,
  lowerTlsRoute,
  type TcpRoute,
  type TlsRoute,
} from './connection-route';
import { type Addressable, hostOf } from './destination';
import { checkExportTo } from './export-to';
import {
  checkGatewayReferences,
  type GatewayReference,
  lowerGatewayReferences,
  meshGateway,
} from './gateway-reference';
import type { RouteContext } from './http-match';
import { checkHttpRoute, type DelegateReference, type HttpRoute, lowerHttpRoute } from './http-route';
import { checkReachable, httpMatchCovers, tcpMatchCovers, tlsMatchCovers } from './route-coverage';

/** At least one of http, tls and tcp. */
export interface VirtualServiceProps extends ResourceProps {
  /**
   * Hosts whose traffic is routed: objects that have a host, or names. A name's first part may be `*`; `*` alone is for
   * gateways. A short name is looked up in the VirtualService's namespace.
   * @default - none; the VirtualService is a delegate, for others to hand requests to
   */
  readonly hosts?: readonly (string | Addressable)[];
  /**
   * Where the routes apply: Gateway objects, and `meshGateway` for the sidecars. At least one where given.
   * @default - the sidecars alone
   */
  readonly gateways?: readonly GatewayReference[];
  /**
   * Routes of HTTP, HTTP/2 and gRPC, the first that matches.
   * @default - none
   */
  readonly http?: readonly HttpRoute[];
  /**
   * Routes of TLS connections that are passed on unopened.
   * @default - none
   */
  readonly tls?: readonly TlsRoute[];
  /**
   * Routes of all other connections, the first that matches.
   * @default - none
   */
  readonly tcp?: readonly TcpRoute[];
  /**
   * Namespaces that see it; `.` is its own, `*` is all.
   * @default - all
   */
  readonly exportTo?: readonly string[];
}

/**
 * Says where the traffic for hosts goes, in the mesh or at gateways. One without hosts is a delegate: a route of
 * another takes it as `delegate`.
 *
 * @throws UserError for routes that Istio would refuse or never take
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export class VirtualService extends Resource implements DelegateReference {
  readonly apiObject: VirtualServiceObject;
  /** Empty for a delegate. */
  readonly hosts: readonly string[];
  readonly exportTo?: readonly string[];

  constructor(scope: Construct, id: string, props: VirtualServiceProps) {
    super(scope, id, props);
    this.hosts = (props.hosts ?? []).map(hostOf);
    this.exportTo = props.exportTo;
    this.check('VirtualService', (checks) => checkVirtualService(props, checks, this.namespace));
    this.apiObject = new VirtualServiceObject(this, 'Resource', {
      metadata: this.metadata,
      spec: lower(props),
    });
  }
}

function checkVirtualService(
  props: VirtualServiceProps,
  checks: Checks,
  namespace: string | undefined,
): void {
  const { gateways, http = [], tls = [], tcp = [], exportTo } = props;
  const hosts = (props.hosts ?? []).map(hostOf);
  const context: RouteContext = {
    namespace,
    isDelegate: props.hosts === undefined,
    gateways: lowerGatewayReferences(gateways ?? [meshGateway]),
  };
  checks.expect(
    http.length + tls.length + tcp.length > 0,
    'has none of http, tls and tcp: Istio refuses a VirtualService without a route',
  );
  if (context.isDelegate) checkDelegate(props, checks);
  else checkHosts(hosts, checks.at('hosts'), context);
  if (gateways !== undefined) {
    checks.at('gateways').expect(gateways.length > 0, 'is empty: leave it out for the sidecars of the mesh');
    checkGatewayReferences(gateways, checks.at('gateways'));
  }
  http.forEach((route, index) => checkHttpRoute(route, checks.at('http').at(index), context));
  tls.forEach((route, index) => checkTlsRoute(route, checks.at('tls').at(index), { ...context, hosts }));
  tcp.forEach((route, index) => checkTcpRoute(route, checks.at('tcp').at(index), context));
  checkRouteNames(http, checks.at('http'));
  checkReachable(http, httpMatchCovers, checks.at('http'));
  checkReachable(tls, tlsMatchCovers, checks.at('tls'));
  checkReachable(tcp, tcpMatchCovers, checks.at('tcp'));
  if (exportTo !== undefined) checkExportTo(exportTo, checks.at('exportTo'), { namespace });
}

function checkDelegate(props: VirtualServiceProps, checks: Checks): void {
  for (const field of ['gateways', 'tls', 'tcp'] as const) {
    checks
      .at(field)
      .expect(
        props[field] === undefined,
        'stands in a VirtualService without hosts, a delegate, which has http alone: Istio refuses it',
      );
  }
}

function checkHosts(hosts: readonly string[], checks: Checks, context: RouteContext): void {
  checks.expect(hosts.length > 0, 'is empty: give a host; leave the field out for a delegate');
  hosts.forEach((host, index) => {
    const at = checks.at(index);
    at.expect(
      isRoutedHost(host, context) || isIpAddress(host),
      `${show(host)} is not a host (a name such as shop.example.org or *.example.org, or an address)`,
    );
    at.expect(
      host !== '*' || !context.gateways.includes(meshGateway.qualifiedName),
      '"*" is for gateways alone: Istio refuses it in the mesh, where it would take the traffic of every service',
    );
    const earlier = hosts.slice(0, index).find((other) => hostsOverlap(other, host));
    at.expect(earlier === undefined, `${show(host)} overlaps ${show(earlier)}: Istio refuses a host twice`);
  });
}

function checkRouteNames(routes: readonly HttpRoute[], checks: Checks): void {
  routes.forEach(({ name }, index) =>
    checks
      .at(index)
      .at('name')
      .expect(
        name === undefined || routes.findIndex((other) => other.name === name) === index,
        `${show(name)} names two routes: logs and patches could not tell them apart`,
      ),
  );
}

function lower({ hosts, gateways, http, tls, tcp, exportTo }: VirtualServiceProps): VirtualServiceSpec {
  return {
    hosts: hosts?.map(hostOf),
    gateways: gateways && lowerGatewayReferences(gateways),
    http: http?.map(lowerHttpRoute),
    tls: tls?.map(lowerTlsRoute),
    tcp: tcp?.map(lowerTcpRoute),
    exportTo: exportTo && [...exportTo],
  };
}
