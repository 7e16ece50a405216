import { at, numberOf, textOf, type Fields } from './fields';
import type { Route, VirtualService } from './virtual-service';

/**
 * The matches of each route that requests can come to; one without conditions where a route has none. Left out is what
 * an earlier prefix takes all of, what no request is like, and what is for a port that no gateway of its VirtualService
 * has. (`routeOrder` says what Istio's validation says of it.)
 *
 * Source: `BuildHTTPRoutesForVirtualService` of istiod.
 */
export function reachedMatches(
  routes: readonly Route[],
  of: Pick<VirtualService, 'resource' | 'gateways' | 'isForSidecars'>,
): ReadonlyMap<Route, readonly Fields[]> {
  const ports = portsOf(of);
  const taken = new Prefixes();
  const reached = new Map<Route, Fields[]>();
  for (const route of routes) {
    const own: Fields[] = [];
    reached.set(route, own);
    for (const match of route.matches.length === 0 ? [{}] : route.matches) {
      const port = numberOf(match.port) || undefined;
      if (port !== undefined && ports?.has(port) === false) continue;
      if (route.protocol === 'http') {
        if (isLikeNothing(match) || taken.cover(pathOf(match))) continue;
        const prefix = prefixOf(match);
        // A delegate takes only what its own routes match.
        if (prefix !== undefined && !route.fields.delegate) taken.add(prefix);
      }
      own.push(match);
    }
  }
  return reached;
}

/** Those that the gateways listen on; undefined where it may be any. */
function portsOf({
  resource: { cluster },
  gateways,
  isForSidecars,
}: Pick<VirtualService, 'resource' | 'gateways' | 'isForSidecars'>): ReadonlySet<number> | undefined {
  if (isForSidecars) return undefined;
  const bound = gateways.map(({ gateway }) => gateway && cluster.gateway(gateway.namespace, gateway.name));
  const ports = bound.flatMap((one) =>
    one === undefined ? [undefined] : one.servers.map(({ port }) => port),
  );
  return ports.includes(undefined) ? undefined : new Set(ports.map(Number));
}

function isLikeNothing(match: Fields): boolean {
  return at(match, 'uri', 'exact') === '' || at(match, 'method', 'exact') === '';
}

/** How all paths of a match begin; empty where they may be any. */
function pathOf(match: Fields): string {
  if (match.ignoreUriCase === true) return '';
  return textOf(at(match, 'uri', 'exact')) ?? textOf(at(match, 'uri', 'prefix')) ?? '';
}

const WITHOUT_CONDITION: ReadonlySet<string> = new Set(['uri', 'ignoreUriCase', 'name', 'statPrefix']);

/** The prefix that is all that a match asks for; empty where it takes everything. */
function prefixOf(match: Fields): string | undefined {
  if (Object.keys(match).some((key) => !WITHOUT_CONDITION.has(key))) return undefined;
  const { uri } = match;
  if (uri === undefined || uri === null || at(uri, 'regex') === '.*') return '';
  const prefix = textOf(at(uri, 'prefix'));
  return prefix === '/' ? '' : prefix;
}

class Prefixes {
  private readonly byLength = new Map<number, Set<string>>();

  add(prefix: string): void {
    const known = this.byLength.get(prefix.length) ?? new Set();
    this.byLength.set(prefix.length, known.add(prefix));
  }

  /** Whether one of them is what a text begins with. */
  cover(text: string): boolean {
    for (const [length, known] of this.byLength) if (known.has(text.slice(0, length))) return true;
    return false;
  }
}
