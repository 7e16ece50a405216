import { hostsOverlap } from '../../values/host';
import { isRecord } from '../schema/schema';
import { at, fieldsOf, recordsOf, textOf, type Fields } from './fields';
import { isLike } from './pattern';
import { anyOf, not, toVerdict, type Verdict } from './verdict';
import type { Route, VirtualService } from './virtual-service';

/** What is known of all requests that a match takes. */
export interface Requests {
  /** The whole of it, or its beginning; undefined for any. Without the query. */
  readonly path: { readonly text: string; readonly isWhole: boolean } | undefined;
  /** Undefined for any. */
  readonly method: string | undefined;
  /** Names, or wildcards; undefined for any. */
  readonly hosts: readonly string[] | undefined;
}

type Of = Pick<VirtualService, 'hosts' | 'reached'>;

/**
 * The requests that a route of HTTP takes, one for each of its matches that any come to. One that is for some gateways
 * alone is left out.
 */
export function takenBy(route: Route, { hosts, reached }: Of): readonly Requests[] {
  return requests(reached.get(route)!, hosts, {});
}

/**
 * The same as they arrive where the route leads, rewritten. Empty where the route sets what they are compared by, and
 * without those that a gateway answers by a `corsPolicy`.
 *
 * Source: `applyHTTPRouteDestination` of istiod.
 */
export function sentBy(route: Route, { hosts, reached }: Of): readonly Requests[] {
  const { fields } = route;
  if (setsRequestLine(fields)) return [];
  const rewrite = fieldsOf(fields.rewrite);
  const authority = textOf(rewrite.authority);
  const sent = requests(reached.get(route)!, authority === undefined ? hosts : [authority], rewrite);
  return isRecord(fields.corsPolicy) ? sent.filter(({ method }) => method !== 'OPTIONS') : sent;
}

function requests(
  matches: readonly Fields[],
  hosts: readonly string[],
  rewrite: Fields,
): readonly Requests[] {
  const isNamed = hosts.every((one) => one.includes('.') && one !== '*');
  return matches
    .filter(({ gateways }) => gateways === undefined)
    .map((match) => ({
      path: pathOf(match, rewrite),
      method: textOf(at(match, 'method', 'exact')),
      hosts: isNamed ? hosts : undefined,
    }));
}

/** Whether headers are set that stand for the path, the method or the host. */
function setsRequestLine(fields: Fields): boolean {
  const all = [fields, ...recordsOf(fields.route)].map((one) => fieldsOf(at(one, 'headers', 'request')));
  const keys = all.flatMap(({ set, add, remove }) => [
    ...Object.keys(fieldsOf(set)),
    ...Object.keys(fieldsOf(add)),
    ...(Array.isArray(remove) ? remove.map(String) : []),
  ]);
  return keys.some((key) => key.startsWith(':') || key.toLowerCase() === 'host');
}

function pathOf(match: Fields, rewrite: Fields): Requests['path'] {
  const exact = textOf(at(match, 'uri', 'exact'));
  const given = exact ?? textOf(at(match, 'uri', 'prefix'));
  const to = textOf(rewrite.uri);
  const isRegex = at(match, 'uri', 'regex') !== undefined || rewrite.uriRegexRewrite !== undefined;
  const text = to || (match.ignoreUriCase === true ? undefined : given);
  if (isRegex || text === undefined || !isPlain(text) || (given !== undefined && !isPlain(given)))
    return undefined;
  return { text, isWhole: exact !== undefined };
}

/** Whether a path stays as it is when a proxy normalizes it. */
function isPlain(path: string): boolean {
  return path.startsWith('/') && !/%|\/\/|\/\.{1,2}(?:\/|$)/.test(path);
}

/** Whether an operation's field is true of all requests, or of none. `undefined` for a field that is of something else. */
export function requestVerdict(
  field: string,
  values: readonly string[],
  requests: Requests,
): Verdict | undefined {
  switch (field) {
    case 'paths':
      return anyOf(values.map((one) => pathVerdict(one, requests)));
    case 'notPaths':
      return not(anyOf(values.map((one) => pathVerdict(one, requests))));
    case 'methods':
      return anyOf(values.map((one) => methodVerdict(one, requests)));
    case 'notMethods':
      return not(anyOf(values.map((one) => methodVerdict(one, requests))));
    case 'hosts':
      return anyOf(values.map((one) => hostVerdict(one, requests)));
    case 'notHosts':
      return not(anyOf(values.map((one) => hostVerdict(one, requests))));
    default:
      return undefined;
  }
}

/** A text with a `*` at its beginning or its end, or with `{*}` for a segment. */
function pathVerdict(pattern: string, { path }: Requests): Verdict {
  if (pattern === '*') return 'yes';
  if (path === undefined) return 'maybe';
  const { text, isWhole } = path;
  const template = pattern.indexOf('{');
  if (template >= 0) return meets(pattern.slice(0, template), path) ? 'maybe' : 'no';
  if (pattern.startsWith('*')) return isWhole ? toVerdict(text.endsWith(pattern.slice(1))) : 'maybe';
  if (!pattern.endsWith('*')) {
    if (isWhole) return toVerdict(text === pattern);
    return pattern.startsWith(text) ? 'maybe' : 'no';
  }
  const prefix = pattern.slice(0, -1);
  if (text.startsWith(prefix)) return 'yes';
  return meets(prefix, path) ? 'maybe' : 'no';
}

/** Whether a path can begin with a text. */
function meets(prefix: string, { text, isWhole }: NonNullable<Requests['path']>): boolean {
  return text.startsWith(prefix) || (!isWhole && prefix.startsWith(text));
}

function methodVerdict(pattern: string, { method }: Requests): Verdict {
  if (pattern === '*') return 'yes';
  return method === undefined ? 'maybe' : toVerdict(isLike(pattern, method));
}

/** Requests may name a port with their host, so that nothing but `*` is true of all. */
function hostVerdict(pattern: string, { hosts }: Requests): Verdict {
  if (pattern === '*') return 'yes';
  if (hosts === undefined) return 'maybe';
  const name = pattern.replace(/:[^:]*$/, '').toLowerCase();
  return hosts.some((one) => canBe(name, one.replace(/:\d+$/, '').toLowerCase())) ? 'maybe' : 'no';
}

function canBe(pattern: string, host: string): boolean {
  if (pattern.endsWith('*')) return host.startsWith('*') || host.startsWith(pattern.slice(0, -1));
  if (!pattern.startsWith('*'))
    return pattern === host || (host.startsWith('*') && hostsOverlap(host, pattern));
  const [end, other] = [pattern.slice(1), host.replace(/^\*/, '')];
  return other.endsWith(end) || (host.startsWith('*') && end.endsWith(other));
}

/** `GET /cart* of shop.example.org` */
export function formatRequests({ path, method, hosts }: Requests): string {
  const line = [method, path && `${path.text}${path.isWhole ? '' : '*'}`].filter((one) => one !== undefined);
  const of = hosts === undefined ? '' : ` of ${hosts.join(', ')}`;
  return `${line.length === 0 ? 'requests' : line.join(' ')}${of}`;
}
