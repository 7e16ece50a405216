import { isRecord } from '../schema/schema';
import { at, labelsOf, numberOf, once, recordsOf, textOf, textsOf, type Fields, type Labels } from './fields';
import { reachedMatches } from './reached';
import type { Resource } from './resource';
import { exportOf, type Visibility } from './visibility';

export interface VirtualService {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly gateways: readonly GatewayReference[];
  /** Whether sidecars have it: `mesh` is among its gateways, or it names none. */
  readonly isForSidecars: boolean;
  /** It has no hosts, and others delegate to it. */
  readonly isDelegate: boolean;
  readonly visibility: Visibility;
  readonly exportTo: readonly string[];
  readonly routes: readonly Route[];
  /** The matches of each route that requests can come to; one without conditions where it takes all. */
  readonly reached: ReadonlyMap<Route, readonly Fields[]>;
  /** Of all routes, mirrors too. */
  readonly destinations: readonly Destination[];
}

export interface GatewayReference {
  readonly given: string;
  /** Undefined for `mesh`. */
  readonly gateway: { readonly namespace: string; readonly name: string } | undefined;
  /** `spec.gateways[0]` */
  readonly path: string;
}

export type RouteProtocol = 'http' | 'tls' | 'tcp';

export interface Route {
  readonly protocol: RouteProtocol;
  readonly index: number;
  /** Of HTTP alone; empty where it has none. */
  readonly name: string;
  readonly matches: readonly Fields[];
  readonly fields: Fields;
  /** `spec.http[0]` */
  readonly path: string;
}

export interface Destination {
  readonly route: Route;
  readonly host: string;
  readonly subset: string | undefined;
  /** Undefined where none is chosen, 0 where it is chosen and not named. */
  readonly port: number | undefined;
  readonly use: 'route' | 'mirror';
  /** Beside others of its route; undefined for the only one, and for a mirror. Istio leads nothing to 0. */
  readonly weight: number | undefined;
  /** `spec.http[0].route[0].destination` */
  readonly path: string;
}

const PROTOCOLS: readonly RouteProtocol[] = ['http', 'tls', 'tcp'];

export function virtualServiceOf(resource: Resource): VirtualService {
  const { spec, namespace, cluster } = resource;
  const routes = PROTOCOLS.flatMap((protocol) => recordsOf(spec[protocol]).map(routeOf(protocol)));
  const gateways = textsOf(spec.gateways).map(gatewayReference(namespace));
  const exportTo = textsOf(spec.exportTo);
  const hosts = textsOf(spec.hosts);
  const isForSidecars = gateways.length === 0 || gateways.some(({ gateway }) => gateway === undefined);
  const reached = once(() => reachedMatches(routes, { resource, gateways, isForSidecars }));
  return {
    resource,
    namespace,
    name: resource.name,
    hosts,
    gateways,
    isForSidecars,
    isDelegate: hosts.length === 0,
    exportTo,
    visibility: exportOf(
      exportTo.length > 0 ? exportTo : cluster.meshConfig.exports('defaultVirtualServiceExportTo'),
      namespace,
    ),
    routes,
    get reached() {
      return reached();
    },
    destinations: routes.flatMap(destinationsOf),
  };
}

/** `name` is of the namespace at hand, `namespace/name` of another. */
const gatewayReference =
  (namespace: string) =>
  (given: string, index: number): GatewayReference => {
    const path = `spec.gateways[${index}]`;
    if (given === 'mesh') return { given, gateway: undefined, path };
    const slash = given.indexOf('/');
    const gateway =
      slash < 0
        ? { namespace, name: given }
        : { namespace: given.slice(0, slash), name: given.slice(slash + 1) };
    return { given, gateway, path };
  };

const routeOf =
  (protocol: RouteProtocol) =>
  (fields: Fields, index: number): Route => ({
    protocol,
    index,
    name: protocol === 'http' ? (textOf(fields.name) ?? '') : '',
    matches: recordsOf(fields.match),
    fields,
    path: `spec.${protocol}[${index}]`,
  });

function destinationsOf(route: Route): readonly Destination[] {
  const { fields, path } = route;
  const found = recordsOf(fields.route).map((one, index, { length }) => ({
    ...destination(route, at(one, 'destination'), `${path}.route[${index}].destination`, 'route'),
    weight: length > 1 ? (numberOf(one.weight) ?? 0) : undefined,
  }));
  if (route.protocol !== 'http') return found;
  const single = fields.mirror === undefined || fields.mirror === null ? [] : [fields.mirror];
  return [
    ...found,
    ...single.map((one) => destination(route, one, `${path}.mirror`, 'mirror')),
    ...recordsOf(fields.mirrors).map((one, index) =>
      destination(route, at(one, 'destination'), `${path}.mirrors[${index}].destination`, 'mirror'),
    ),
  ];
}

function destination(route: Route, fields: unknown, path: string, use: Destination['use']): Destination {
  return {
    route,
    host: textOf(at(fields, 'host')) ?? '',
    subset: textOf(at(fields, 'subset')) || undefined,
    port: isRecord(at(fields, 'port')) ? (numberOf(at(fields, 'port', 'number')) ?? 0) : undefined,
    use,
    weight: undefined,
    path,
  };
}

export interface DestinationRule {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly host: string;
  readonly subsets: readonly Subset[];
  readonly visibility: Visibility;
}

export interface Subset {
  readonly name: string;
  readonly labels: Labels;
  readonly fields: Fields;
  /** `spec.subsets[0]` */
  readonly path: string;
}

export function destinationRuleOf(resource: Resource): DestinationRule {
  const { spec, namespace, cluster } = resource;
  const exportTo = textsOf(spec.exportTo);
  return {
    resource,
    namespace,
    name: resource.name,
    host: textOf(spec.host) ?? '',
    subsets: recordsOf(spec.subsets).map((fields, index) => ({
      name: textOf(fields.name) ?? '',
      labels: labelsOf(fields.labels),
      fields,
      path: `spec.subsets[${index}]`,
    })),
    visibility: exportOf(
      exportTo.length > 0 ? exportTo : cluster.meshConfig.exports('defaultDestinationRuleExportTo'),
      namespace,
    ),
  };
}
