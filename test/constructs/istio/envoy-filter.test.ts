import { EnvoyFilter, type EnvoyFilterProps } from '../../../constructs/istio/envoy-filter';
import type { EnvoyPatch } from '../../../constructs/istio/envoy-patch';
import { PolicyTarget } from '../../../constructs/istio/policy-scope';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const filter = (props: EnvoyFilterProps) =>
  renderOne((component) => new EnvoyFilter(component, 'tuning', props));
const patched = (...configPatches: EnvoyPatch[]) => filter({ configPatches });

const connectionManager = 'envoy.filters.network.http_connection_manager';
const lua = {
  name: 'envoy.filters.http.lua',
  typed_config: {
    '@type': 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua',
    default_source_code: { inline_string: 'function envoy_on_request(handle) end' },
  },
};
const addLua: EnvoyPatch = { applyTo: 'HTTP_FILTER', patch: { operation: 'ADD', value: lua } };

test('minimal', () => {
  expect(patched(addLua)).toMatchSnapshot();
});

test('full', () => {
  expect(
    filter({
      name: 'gateway-tuning',
      namespace: 'gateways',
      labels: { team: 'shop' },
      annotations: { 'example.org/reviewed': 'yes' },
      workloadSelector: { istio: 'ingressgateway' },
      priority: -10,
      configPatches: [
        {
          applyTo: 'HTTP_FILTER',
          match: {
            context: 'SIDECAR_INBOUND',
            proxy: { proxyVersion: '^1\\.29.*', metadata: { CLUSTER_ID: 'kube-01' } },
            listener: {
              name: 'virtualInbound',
              portNumber: 8080,
              filterChain: {
                name: 'chain',
                sni: 'shop.example.org',
                transportProtocol: 'tls',
                applicationProtocols: 'h2,http/1.1',
                destinationPort: 8080,
                filter: { name: connectionManager, subFilter: { name: 'envoy.filters.http.router' } },
              },
            },
          },
          patch: { operation: 'INSERT_BEFORE', value: lua },
        },
        {
          applyTo: 'LISTENER_FILTER',
          match: { listener: { listenerFilter: 'envoy.filters.listener.http_inspector' } },
          patch: { operation: 'REMOVE' },
        },
        {
          applyTo: 'HTTP_ROUTE',
          match: {
            context: 'GATEWAY',
            routeConfiguration: {
              name: 'http.8080',
              portNumber: 80,
              portName: 'http',
              gateway: { qualifiedName: 'gateways/entry' },
              vhost: {
                name: 'shop.example.org:80',
                domainName: 'shop.example.org',
                route: { name: 'default', action: 'ROUTE' },
              },
            },
          },
          patch: { operation: 'MERGE', value: { response_headers_to_remove: ['server'] } },
        },
        {
          applyTo: 'CLUSTER',
          match: {
            context: 'SIDECAR_OUTBOUND',
            cluster: { service: { host: 'httpbin.demo.svc.cluster.local' }, subset: 'v1', portNumber: 80 },
          },
          patch: { operation: 'MERGE', value: { connect_timeout: '1s' } },
        },
        {
          applyTo: 'HTTP_FILTER',
          match: { context: 'SIDECAR_OUTBOUND' },
          patch: { operation: 'ADD', filterClass: 'AUTHZ', value: lua },
        },
      ],
    }),
  ).toMatchSnapshot();
});

test('for a waypoint, by its target', () => {
  expect(filter({ targetRefs: [PolicyTarget.gateway('waypoint')], configPatches: [addLua] })).toHaveProperty(
    'spec.targetRefs',
    [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
  );
});

describe('refuses', () => {
  test.each<[string, EnvoyFilterProps, string]>([
    ['no patches', { configPatches: [] }, 'configPatches: is empty: the filter would change nothing'],
    [
      'a selector of nothing',
      { workloadSelector: {}, configPatches: [addLua] },
      'workloadSelector: is empty: it would select every workload of the namespace',
    ],
    [
      'workloads beside targets',
      { workloadSelector: { app: 'a' }, targetRefs: [PolicyTarget.service('b')], configPatches: [addLua] },
      'targetRefs: is given beside workloadSelector: Istio allows one of them',
    ],
    [
      'a target without a name',
      { targetRefs: [PolicyTarget.service('')], configPatches: [addLua] },
      'targetRefs[0].name: is empty',
    ],
    [
      'a priority that is out of range',
      { priority: 2 ** 31, configPatches: [addLua] },
      'priority: 2147483648 is not a whole number from -2147483648 to 2147483647',
    ],
    [
      'a wrong patch',
      {
        configPatches: [
          addLua,
          { applyTo: 'CLUSTER', patch: { operation: 'REPLACE', value: { name: 'a' } } },
        ],
      },
      'configPatches[1].patch.operation: REPLACE does nothing to a CLUSTER',
    ],
  ])('%s', (_, props, message) => {
    expect(() => filter(props)).toThrow(UserError);
    expect(() => filter(props)).toThrow(message);
  });
});
