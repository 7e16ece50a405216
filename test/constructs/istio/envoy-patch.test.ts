import type { EnvoyMatch } from '../../../constructs/istio/envoy-match';
import { checkEnvoyPatch, type EnvoyObject, type EnvoyPatch } from '../../../constructs/istio/envoy-patch';
import { Checks } from '../../../values/checks';

const problems = (patch: EnvoyPatch): string[] => {
  const checks = new Checks();
  checkEnvoyPatch(patch, checks);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

const connectionManager = 'envoy.filters.network.http_connection_manager';
const value = { name: 'a' };
const add = (applyTo: EnvoyObject, match?: EnvoyMatch): EnvoyPatch => ({
  applyTo,
  ...(match && { match }),
  patch: { operation: 'ADD', value },
});
const merge = (applyTo: EnvoyObject, match?: EnvoyMatch): EnvoyPatch => ({
  applyTo,
  ...(match && { match }),
  patch: { operation: 'MERGE', value: {} },
});
const remove = (applyTo: EnvoyObject, match?: EnvoyMatch): EnvoyPatch => ({
  applyTo,
  ...(match && { match }),
  patch: { operation: 'REMOVE' },
});
const inChain = (filter: { name: string; subFilter?: { name: string } }): EnvoyMatch => ({
  listener: { filterChain: { filter } },
});

test.each<[string, EnvoyPatch]>([
  ['a filter to remove', remove('NETWORK_FILTER', inChain({ name: 'envoy.filters.network.tcp_proxy' }))],
  [
    'an HTTP filter to remove',
    remove('HTTP_FILTER', inChain({ name: connectionManager, subFilter: { name: 'a' } })),
  ],
  ['a filter of no certain place', { applyTo: 'HTTP_FILTER', patch: { operation: 'INSERT_FIRST', value } }],
  ['a cluster to insert, which adds it', { applyTo: 'CLUSTER', patch: { operation: 'INSERT_FIRST', value } }],
  ['a part without a name', merge('CLUSTER')],
  ['a chain without a name', { applyTo: 'FILTER_CHAIN', patch: { operation: 'ADD', value: {} } }],
  ['an extension for a context', add('EXTENSION_CONFIG', { context: 'SIDECAR_INBOUND' })],
  ['a gateway’s route in any context', merge('HTTP_ROUTE', { routeConfiguration: { portName: 'http' } })],
])('takes %s', (_, patch) => {
  expect(problems(patch)).toEqual([]);
});

test.each<[string, EnvoyPatch, string]>([
  [
    'an object that Istio no longer patches',
    add('BOOTSTRAP' as EnvoyObject),
    'applyTo: "BOOTSTRAP" is not one of "LISTENER", "FILTER_CHAIN"',
  ],
  [
    'an operation that is none',
    { applyTo: 'CLUSTER', patch: { operation: 'INVALID' as 'ADD', value } },
    'patch.operation: "INVALID" is not one of "MERGE", "ADD"',
  ],
  [
    'a route configuration to add',
    add('ROUTE_CONFIGURATION'),
    'patch.operation: ADD does nothing to a ROUTE_CONFIGURATION: Istio passes over it without a word',
  ],
  [
    'an extension to merge',
    merge('EXTENSION_CONFIG'),
    'patch.operation: MERGE does nothing to a EXTENSION_CONFIG',
  ],
  [
    'a change without a value',
    { applyTo: 'CLUSTER', patch: { operation: 'ADD' } as EnvoyPatch['patch'] },
    'patch.value: is not an object: Istio refuses a change without a value',
  ],
  [
    'a list for a value',
    { applyTo: 'CLUSTER', patch: { operation: 'ADD', value: [] as object as typeof value } },
    'patch.value: is not an object',
  ],
  [
    'a filter without a name',
    { applyTo: 'HTTP_FILTER', patch: { operation: 'ADD', value: {} } },
    'patch.value.name: is missing: Envoy refuses a HTTP_FILTER without a name',
  ],
  [
    'a class of a filter that is not added',
    { applyTo: 'HTTP_FILTER', patch: { operation: 'INSERT_FIRST', value, filterClass: 'AUTHN' } },
    'patch.filterClass: stands beside INSERT_FIRST: it is for ADD',
  ],
  [
    'an HTTP filter found by its cluster',
    add('HTTP_FILTER', { cluster: { name: 'a' } }),
    'match.cluster: cannot find a HTTP_FILTER, which listener does: Istio refuses or ignores it',
  ],
  [
    'a listener filter found by its cluster, which Istio takes for any',
    add('LISTENER_FILTER', { cluster: { name: 'a' } }),
    'match.cluster: cannot find a LISTENER_FILTER, which listener does',
  ],
  [
    'a virtual host found by its listener',
    merge('VIRTUAL_HOST', { listener: { portNumber: 80 } }),
    'match.listener: cannot find a VIRTUAL_HOST, which routeConfiguration does',
  ],
  [
    'an extension found by its listener',
    add('EXTENSION_CONFIG', { listener: { portNumber: 80 } }),
    'match.listener: cannot find a EXTENSION_CONFIG: Istio refuses or ignores it',
  ],
  [
    'any network filter to remove',
    remove('NETWORK_FILTER'),
    'match.listener.filterChain.filter: is missing: without it Istio passes over REMOVE',
  ],
  [
    'any HTTP filter to remove',
    remove('HTTP_FILTER', inChain({ name: connectionManager })),
    'match.listener.filterChain.filter.subFilter: is missing: without it Istio passes over REMOVE',
  ],
  [
    'any listener filter to merge with',
    merge('LISTENER_FILTER'),
    'match.listener.listenerFilter: is missing: without it Istio passes over MERGE',
  ],
  [
    'HTTP filters of a filter that has none',
    add('HTTP_FILTER', inChain({ name: 'envoy.filters.network.tcp_proxy' })),
    'match.listener.filterChain.filter.name: "envoy.filters.network.tcp_proxy" holds no HTTP filters',
  ],
  [
    'a network filter found by an HTTP filter',
    add('NETWORK_FILTER', inChain({ name: connectionManager, subFilter: { name: 'a' } })),
    'match.listener.filterChain.filter.subFilter: cannot find a NETWORK_FILTER: it finds HTTP filters',
  ],
  [
    'a listener found by a filter',
    merge('LISTENER', inChain({ name: connectionManager })),
    'match.listener.filterChain.filter: has no effect on a LISTENER, which is not part of a filter',
  ],
  [
    'a network filter of no name',
    add('NETWORK_FILTER', inChain({ name: '' })),
    'match.listener.filterChain.filter.name: is empty: Istio refuses it',
  ],
  [
    'an HTTP filter of no name',
    add('HTTP_FILTER', inChain({ name: connectionManager, subFilter: { name: '' } })),
    'match.listener.filterChain.filter.subFilter.name: is empty: Istio refuses it',
  ],
  [
    'a context that Istio does not read',
    add('CLUSTER', { context: 'WAYPOINT' as 'ANY' }),
    'match.context: "WAYPOINT" is not one of "ANY", "SIDECAR_INBOUND"',
  ],
  [
    'a version by an expression that is not RE2',
    add('CLUSTER', { proxy: { proxyVersion: '(?=1)' } }),
    'match.proxy.proxyVersion: "(?=1)" is not an RE2 expression: ',
  ],
  [
    'a port that is none',
    merge('LISTENER', { listener: { portNumber: 70000 } }),
    'match.listener.portNumber: 70000 is not a port (1-65535)',
  ],
  [
    'a gateway’s port in a sidecar',
    merge('HTTP_ROUTE', { context: 'SIDECAR_OUTBOUND', routeConfiguration: { portName: 'http' } }),
    'match.routeConfiguration.portName: is not compared in the context SIDECAR_OUTBOUND: only a gateway has one',
  ],
  [
    'a gateway without its namespace',
    merge('HTTP_ROUTE', { context: 'GATEWAY', routeConfiguration: { gateway: { qualifiedName: 'entry' } } }),
    'match.routeConfiguration.gateway: "entry" has no namespace: Istio compares it with namespace/name',
  ],
])('refuses %s', (_, patch, message) => {
  expect(problems(patch)).toEqual([expect.stringContaining(message)]);
});

test('refuses a match by two things', () => {
  const match = { listener: {}, cluster: {} } as object as EnvoyMatch;
  expect(problems(merge('CLUSTER', match))).toEqual([
    'match.listener: cannot find a CLUSTER, which cluster does: Istio refuses or ignores it',
    'match: has listener and cluster: at most one of listener, routeConfiguration, cluster is allowed',
  ]);
});
