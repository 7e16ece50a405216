import { at, fieldsOf, textOf, type Fields } from '../model/fields';
import type { Route, VirtualService } from '../model/virtual-service';
import { addTo } from '../model/fields';
import type { UnreachableReason } from './catalogue';

/** A rule that no request reaches. */
export interface UnreachableRoute {
  readonly route: Route;
  readonly reason: UnreachableReason;
}

/** A match that a match of a rule before it takes everything from. */
export interface IneffectiveMatch {
  readonly path: string;
  /** The rule before it. */
  readonly by: Route;
}

/**
 * What the order of a VirtualService's rules keeps from having an effect.
 *
 * Source: `analyzeUnreachableHTTPRules` and its neighbours in pkg/config/validation of Istio's repository.
 */
export function routeOrder({ routes }: VirtualService): {
  readonly unreachable: readonly UnreachableRoute[];
  readonly ineffective: readonly IneffectiveMatch[];
} {
  const unreachable: UnreachableRoute[] = [];
  const ineffective: IneffectiveMatch[] = [];
  for (const protocol of ['http', 'tls', 'tcp']) {
    const before = new Map<string, Route>();
    let hasCatchAll = false;
    const reached: Match[] = [];
    for (const route of routes) {
      if (route.protocol !== protocol) continue;
      if (hasCatchAll) {
        unreachable.push({ route, reason: route.matches.length === 0 ? 'notLast' : 'behindCatchAll' });
        continue;
      }
      hasCatchAll = route.matches.length === 0;
      let taken = 0;
      route.matches.forEach((fields, index) => {
        const path = `${route.path}.match[${index}]`;
        const key = canonical(protocol === 'http' ? { ...fields, name: undefined } : fields);
        const by = before.get(key);
        if (by === undefined) {
          before.set(key, route);
          reached.push({ route, path, fields });
        } else {
          ineffective.push({ path, by });
          taken++;
        }
      });
      if (taken > 0 && taken === route.matches.length) unreachable.push({ route, reason: 'allTaken' });
    }
    if (protocol === 'http') ineffective.push(...coveredPrefixes(reached));
  }
  return { unreachable, ineffective };
}

interface Match {
  readonly route: Route;
  readonly path: string;
  readonly fields: Fields;
}

/** Matches by prefix of which a match before has a shorter one and asks for no more. */
function coveredPrefixes(matches: readonly Match[]): readonly IneffectiveMatch[] {
  const found: IneffectiveMatch[] = [];
  const before = new Map<string, Match[]>();
  for (const match of matches) {
    const prefix = textOf(at(match.fields, 'uri', 'prefix')) ?? '';
    if (prefix === '') continue;
    for (let length = 1; length < prefix.length; length++) {
      for (const other of before.get(prefix.slice(0, length)) ?? []) {
        if (asksNoMore(other.fields, match.fields)) found.push({ path: match.path, by: other.route });
      }
    }
    addTo(before, prefix, match);
  }
  return found;
}

/** As far as Istio looks: port, method, authority, headers and parameters, by equality or the beginning. */
function asksNoMore(earlier: Fields, later: Fields): boolean {
  if ((earlier.port ?? 0) !== (later.port ?? 0)) return false;
  if (!textOfMatch(earlier.method, 'GET').startsWith(textOfMatch(later.method, 'GET'))) return false;
  if (!textOfMatch(earlier.authority).startsWith(textOfMatch(later.authority))) return false;
  return ['headers', 'queryParams', 'withoutHeaders'].every((field) => {
    const [ours, theirs] = [fieldsOf(earlier[field]), fieldsOf(later[field])];
    const keys = Object.keys(ours);
    if (keys.length !== Object.keys(theirs).length) return false;
    return keys.every(
      (key) => Object.hasOwn(theirs, key) && textOfMatch(ours[key]).startsWith(textOfMatch(theirs[key])),
    );
  });
}

/** A StringMatch as Istio compares them here; without one, any. */
function textOfMatch(match: unknown, usual?: string): string {
  const exact = textOf(at(match, 'exact')) ?? '';
  const prefix = textOf(at(match, 'prefix')) ?? '';
  if (exact !== '') return `exact ${exact}`;
  if (prefix !== '') return `prefix ${prefix}`;
  return usual === undefined ? '' : `exact ${usual}`;
}

/** One text for all ways to write the same match: keys in order, and nothing that is not said. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => {
    if (one === null || one === false || one === '' || one === 0) return undefined;
    if (Array.isArray(one)) return one.length === 0 ? undefined : one;
    if (typeof one !== 'object') return one;
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
