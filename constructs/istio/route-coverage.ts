import type { Checks } from '../../values/checks';
import type { TcpMatch, TlsMatch } from './connection-route';
import type { HttpMatch, SourceMatch } from './http-match';
import { type StringMatch, stringMatchCovers } from './string-match';

/** The alternatives of a route, none or an empty list for all traffic. */
interface Matched<Match> {
  readonly match?: readonly Match[];
  /** A route that hands on to others may decline what it matches. */
  readonly delegate?: unknown;
}

/**
 * Reports the alternatives that can never be taken, because an earlier route takes all that they match.
 *
 * Istio only warns of some of them. What is not certain is not reported.
 */
export function checkReachable<Match extends object>(
  routes: readonly Matched<Match>[],
  covers: (wide: Match, narrow: Match) => boolean,
  checks: Checks,
): void {
  const alternatives = routes.map(({ match = [] }) => (match.length > 0 ? match : [{} as Match]));
  routes.forEach(({ match = [] }, index) =>
    alternatives[index]?.forEach((narrow, number) => {
      const earlier = routes.findIndex(
        ({ delegate }, other) =>
          other < index &&
          delegate === undefined &&
          alternatives[other]?.some((wide) => covers(wide, narrow)),
      );
      const at = match.length > 0 ? checks.at(index).at('match').at(number) : checks.at(index);
      at.expect(earlier === -1, `is never reached: ${checks.at(earlier).path} takes all of it before`);
    }),
  );
}

export function httpMatchCovers(wide: HttpMatch, narrow: HttpMatch): boolean {
  return (
    pathCovers(wide, narrow) &&
    (['scheme', 'method', 'authority'] as const).every((field) =>
      optionalCovers(wide[field], narrow[field]),
    ) &&
    (['headers', 'queryParams'] as const).every((field) =>
      Object.entries(wide[field] ?? {}).every(([name, match]) =>
        optionalCovers(match, narrow[field]?.[name]),
      ),
    ) &&
    // What must not match is certain only where both say the same.
    Object.entries(wide.withoutHeaders ?? {}).every(([name, match]) =>
      isSame(match, narrow.withoutHeaders?.[name]),
    ) &&
    (wide.port === undefined || wide.port === narrow.port) &&
    sourceCovers(wide, narrow)
  );
}

/** For TCP, where Istio stops at the first match without subnets. */
export function tcpMatchCovers(wide: TcpMatch, narrow: TcpMatch): boolean {
  const subnets = wide.destinationSubnets ?? [];
  return (
    (subnets.length === 0 || includesAll(subnets, narrow.destinationSubnets)) &&
    (wide.port === undefined || wide.port === narrow.port) &&
    sourceCovers(wide, narrow)
  );
}

/** For TLS, where the more specific name and subnet win, whatever the order. A match without names is refused elsewhere. */
export function tlsMatchCovers(wide: TlsMatch, narrow: TlsMatch): boolean {
  const [subnets, others] = [wide.destinationSubnets ?? [], narrow.destinationSubnets ?? []];
  return (
    includesAll(wide.sniHosts ?? [], narrow.sniHosts) &&
    (subnets.length === 0 ? others.length === 0 : includesAll(subnets, others)) &&
    (wide.port === undefined || wide.port === narrow.port) &&
    sourceCovers(wide, narrow)
  );
}

function pathCovers(wide: HttpMatch, narrow: HttpMatch): boolean {
  if (wide.uri === undefined || (wide.uri.kind === 'prefix' && wide.uri.value === '/')) return true;
  return (
    narrow.uri !== undefined &&
    (wide.ignoreUriCase ?? false) === (narrow.ignoreUriCase ?? false) &&
    stringMatchCovers(wide.uri, narrow.uri)
  );
}

function optionalCovers(wide: StringMatch | undefined, narrow: StringMatch | undefined): boolean {
  return wide === undefined || (narrow !== undefined && stringMatchCovers(wide, narrow));
}

function isSame(one: StringMatch, other: StringMatch | undefined): boolean {
  return one.kind === other?.kind && one.value === other.value;
}

function sourceCovers(wide: SourceMatch, narrow: SourceMatch): boolean {
  const gateways = (match: SourceMatch) => match.gateways?.map(({ qualifiedName }) => qualifiedName) ?? [];
  return (
    (gateways(wide).length === 0 || includesAll(gateways(wide), gateways(narrow))) &&
    Object.entries(wide.sourceLabels ?? {}).every(([key, value]) => narrow.sourceLabels?.[key] === value) &&
    (wide.sourceNamespace === undefined || wide.sourceNamespace === narrow.sourceNamespace)
  );
}

/** An empty list of the narrow side stands for all, which no list includes. */
function includesAll(wide: readonly string[], narrow: readonly string[] = []): boolean {
  return narrow.length > 0 && narrow.every((one) => wide.includes(one));
}
