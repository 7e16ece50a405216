import { each, fields, whole, type Fields } from '../meaning/parts';
import { goRegex } from '../regex';
import { isGiven } from '../schema';
import { describe, type Check, type Walk } from '../structural/walk';
import { patchValue } from './envoy-value';
import { ofSpec, selectorLabels } from './parts';

const MATCHES = ['listener', 'routeConfiguration', 'cluster', 'waypoint'];
/** By which of them a patch of an object is matched; the others' matches are not looked at. */
const MATCHED_BY: Readonly<Record<string, string>> = {
  LISTENER: 'listener',
  FILTER_CHAIN: 'listener',
  NETWORK_FILTER: 'listener',
  HTTP_FILTER: 'listener',
  ROUTE_CONFIGURATION: 'routeConfiguration',
  VIRTUAL_HOST: 'routeConfiguration',
  HTTP_ROUTE: 'routeConfiguration',
  CLUSTER: 'cluster',
};
const CONNECTION_MANAGER = 'envoy.filters.network.http_connection_manager';
const CONNECTION_MANAGERS = [CONNECTION_MANAGER, 'envoy.http_connection_manager'];

/** All but most of whether Envoy knows what a patch puts there. */
export const envoyFilterCheck = ofSpec((spec, walk) => {
  fields({
    workloadSelector: fields({ labels: selectorLabels }),
    configPatches: each(whole(checkPatch)),
  })(spec, walk);
});

function checkPatch(configPatch: Fields, walk: Walk): void {
  const {
    applyTo = 'INVALID',
    match = {},
    patch,
  } = configPatch as Readonly<Record<string, unknown>> & {
    readonly applyTo?: string;
    readonly match?: Fields;
    readonly patch?: Fields;
  };
  // Istio looks at none that is for waypoints.
  if (match['context'] === 'WAYPOINT') return;
  if (applyTo === 'INVALID') walk.lacks('applyTo');
  if (patch === undefined) walk.lacks('patch');
  else walk.into('patch', patch, changeOf(applyTo));
  walk.at(['match'], () => {
    fields({ proxy: fields({ proxyVersion }) })(match, walk);
    const needed = MATCHED_BY[applyTo];
    if (needed === undefined) return;
    for (const other of MATCHES.filter((one) => one !== needed && isGiven(match[one])))
      walk.failAt(other, `applyTo ${applyTo} is matched by ${needed}`, `Write ${needed}, or leave it out.`);
    if (needed === 'listener')
      fields({ listener: fields({ filterChain: fields({ filter: filterOf(applyTo) }) }) })(match, walk);
  });
}

function changeOf(applyTo: string): Check {
  return whole((patch, walk) => {
    const { operation = 'INVALID', value } = patch;
    if (operation === 'INVALID') walk.lacks('operation');
    else if (isGiven(value)) walk.into('value', value, patchValue(applyTo));
    else if (operation !== 'REMOVE') walk.lacks('value');
  });
}

const proxyVersion: Check = (value, walk) => {
  try {
    goRegex(String(value));
  } catch (error) {
    walk.fail(`${describe(value)} is no regular expression of RE2: ${(error as Error).message}`);
  }
};

function filterOf(applyTo: string): Check {
  return whole(({ name = '', subFilter }, walk) => {
    if (name === '') walk.lacks('name');
    if (!isGiven(subFilter)) return;
    if (applyTo !== 'HTTP_FILTER')
      walk.failAt(
        'subFilter',
        `applyTo ${applyTo} has no filters within filters`,
        'Write HTTP_FILTER, or leave it out.',
      );
    else if (name !== '' && !CONNECTION_MANAGERS.includes(name as string))
      walk.failAt('name', `${describe(name)} has no filters within it`, `Write ${CONNECTION_MANAGER}.`);
    else if (((subFilter as Fields)['name'] ?? '') === '') walk.at(['subFilter'], () => walk.lacks('name'));
  });
}
