import { problemsOf } from './support';

const filter = (...configPatches: readonly unknown[]) => problemsOf('EnvoyFilter', { configPatches });
const CONNECTION_MANAGER = 'envoy.filters.network.http_connection_manager';
const PATCH = { operation: 'MERGE', value: {} };

const ofListener = (applyTo: string, of: object) => ({
  applyTo,
  match: { listener: { filterChain: { filter: of } } },
  patch: PATCH,
});

test.each<[string, unknown]>([
  ['a listener', { applyTo: 'LISTENER', match: { listener: { portNumber: 80 } }, patch: PATCH }],
  ['a cluster', { applyTo: 'CLUSTER', match: { cluster: { service: 'web' } }, patch: PATCH }],
  ['a route', { applyTo: 'HTTP_ROUTE', match: { routeConfiguration: {} }, patch: PATCH }],
  ['whatever there is', { applyTo: 'BOOTSTRAP', patch: PATCH }],
  ['something to be removed', { applyTo: 'CLUSTER', patch: { operation: 'REMOVE' } }],
  ['a version', { applyTo: 'CLUSTER', match: { proxy: { proxyVersion: '^1\\.29.*' } }, patch: PATCH }],
  ['a filter', ofListener('NETWORK_FILTER', { name: 'envoy.filters.network.tcp_proxy' })],
  ['a filter within', ofListener('HTTP_FILTER', { name: CONNECTION_MANAGER, subFilter: { name: 'a' } })],
  [
    'a filter within, by an older name',
    ofListener('HTTP_FILTER', { name: 'envoy.http_connection_manager', subFilter: { name: 'a' } }),
  ],
  ['a match that is not looked at', { applyTo: 'EXTENSION_CONFIG', match: { cluster: {} }, patch: PATCH }],
  ['anything for waypoints', { match: { context: 'WAYPOINT', waypoint: {} } }],
])('a patch of %s is as the webhook takes it', (_, patch) => {
  expect(filter(patch)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  [
    'nothing in it',
    {},
    ['applyTo: required field "applyTo" is missing', 'patch: required field "patch" is missing'],
  ],
  [
    'what stands for nothing',
    { applyTo: 'INVALID', patch: { operation: 'INVALID' } },
    [
      'applyTo: required field "applyTo" is missing',
      'patch.operation: required field "operation" is missing',
    ],
  ],
  [
    'nothing to merge',
    { applyTo: 'CLUSTER', patch: { operation: 'MERGE' } },
    ['patch.value: required field "value" is missing'],
  ],
  [
    'a version that is no pattern',
    { applyTo: 'CLUSTER', match: { proxy: { proxyVersion: '1.29(' } }, patch: PATCH },
    [
      'match.proxy.proxyVersion: "1.29(" is no regular expression of RE2: error parsing regexp: missing closing ): `1.29(`',
    ],
  ],
  [
    'a listener that is matched by a cluster',
    { applyTo: 'FILTER_CHAIN', match: { cluster: {} }, patch: PATCH },
    ['match.cluster: applyTo FILTER_CHAIN is matched by listener'],
  ],
  [
    'a route that is matched by a listener',
    { applyTo: 'VIRTUAL_HOST', match: { listener: {} }, patch: PATCH },
    ['match.listener: applyTo VIRTUAL_HOST is matched by routeConfiguration'],
  ],
  [
    'a cluster that is matched by a route',
    { applyTo: 'CLUSTER', match: { routeConfiguration: {} }, patch: PATCH },
    ['match.routeConfiguration: applyTo CLUSTER is matched by cluster'],
  ],
])('the webhook refuses a patch with %s', (_, patch, expected) => {
  expect(filter(patch)).toEqual(expected.map((one) => `configPatches[0].${one}`));
});

test.each<[string, unknown, string]>([
  ['no name', ofListener('NETWORK_FILTER', {}), 'name: required field "name" is missing'],
  [
    'a filter within where there are none',
    ofListener('NETWORK_FILTER', { name: CONNECTION_MANAGER, subFilter: { name: 'a' } }),
    'subFilter: applyTo NETWORK_FILTER has no filters within filters',
  ],
  [
    'a filter within another filter',
    ofListener('HTTP_FILTER', { name: 'a', subFilter: { name: 'b' } }),
    'name: "a" has no filters within it',
  ],
  [
    'a filter within that has no name',
    ofListener('HTTP_FILTER', { name: CONNECTION_MANAGER, subFilter: {} }),
    'subFilter.name: required field "name" is missing',
  ],
])('the webhook refuses a match of a filter with %s', (_, patch, expected) => {
  expect(filter(patch)).toEqual([`configPatches[0].match.listener.filterChain.filter.${expected}`]);
});

test('the webhook refuses wildcards and empty keys in the selector', () => {
  const labels = { '': 'a', 'app*': 'web' };
  expect(problemsOf('EnvoyFilter', { workloadSelector: { labels } })).toEqual([
    'workloadSelector.labels[""]: the key of a label is empty',
    'workloadSelector.labels["app*"]: "app*": a selector has no wildcards',
  ]);
});

const TYPES = 'type.googleapis.com';
const ROUTER = { '@type': `${TYPES}/envoy.extensions.filters.http.router.v3.Router` };
const MANAGER = {
  '@type': `${TYPES}/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager`,
};
const patched = (applyTo: string, value: unknown) => filter({ applyTo, patch: { operation: 'ADD', value } });

test.each<[string, unknown]>([
  ['HTTP_FILTER', { name: 'a', typed_config: ROUTER }],
  ['HTTP_FILTER', { name: 'a', typedConfig: { ...ROUTER, unknown: { '@type': 5 } } }],
  ['HTTP_FILTER', { unknown: { typed_config: {} }, typed_config: null }],
  ['HTTP_FILTER', { typed_config: { '@type': `${TYPES}/google.protobuf.Struct`, value: {} } }],
  [
    'HTTP_FILTER',
    { typed_config: { '@type': `${TYPES}/udpa.type.v1.TypedStruct`, value: { typed_config: {} } } },
  ],
  [
    'HTTP_FILTER',
    { typed_config: { '@type': `${TYPES}/envoy.extensions.filters.http.golang.v3alpha.Config` } },
  ],
  ['NETWORK_FILTER', { typed_config: { ...MANAGER, http_filters: [{ name: 'a', typed_config: ROUTER }] } }],
  ['NETWORK_FILTER', { typed_config: { '@type': 'envoy.tcp.metadataexchange.config.MetadataExchange' } }],
  ['CLUSTER', { name: 'a', typed_extension_protocol_options: { a: ROUTER, b: null } }],
  ['CLUSTER', { metadata: { filter_metadata: { a: { typed_config: 5 } } } }],
  ['BOOTSTRAP', { name: 5, typed_config: 5 }],
])('%s %j is a value as the webhook takes it', (applyTo, value) => {
  expect(patched(applyTo, value)).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['HTTP_FILTER', { name: 5 }, 'name: 5 is not text'],
  ['CLUSTER', { name: ['a'] }, 'name: a list is not text'],
  ['HTTP_FILTER', { typed_config: 'a' }, 'typed_config: "a" is not an object'],
  ['EXTENSION_CONFIG', { typedConfig: { a: 1 } }, 'typedConfig["@type"]: required field "@type" is missing'],
  [
    'NETWORK_FILTER',
    { typed_config: { '@type': `${TYPES}/envoy.config.filter.network.tcp_proxy.v2.TcpProxy` } },
    `typed_config["@type"]: "${TYPES}/envoy.config.filter.network.tcp_proxy.v2.TcpProxy" is not a type of version 3 of Envoy's API`,
  ],
  [
    'HTTP_FILTER',
    { typed_config: { '@type': 'envoy.filters.http.lua' } },
    `typed_config["@type"]: "envoy.filters.http.lua" is not a type of version 3 of Envoy's API`,
  ],
  [
    'LISTENER_FILTER',
    { typed_config: { '@type': `${TYPES}/` } },
    `typed_config["@type"]: "${TYPES}/" is not the name of a type that istiod knows`,
  ],
  [
    'HTTP_FILTER',
    { typed_config: { '@type': 5 } },
    'typed_config["@type"]: 5 is not the name of a type that istiod knows',
  ],
  [
    'HTTP_FILTER',
    { typed_config: { '@type': `${TYPES}/google.protobuf.Struct` } },
    'typed_config.value: required field "value" is missing',
  ],
  [
    'NETWORK_FILTER',
    { typed_config: { ...MANAGER, http_filters: [{ typed_config: ROUTER }, { typed_config: {} }] } },
    'typed_config.http_filters[1].typed_config["@type"]: required field "@type" is missing',
  ],
  [
    'LISTENER',
    { filter_chains: [{ filters: [{ typed_config: {} }] }] },
    'filter_chains[0].filters[0].typed_config["@type"]: required field "@type" is missing',
  ],
  [
    'CLUSTER',
    { transportSocket: { typed_config: {} } },
    'transportSocket.typed_config["@type"]: required field "@type" is missing',
  ],
  [
    'VIRTUAL_HOST',
    { routes: [{ typed_per_filter_config: { a: {} } }] },
    'routes[0].typed_per_filter_config.a["@type"]: required field "@type" is missing',
  ],
  [
    'HTTP_FILTER',
    { typed_config: { '@type': 'type.googleapis.com/example.v3.Mine' } },
    'typed_config["@type"]: "type.googleapis.com/example.v3.Mine" is not the name of a type that istiod knows',
  ],
  ['CLUSTER', { transport_socket: 'tls' }, 'transport_socket: "tls" is not an object'],
  ['CLUSTER', { transport_socket: { name: 5 } }, 'transport_socket.name: 5 is not text'],
])('the webhook refuses the value %s %j', (applyTo, value, expected) => {
  expect(patched(applyTo, value)).toEqual([`configPatches[0].patch.value.${expected}`]);
});
