import type { VirtualServiceSpecHttp } from '../../imports/networking.istio.io';
import type { Checks } from '../../values/checks';
import { checkDuration } from '../../values/duration';
import { show } from '../../values/user-error';
import { checkCorsPolicy, type CorsPolicy, lowerCorsPolicy } from './cors-policy';
import {
  checkHeaderManipulation,
  type HeaderManipulation,
  isAuthorityHeader,
  lowerHeaderManipulation,
} from './header-operations';
import { checkHttpFault, type HttpFault, lowerHttpFault } from './http-fault';
import { checkHttpMatch, type HttpMatch, lowerHttpMatch, type RouteContext } from './http-match';
import {
  checkHttpDirectResponse,
  checkHttpRedirect,
  type HttpDirectResponse,
  type HttpRedirect,
  lowerHttpDirectResponse,
} from './http-response';
import { checkHttpRetries, type HttpRetries, lowerHttpRetries } from './http-retries';
import { checkHttpRewrite, type HttpRewrite } from './http-rewrite';
import {
  checkDestination,
  checkRouteDestinations,
  checkShare,
  type Destination,
  type HttpRouteDestination,
  lowerDestination,
  lowerRouteDestination,
} from './route-destination';

/** A copy of requests, whose answers nobody sees. */
export interface HttpMirror extends Destination {
  /**
   * Share of the requests, 0-100.
   * @default 100
   */
  readonly percentage?: number;
}

/** A VirtualService without hosts, whose routes others take over. */
export interface DelegateReference {
  readonly name: string;
  readonly namespace?: string;
  readonly qualifiedName: string;
  readonly hosts: readonly string[];
  readonly exportTo?: readonly string[];
}

/** What becomes of the requests that match. Exactly one of route, redirect, directResponse and delegate. */
export interface HttpRoute {
  /**
   * Unique in the VirtualService; in the access log.
   * @default - none
   */
  readonly name?: string;
  /**
   * Alternatives, one of which must hold.
   * @default - all requests; for the last route
   */
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly HttpRouteDestination[];
  readonly redirect?: HttpRedirect;
  readonly directResponse?: HttpDirectResponse;
  /** A VirtualService without hosts. What this route says applies to its routes, unless they say it themselves. */
  readonly delegate?: DelegateReference;
  /** @default - unchanged */
  readonly rewrite?: HttpRewrite;
  /**
   * Limit of the whole request, retries included.
   * @default - none
   */
  readonly timeout?: string;
  /** @default - the mesh's: 2 attempts */
  readonly retries?: HttpRetries;
  /** @default - none */
  readonly fault?: HttpFault;
  /**
   * Excludes `mirrors`.
   * @default - none
   */
  readonly mirror?: HttpMirror;
  /** @default - none */
  readonly mirrors?: readonly HttpMirror[];
  /** @default - none */
  readonly corsPolicy?: CorsPolicy;
  /** @default - unchanged */
  readonly headers?: HeaderManipulation;
}

const ACTIONS = ['route', 'redirect', 'directResponse', 'delegate'] as const;
/** What only a request that reaches a destination can have. */
const ON_THE_WAY = ['rewrite', 'fault', 'timeout', 'retries', 'mirror', 'mirrors'] as const;

export function checkHttpRoute(route: HttpRoute, checks: Checks, context: RouteContext): void {
  checkAction(route, checks, context);
  route.match?.forEach((match, index) => checkHttpMatch(match, checks.at('match').at(index), context));
  if (route.route !== undefined) checkRouteDestinations(route.route, checks.at('route'));
  if (route.redirect !== undefined) checkHttpRedirect(route.redirect, checks.at('redirect'));
  if (route.directResponse !== undefined) {
    checkHttpDirectResponse(route.directResponse, checks.at('directResponse'));
  }
  if (route.rewrite !== undefined) checkHttpRewrite(route.rewrite, checks.at('rewrite'), route.headers);
  if (route.timeout !== undefined) checkDuration(checks.at('timeout'), route.timeout);
  if (route.retries !== undefined) checkHttpRetries(route.retries, checks.at('retries'));
  if (route.fault !== undefined) checkHttpFault(route.fault, checks.at('fault'));
  if (route.mirror !== undefined) checkMirror(route.mirror, checks.at('mirror'));
  route.mirrors?.forEach((mirror, index) => checkMirror(mirror, checks.at('mirrors').at(index)));
  checks
    .at('mirrors')
    .expect(
      route.mirror === undefined || (route.mirrors?.length ?? 0) === 0,
      'stands beside mirror: Istio refuses both; put all of them here',
    );
  if (route.corsPolicy !== undefined) checkCorsPolicy(route.corsPolicy, checks.at('corsPolicy'));
  if (route.headers !== undefined) {
    checkHeaderManipulation(route.headers, checks.at('headers'));
    checkAuthority(route.headers, checks.at('headers').at('request'));
  }
}

function checkAction(route: HttpRoute, checks: Checks, context: RouteContext): void {
  const actions = ACTIONS.filter((action) => route[action] !== undefined);
  if (actions.length !== 1) {
    checks.fail(
      actions.length === 0
        ? `has none of ${ACTIONS.join(', ')}: Istio refuses a route that leads nowhere`
        : `has ${actions.join(' and ')}: a route has exactly one of ${ACTIONS.join(', ')}`,
    );
  }
  checks.at('route').expect(route.route?.length !== 0, 'is empty: Istio refuses a route that leads nowhere');
  for (const action of ['redirect', 'directResponse'] as const) {
    if (route[action] === undefined) continue;
    for (const field of ON_THE_WAY) {
      checks
        .at(field)
        .expect(
          route[field] === undefined,
          `stands beside ${action}, which answers at once: it would never take effect`,
        );
    }
  }
  if (route.delegate !== undefined) checkDelegate(route.delegate, checks.at('delegate'), context);
}

function checkDelegate(
  delegate: DelegateReference,
  checks: Checks,
  { namespace, isDelegate }: RouteContext,
): void {
  const name = `VirtualService ${delegate.qualifiedName}`;
  checks.expect(
    !isDelegate,
    'stands in a VirtualService without hosts, a delegate itself: Istio refuses a second step',
  );
  checks.expect(
    delegate.hosts.length === 0,
    `${name} has hosts of its own (${delegate.hosts.join(', ')}): Istio delegates only to one without`,
  );
  checks.expect(
    delegate.exportTo === undefined ||
      namespace === undefined ||
      delegate.exportTo.some(
        (one) => one === '*' || one === namespace || (one === '.' && delegate.namespace === namespace),
      ),
    `${name} is exported to ${delegate.exportTo?.join(', ')} and not to ${namespace}: Istio leaves the route out`,
  );
}

function checkMirror(mirror: HttpMirror, checks: Checks): void {
  checkDestination(mirror, checks);
  if (mirror.percentage !== undefined) checkShare(mirror.percentage, checks.at('percentage'));
}

function checkAuthority({ request }: HeaderManipulation, checks: Checks): void {
  const names = [...Object.keys(request?.set ?? {}), ...Object.keys(request?.add ?? {})].filter(
    isAuthorityHeader,
  );
  checks.expect(
    names.length < 2,
    `sets the host by ${names.map(show).join(' and ')}: Istio refuses more than one`,
  );
}

export function lowerHttpRoute(http: HttpRoute): VirtualServiceSpecHttp {
  const { match, route, redirect, directResponse, delegate, rewrite, retries, fault, mirror, mirrors } = http;
  const { corsPolicy, headers, name, timeout } = http;
  return {
    name,
    match: match?.map(lowerHttpMatch),
    route: route?.map(lowerRouteDestination),
    // The imported enums have the values of our unions.
    redirect: redirect && ({ ...redirect } as VirtualServiceSpecHttp['redirect']),
    directResponse: directResponse && lowerHttpDirectResponse(directResponse),
    delegate: delegate && { name: delegate.name, namespace: delegate.namespace },
    rewrite: rewrite && { ...rewrite },
    timeout,
    retries: retries && lowerHttpRetries(retries),
    fault: fault && lowerHttpFault(fault),
    mirror: mirror && lowerDestination(mirror),
    mirrorPercentage: mirror?.percentage === undefined ? undefined : { value: mirror.percentage },
    mirrors: mirrors?.map((one) => ({
      destination: lowerDestination(one),
      ...(one.percentage !== undefined && { percentage: { value: one.percentage } }),
    })),
    corsPolicy: corsPolicy && (lowerCorsPolicy(corsPolicy) as VirtualServiceSpecHttp['corsPolicy']),
    headers: headers && lowerHeaderManipulation(headers),
  };
}
