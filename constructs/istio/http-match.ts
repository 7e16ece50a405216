import type { Checks } from '../../values/checks';
import { checkLabels } from '../../values/label';
import { show } from '../../values/user-error';
import {
  checkGatewayReferences,
  type GatewayReference,
  lowerGatewayReferences,
  meshGateway,
} from './gateway-reference';
import { isHeaderName } from './header-operations';
import { checkStringMatch, lowerStringMatch, StringMatch } from './string-match';

/** Conditions on a request, all of which must hold. */
export interface HttpMatch {
  /**
   * Name of the match, which Istio appends to the route's in logs.
   * @default - none
   */
  readonly name?: string;
  /**
   * The path, without the query.
   * @default - any
   */
  readonly uri?: StringMatch;
  /** @default false */
  readonly ignoreUriCase?: boolean;
  /** @default - any */
  readonly scheme?: StringMatch;
  /** @default - any */
  readonly method?: StringMatch;
  /**
   * The host that the request names, with its port if it names one.
   * @default - any
   */
  readonly authority?: StringMatch;
  /**
   * Headers that must match, by name. `@request.auth.claims[group]` is a claim of the request's token, for routes of
   * gateways alone.
   * @default - any
   */
  readonly headers?: Readonly<Record<string, StringMatch>>;
  /**
   * Headers that must not match, by name; `StringMatch.present()` for those that must not be there.
   * @default - none
   */
  readonly withoutHeaders?: Readonly<Record<string, StringMatch>>;
  /** @default - any */
  readonly queryParams?: Readonly<Record<string, StringMatch>>;
  /**
   * Port that the client called, 1-65535.
   * @default - any
   */
  readonly port?: number;
  /**
   * Labels of the workloads that call. For the mesh, and not beside `gateways`.
   * @default - any
   */
  readonly sourceLabels?: Readonly<Record<string, string>>;
  /**
   * Namespace of the workloads that call. For the mesh, and not beside `gateways`.
   * @default - any
   */
  readonly sourceNamespace?: string;
  /**
   * Where the match applies, of the VirtualService's own gateways.
   * @default - all of them
   */
  readonly gateways?: readonly GatewayReference[];
  /**
   * Prefix of the statistics that Envoy keeps for the match.
   * @default - none
   */
  readonly statPrefix?: string;
}

/** Matches by the path alone. */
export const HttpMatch = {
  /** Paths that are `path`. */
  exact: (path: string): HttpMatch => ({ uri: StringMatch.exact(path) }),
  /** Paths that begin with `path`: `/api` takes `/api/v1`, and `/apis` too. */
  prefix: (path: string): HttpMatch => ({ uri: StringMatch.prefix(path) }),
  /** Paths that are, as a whole, what an RE2 expression says. */
  regex: (expression: string): HttpMatch => ({ uri: StringMatch.regex(expression) }),
} as const;

/** What the checks of a route must know of the VirtualService around it. */
export interface RouteContext {
  readonly namespace?: string;
  /** Whether it has no hosts, so that gateways come from whoever delegates to it. */
  readonly isDelegate: boolean;
  /** Qualified names; `mesh` alone where the VirtualService names none. */
  readonly gateways: readonly string[];
}

/** Conditions on who calls, which the matches of all kinds of routes share. */
export interface SourceMatch {
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
  readonly gateways?: readonly GatewayReference[];
}

export function checkSourceMatch(match: SourceMatch, checks: Checks, context: RouteContext): void {
  const { sourceLabels, sourceNamespace, gateways } = match;
  if (sourceLabels !== undefined) checkLabels(sourceLabels, checks.at('sourceLabels'));
  if (sourceNamespace !== undefined) checks.at('sourceNamespace').dnsLabel(sourceNamespace);
  if (gateways !== undefined) checkGatewayReferences(gateways, checks.at('gateways'));
  if (context.isDelegate) return;
  gateways?.forEach(({ qualifiedName }, index) =>
    checks
      .at('gateways')
      .at(index)
      .expect(
        context.gateways.includes(qualifiedName),
        `${show(qualifiedName)} is not among the VirtualService's gateways (${context.gateways.join(', ')}): ` +
          'the match applies nowhere',
      ),
  );
  for (const field of ['sourceLabels', 'sourceNamespace'] as const) {
    checks
      .at(field)
      .expect(
        match[field] === undefined || context.gateways.includes(meshGateway.qualifiedName),
        'is about callers in the mesh, but the VirtualService applies to gateways alone: add meshGateway to its gateways',
      );
  }
}

export function checkHttpMatch(match: HttpMatch, checks: Checks, context: RouteContext): void {
  if (match.uri !== undefined) checkPath(match.uri, checks.at('uri'));
  for (const field of ['scheme', 'method', 'authority'] as const) {
    if (match[field] !== undefined) checkStringMatch(match[field], checks.at(field));
  }
  for (const field of ['headers', 'withoutHeaders'] as const) {
    for (const [name, value] of Object.entries(match[field] ?? {})) {
      checkMatchedHeader(name, checks.at(field), context);
      checkStringMatch(value, checks.at(field).at(name), { optional: true });
    }
  }
  for (const [name, value] of Object.entries(match.queryParams ?? {})) {
    checkStringMatch(value, checks.at('queryParams').at(name), { optional: true });
  }
  if (match.port !== undefined) checks.at('port').port(match.port);
  checkSourceMatch(match, checks, context);
  for (const field of ['sourceLabels', 'sourceNamespace'] as const) {
    checks
      .at(field)
      .expect(
        match[field] === undefined || (match.gateways?.length ?? 0) === 0,
        'stands beside gateways: Istio then reads the gateways alone, and takes requests from every workload',
      );
  }
}

function checkPath(uri: StringMatch, checks: Checks): void {
  checkStringMatch(uri, checks);
  if (uri.value === '' || (uri.kind !== 'exact' && uri.kind !== 'prefix')) return;
  checks.expect(
    uri.value.startsWith('/') || uri.value === '*',
    `${show(uri.value)} does not begin with "/", as every path does: the route is never taken`,
  );
}

const CLAIM = /^@request\.auth\.claims(\..+|\[.+\])$/i;
const PSEUDO_HEADERS = [':method', ':scheme', ':authority', ':path', ':status'];

function checkMatchedHeader(name: string, checks: Checks, { gateways }: RouteContext): void {
  if (CLAIM.test(name)) {
    checks.expect(
      !gateways.includes(meshGateway.qualifiedName),
      `${show(name)} is a claim of a token, which routes of gateways alone can match: Istio refuses it in the mesh`,
    );
    return;
  }
  checks.expect(
    isHeaderName(name) || PSEUDO_HEADERS.includes(name),
    `${show(name)} is not a header's name: Istio refuses it`,
  );
}

export function lowerHttpMatch({ gateways, ...match }: HttpMatch) {
  const { uri, scheme, method, authority, headers, withoutHeaders, queryParams, ...rest } = match;
  return {
    ...rest,
    ...(rest.sourceLabels && { sourceLabels: { ...rest.sourceLabels } }),
    ...(uri && { uri: lowerStringMatch(uri) }),
    ...(scheme && { scheme: lowerStringMatch(scheme) }),
    ...(method && { method: lowerStringMatch(method) }),
    ...(authority && { authority: lowerStringMatch(authority) }),
    ...(headers && { headers: lowerEach(headers) }),
    ...(withoutHeaders && { withoutHeaders: lowerEach(withoutHeaders) }),
    ...(queryParams && { queryParams: lowerEach(queryParams) }),
    ...(gateways && { gateways: lowerGatewayReferences(gateways) }),
  };
}

function lowerEach(matches: Readonly<Record<string, StringMatch>>) {
  return Object.fromEntries(Object.entries(matches).map(([name, match]) => [name, lowerStringMatch(match)]));
}
