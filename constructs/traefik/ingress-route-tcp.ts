import type { Construct } from 'constructs';
import {
  IngressRouteTcp as IngressRouteTcpObject,
  IngressRouteTcpSpecRoutesServicesPort,
  type IngressRouteTcpSpec,
  type IngressRouteTcpSpecRoutesServices,
} from '../../imports/traefik.io';
import type { Checks } from '../../values/checks';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { show } from '../../values/user-error';
import { Service } from '../kubernetes/service';
import { Resource, type ResourceProps } from '../resource';
import type { TcpRule } from './tcp-rule';

/** A service that something else makes: a Helm chart, a virtual cluster's syncer. */
export interface ServiceReference {
  readonly name: string;
  /**
   * Traefik follows another namespace only where it is started with `allowCrossNamespace`.
   * @default - the route's namespace
   */
  readonly namespace?: string;
}

/** Where a route's connections go. */
export interface TcpTarget {
  readonly service: Service | ServiceReference;
  /** Port of the service, 1-65535, or its name. */
  readonly port: number | string;
  /**
   * Share of the connections, of the sum of all weights.
   * @default 1
   */
  readonly weight?: number;
  /**
   * Version of the PROXY protocol that the service is to be told the client's address by.
   * @default - none
   */
  readonly proxyProtocol?: 1 | 2;
  /**
   * Whether Traefik calls the service's address instead of its pods'.
   * @default - Traefik's, which is false
   */
  readonly nativeLB?: boolean;
}

/** Connections, and where they go. */
export interface TcpRoute {
  readonly match: TcpRule;
  /** At least one. */
  readonly services: readonly TcpTarget[];
  /**
   * The higher goes first.
   * @default - the length of the rule
   */
  readonly priority?: number;
  /**
   * Names of MiddlewareTCP objects of the route's namespace.
   * @default - none
   */
  readonly middlewares?: readonly string[];
}

/** TLS of all routes of an IngressRouteTCP. */
export interface IngressRouteTcpTls {
  /**
   * Hands the connection on as it is, so that the service's own certificate answers.
   * @default false; Traefik ends TLS
   */
  readonly passthrough?: boolean;
  /**
   * Secret with the certificate, of the route's namespace. Not with `passthrough`.
   * @default - Traefik's default certificate
   */
  readonly secretName?: string;
  /**
   * Resolver of Traefik's own that gets the certificate. Not with `passthrough`.
   * @default - none
   */
  readonly certResolver?: string;
}

export interface IngressRouteTcpProps extends ResourceProps {
  /**
   * Traefik's ports, by the names of its static configuration: `websecure`.
   * @default - all that Traefik takes for its default
   */
  readonly entryPoints?: readonly string[];
  /** At least one. */
  readonly routes: readonly TcpRoute[];
  /** @default - none: the routes take connections without TLS, and name no host */
  readonly tls?: IngressRouteTcpTls;
  /** @default - the Traefik that reads those without */
  readonly ingressClassName?: string;
}

/**
 * Routes of Traefik by what a connection says before its first byte of content: the host in its TLS handshake, or the
 * client's address. With `passthrough`, a server with a certificate of its own is reached through one shared port.
 *
 * @throws UserError for rules and settings that Traefik would refuse or ignore
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/tcp/ingressroutetcp/
 */
export class IngressRouteTCP extends Resource {
  readonly apiObject: IngressRouteTcpObject;

  constructor(scope: Construct, id: string, props: IngressRouteTcpProps) {
    super(scope, id, props);
    this.check('IngressRouteTCP', (checks) => checkIngressRoute(props, checks));
    this.apiObject = new IngressRouteTcpObject(this, 'Resource', {
      metadata: this.metadata,
      spec: lower(props, this.namespace),
    });
  }
}

function checkIngressRoute({ entryPoints, routes, tls }: IngressRouteTcpProps, checks: Checks): void {
  if (entryPoints !== undefined) {
    checks
      .at('entryPoints')
      .expect(
        entryPoints.length > 0,
        'is empty: leave it out for the entry points that Traefik has as default',
      );
  }
  checks.at('routes').expect(routes.length > 0, 'is empty: Traefik would route nothing');
  const rules = new Set<string>();
  routes.forEach((route, index) => {
    const at = checks.at('routes').at(index);
    checkRoute(route, tls !== undefined, at);
    at.at('match').expect(
      !rules.has(route.match.text),
      `${show(route.match.text)} is there already: Traefik would keep one of the two`,
    );
    rules.add(route.match.text);
  });
  if (tls === undefined) return;
  for (const field of ['secretName', 'certResolver'] as const) {
    checks
      .at('tls')
      .at(field)
      .expect(
        !tls.passthrough || tls[field] === undefined,
        `${show(tls[field])} is given with passthrough: Traefik shows no certificate then, the service does`,
      );
  }
  if (tls.secretName !== undefined) checks.at('tls').at('secretName').dnsSubdomain(tls.secretName);
}

function checkRoute({ match, services, priority }: TcpRoute, hasTls: boolean, checks: Checks): void {
  match.check(checks.at('match'));
  checks
    .at('match')
    .expect(
      hasTls || !match.namesHost,
      `${show(match.text)} names a host, and there is no tls: only a TLS handshake names one, Traefik refuses it; give tls, passthrough where the service has a certificate`,
    );
  checks.at('services').expect(services.length > 0, 'is empty: the connections would go nowhere');
  services.forEach(({ service, port, weight }, index) => {
    const at = checks.at('services').at(index);
    at.at('service').at('name').dnsLabel(service.name);
    checkPort(service, port, at.at('port'));
    if (weight !== undefined) checkInteger(at.at('weight'), weight, 0, INT32_MAX);
  });
  if (priority !== undefined) {
    // 0 is the length of the rule, as if none were given.
    checkInteger(checks.at('priority'), priority, 1, Number.MAX_SAFE_INTEGER);
  }
}

function checkPort(service: Service | ServiceReference, port: number | string, checks: Checks): void {
  if (typeof port === 'number') checks.port(port);
  else checks.dnsLabel(port);
  if (!(service instanceof Service)) return;
  const names = service.ports.map(({ port: number, name, protocol }) => ({ number, name: name ?? protocol }));
  checks.expect(
    names.some(({ number, name }) => number === port || name === port),
    `${show(port)} is no port of the service ${service.qualifiedName} (${names.map(({ number, name }) => `${number} ${name}`).join(', ')})`,
  );
}

function lower(props: IngressRouteTcpProps, namespace: string | undefined): IngressRouteTcpSpec {
  const { entryPoints, routes, tls, ingressClassName } = props;
  return {
    entryPoints: entryPoints && [...entryPoints],
    ingressClassName,
    routes: routes.map(({ match, services, priority, middlewares }) => ({
      match: match.text,
      priority,
      middlewares: middlewares?.map((name) => ({ name })),
      services: services.map((target) => lowerTarget(target, namespace)),
    })),
    tls: tls && { ...tls },
  };
}

/** @param own - the route's namespace, which Traefik looks in where none is written */
function lowerTarget(
  { service, port, weight, proxyProtocol, nativeLB }: TcpTarget,
  own: string | undefined,
): IngressRouteTcpSpecRoutesServices {
  return {
    name: service.name,
    namespace: service.namespace === own ? undefined : service.namespace,
    port:
      typeof port === 'number'
        ? IngressRouteTcpSpecRoutesServicesPort.fromNumber(port)
        : IngressRouteTcpSpecRoutesServicesPort.fromString(port),
    weight,
    proxyProtocol: proxyProtocol === undefined ? undefined : { version: proxyProtocol },
    nativeLb: nativeLB,
  };
}
