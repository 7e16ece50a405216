import type { EnvoyFilterSpecConfigPatches } from '../../imports/networking.istio.io';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { hostOf } from './destination';
import { checkEnvoyMatch, type EnvoyMatch } from './envoy-match';

const filterObjects = ['LISTENER_FILTER', 'NETWORK_FILTER', 'HTTP_FILTER'] as const;
const listenerObjects = ['LISTENER', 'FILTER_CHAIN', ...filterObjects] as const;
const routeObjects = ['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE'] as const;
export const envoyObjects = [...listenerObjects, ...routeObjects, 'CLUSTER', 'EXTENSION_CONFIG'] as const;
/** Which of Envoy's objects is patched. Istio no longer reads BOOTSTRAP, which the API still names. */
export type EnvoyObject = (typeof envoyObjects)[number];

export const envoyOperations = [
  'MERGE',
  'ADD',
  'REMOVE',
  'REPLACE',
  'INSERT_BEFORE',
  'INSERT_AFTER',
  'INSERT_FIRST',
] as const;
export type EnvoyOperation = (typeof envoyOperations)[number];

/** What happens to the objects that match. */
export type EnvoyChange =
  | { readonly operation: 'REMOVE'; readonly value?: never; readonly filterClass?: never }
  | {
      /** The INSERT operations place a filter or a route; elsewhere they add. */
      readonly operation: Exclude<EnvoyOperation, 'REMOVE'>;
      /** The object, or the part to merge, as Envoy's API has it: `{ name: …, typed_config: { '@type': … } }`. */
      readonly value: Readonly<Record<string, unknown>>;
      /**
       * Place among Istio's own filters, with ADD. Istio 1.29 admits it and does not read it.
       * @default - none
       */
      readonly filterClass?: 'AUTHN' | 'AUTHZ' | 'STATS';
    };

/** One change to what Istio generates. */
export interface EnvoyPatch {
  readonly applyTo: EnvoyObject;
  /** @default - every object of the kind, in sidecars and gateways */
  readonly match?: EnvoyMatch;
  readonly patch: EnvoyChange;
}

/** Operations that istiod passes over without a word. Source: its package envoyfilter. */
const passedOver: Readonly<Partial<Record<EnvoyObject, readonly EnvoyOperation[]>>> = {
  LISTENER: ['REPLACE'],
  FILTER_CHAIN: ['REPLACE'],
  ROUTE_CONFIGURATION: envoyOperations.filter((operation) => operation !== 'MERGE'),
  HTTP_ROUTE: ['REPLACE'],
  CLUSTER: ['REPLACE'],
  EXTENSION_CONFIG: ['MERGE', 'REMOVE', 'REPLACE'],
};

/** Objects that Envoy refuses without a name, and with them the whole listener or cluster. */
const named: readonly EnvoyObject[] = [...filterObjects, 'VIRTUAL_HOST', 'CLUSTER', 'EXTENSION_CONFIG'];

const httpConnectionManager = 'envoy.filters.network.http_connection_manager';

export function checkEnvoyPatch(given: EnvoyPatch, checks: Checks): void {
  const { applyTo, match, patch } = given;
  const known = [
    checks.at('applyTo').oneOf(applyTo, envoyObjects),
    checks.at('patch').at('operation').oneOf(patch.operation, envoyOperations),
  ];
  if (!known.every(Boolean)) return;
  checkChange(given, checks.at('patch'));
  checkFilterMatch(given, checks.at('match').at('listener'));
  if (match === undefined) return;
  const finder = finderOf(applyTo);
  for (const part of ['listener', 'routeConfiguration', 'cluster'] as const) {
    checks
      .at('match')
      .at(part)
      .expect(
        match[part] === undefined || part === finder,
        `cannot find a ${applyTo}${finder === undefined ? '' : `, which ${finder} does`}: Istio refuses or ignores it`,
      );
  }
  checkEnvoyMatch(match, checks.at('match'));
}

function finderOf(applyTo: EnvoyObject): 'listener' | 'routeConfiguration' | 'cluster' | undefined {
  if ((listenerObjects as readonly EnvoyObject[]).includes(applyTo)) return 'listener';
  if ((routeObjects as readonly EnvoyObject[]).includes(applyTo)) return 'routeConfiguration';
  return applyTo === 'CLUSTER' ? 'cluster' : undefined;
}

function checkChange(
  { applyTo, patch: { operation, value, filterClass } }: EnvoyPatch,
  checks: Checks,
): void {
  checks
    .at('operation')
    .expect(
      passedOver[applyTo]?.includes(operation) !== true,
      `${operation} does nothing to a ${applyTo}: Istio passes over it without a word`,
    );
  checks
    .at('filterClass')
    .expect(filterClass === undefined || operation === 'ADD', `stands beside ${operation}: it is for ADD`);
  if (operation === 'REMOVE') return;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const at = checks.at('value');
  if (!at.expect(isObject, 'is not an object: Istio refuses a change without a value')) return;
  at.at('name').expect(
    operation === 'MERGE' ||
      !named.includes(applyTo) ||
      (typeof value.name === 'string' && value.name !== ''),
    `is missing: Envoy refuses a ${applyTo} without a name, and what it is part of`,
  );
}

/** Whether the match says which filter the change is for, where it must, and only where it can. */
function checkFilterMatch({ applyTo, match, patch: { operation } }: EnvoyPatch, checks: Checks): void {
  const { listenerFilter, filterChain } = match?.listener ?? {};
  const filter = filterChain?.filter;
  const at = checks.at('filterChain').at('filter');
  const picks = operation === 'REMOVE' || operation === 'REPLACE';
  if (applyTo === 'LISTENER_FILTER') {
    checks
      .at('listenerFilter')
      .expect(
        listenerFilter !== undefined || !(picks || operation === 'MERGE'),
        `is missing: without it Istio passes over ${operation}`,
      );
  }
  if (applyTo === 'NETWORK_FILTER') {
    at.expect(filter !== undefined || !picks, `is missing: without it Istio passes over ${operation}`);
  }
  if (applyTo === 'HTTP_FILTER') {
    at.at('subFilter').expect(
      filter?.subFilter !== undefined || !picks,
      `is missing: without it Istio passes over ${operation}`,
    );
    at.at('name').expect(
      filter === undefined || filter.name === httpConnectionManager,
      `${show(filter?.name)} holds no HTTP filters: only ${httpConnectionManager} does`,
    );
  } else {
    at.at('subFilter').expect(
      filter?.subFilter === undefined,
      `cannot find a ${applyTo}: it finds HTTP filters; Istio refuses it`,
    );
  }
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN') {
    at.expect(filter === undefined, `has no effect on a ${applyTo}, which is not part of a filter`);
  }
}

export function lowerEnvoyPatch({ applyTo, match, patch }: EnvoyPatch): EnvoyFilterSpecConfigPatches {
  const { routeConfiguration, cluster } = match ?? {};
  const lowered = {
    applyTo,
    match: match && {
      ...match,
      routeConfiguration: routeConfiguration && {
        ...routeConfiguration,
        gateway: routeConfiguration.gateway?.qualifiedName,
      },
      cluster: cluster && { ...cluster, service: cluster.service && hostOf(cluster.service) },
    },
    patch,
  };
  // The imported enums have the values of our unions.
  return lowered as EnvoyFilterSpecConfigPatches;
}
