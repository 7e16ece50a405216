import type { Checks } from '../../values/checks';
import { isDnsLabel } from '../../values/dns';
import { isWildcardHostName } from '../../values/host';
import { checkInteger, checkPercent, INT32_MAX } from '../../values/numbers';
import { show } from '../../values/user-error';
import { type Addressable, hostOf, type Subset } from './destination';
import {
  checkHeaderManipulation,
  type HeaderManipulation,
  lowerHeaderManipulation,
} from './header-operations';

/** Where a request or a connection goes. */
export interface Destination {
  /**
   * The subset of a DestinationRule, an object that has a host, or a host name. A short name is looked up in the
   * VirtualService's namespace.
   */
  readonly destination: Subset | Addressable | string;
  /**
   * Number of the port on the destination, 1-65535.
   * @default - the destination's only port
   */
  readonly port?: number;
}

/** One of the destinations of a route. */
export interface RouteDestination extends Destination {
  /**
   * Share of the traffic, relative to the other weights of the route. 0 sends none.
   * @default - all, where it is the only destination; required beside others
   */
  readonly weight?: number;
}

export interface HttpRouteDestination extends RouteDestination {
  /**
   * Changes of headers of what goes here.
   * @default - the route's alone
   */
  readonly headers?: HeaderManipulation;
}

export function checkDestination({ destination, port }: Destination, checks: Checks): void {
  const host = hostOf(destination);
  checks
    .at('destination')
    .expect(
      host !== '*' && isWildcardHostName(host),
      `${show(host)} is not a host (the name of a service, such as shop.demo.svc.cluster.local)`,
    );
  const subset = subsetOf(destination);
  // Istio takes capitals too.
  checks
    .at('destination')
    .expect(
      subset === undefined || isDnsLabel(subset.toLowerCase()),
      `${show(subset)} is not a subset's name (letters, digits and "-", at most 63): Istio refuses it`,
    );
  if (port !== undefined) checks.at('port').port(port);
}

/** The name of a subset; undefined for a DestinationRule, whose `subset` hands subsets out, and all other hosts. */
function subsetOf(destination: Subset | Addressable | string): string | undefined {
  const subset = typeof destination === 'object' && 'subset' in destination ? destination.subset : undefined;
  return typeof subset === 'string' ? subset : undefined;
}

export function checkRouteDestinations(route: readonly HttpRouteDestination[], checks: Checks): void {
  route.forEach((one, index) => {
    const at = checks.at(index);
    checkDestination(one, at);
    if (one.weight !== undefined) checkInteger(at.at('weight'), one.weight, 0, INT32_MAX);
    if (one.headers !== undefined) checkHeaderManipulation(one.headers, at.at('headers'));
  });
  if (route.length < 2) return;
  if (route.every(({ weight }) => (weight ?? 0) === 0)) {
    checks.fail(`has ${route.length} destinations whose weights are all 0 or missing: Istio refuses it`);
    return;
  }
  route.forEach(({ weight }, index) =>
    checks
      .at(index)
      .at('weight')
      .expect(
        weight !== undefined,
        'is missing beside weighted destinations: Istio would take it for 0 and send nothing; write 0 if that is meant',
      ),
  );
}

export function lowerDestination({ destination, port }: Destination) {
  const subset = subsetOf(destination);
  return {
    host: hostOf(destination),
    ...(subset !== undefined && { subset }),
    ...(port !== undefined && { port: { number: port } }),
  };
}

export function lowerRouteDestination(route: HttpRouteDestination) {
  return {
    destination: lowerDestination(route),
    ...(route.weight !== undefined && { weight: route.weight }),
    ...(route.headers && { headers: lowerHeaderManipulation(route.headers) }),
  };
}

/** Records a percentage that Envoy, which counts millionths, would take for none. */
export function checkShare(percentage: number, checks: Checks): void {
  if (!checkPercent(checks, percentage)) return;
  checks.expect(
    percentage === 0 || percentage >= 0.0001,
    `${show(percentage)} is less than 0.0001, which counts as 0`,
  );
}
