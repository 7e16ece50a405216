import type { Input, Json } from '../input';
import { definition, injected, istio, meshConfig, namespace, pod, secret, service } from '../objects';
import { EDGE, edge, shopWith } from '../shop';
import { examples, forEach } from './examples';

const APP = { app: 'app' };
const one = [
  injected('shop'),
  service('shop/app', APP, [['http', 80]]),
  pod('shop/app-0', { labels: APP, proxy: true }),
];
const ambient = { annotations: { 'ambient.istio.io/redirection': 'enabled' } };

const sidecar = (path: string, labels?: Readonly<Record<string, string>>, more: Json = {}) =>
  istio('Sidecar', path, {
    ...(labels && { workloadSelector: { labels } }),
    egress: [{ hosts: ['./*'] }],
    ...more,
  });

const sidecars = [
  ...examples('IST0110', {
    'two of one pod': [...one, sidecar('shop/a', APP), sidecar('shop/b', APP)],
    'two of one pod, by other labels': [
      injected('shop'),
      pod('shop/app', { labels: { app: 'app', version: 'v1' }, proxy: true }),
      sidecar('shop/a', APP),
      sidecar('shop/b', { version: 'v1' }),
    ],
    'two of two pods': [
      ...one,
      pod('shop/other', { labels: { app: 'other' }, proxy: true }),
      sidecar('shop/a', APP),
      sidecar('shop/b', { app: 'other' }),
    ],
    'of two namespaces': [
      ...one,
      injected('bank'),
      pod('bank/app', { labels: APP, proxy: true }),
      sidecar('shop/a', APP),
      sidecar('bank/b', APP),
    ],
    three: [...one, sidecar('shop/a', APP), sidecar('shop/b', APP), sidecar('shop/c', APP)],
    'one of no pod': [...one, sidecar('shop/a', APP), sidecar('shop/b', { app: 'none' })],
    'the same, of no pod': [injected('shop'), sidecar('shop/a', APP), sidecar('shop/b', APP)],
  }),
  ...examples('IST0111', {
    'two of a namespace': [...one, sidecar('shop/a'), sidecar('shop/b')],
    'one of a namespace': [...one, sidecar('shop/a')],
    'one of each namespace': [...one, injected('bank'), sidecar('shop/a'), sidecar('bank/a')],
    'one of the namespace, one of a pod': [...one, sidecar('shop/a'), sidecar('shop/b', APP)],
    three: [...one, sidecar('shop/a'), sidecar('shop/b'), sidecar('shop/c')],
    'an empty selector': [
      ...one,
      sidecar('shop/a'),
      istio('Sidecar', 'shop/b', { workloadSelector: { labels: {} }, egress: [{ hosts: ['./*'] }] }),
    ],
    'two of the control plane': [
      namespace('istio-system'),
      sidecar('istio-system/a'),
      sidecar('istio-system/b'),
    ],
  }),
  ...examples('IST0167', {
    'a namespace in ambient mode': [
      namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }),
      sidecar('shop/a'),
    ],
    'two in a namespace in ambient mode': [
      namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }),
      sidecar('shop/a'),
      sidecar('shop/b'),
    ],
    'a pod in ambient mode': [
      namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }),
      pod('shop/app', { labels: APP, ...ambient }),
      sidecar('shop/a', APP),
    ],
    'a pod not yet in it': [
      namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }),
      pod('shop/app', { labels: APP }),
      sidecar('shop/a', APP),
    ],
    'two of a pod in ambient mode': [
      namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }),
      pod('shop/app', { labels: APP, ...ambient }),
      sidecar('shop/a', APP),
      sidecar('shop/b', APP),
    ],
    'ambient, but injected': [
      namespace('shop', { 'istio.io/dataplane-mode': 'ambient', 'istio-injection': 'enabled' }),
      sidecar('shop/a'),
    ],
    'ambient, but of a revision': [
      namespace('shop', { 'istio.io/dataplane-mode': 'ambient', 'istio.io/rev': 'canary' }),
      sidecar('shop/a'),
    ],
    'a pod in ambient mode of a namespace that is not': [
      injected('shop'),
      pod('shop/app', { labels: APP, proxy: true, ...ambient }),
      sidecar('shop/a', APP),
    ],
  }),
];

const telemetry = (path: string, more: Json, labels?: Readonly<Record<string, string>>) =>
  istio('Telemetry', path, { ...(labels && { selector: { matchLabels: labels } }), ...more });
const tracing = { tracing: [{ randomSamplingPercentage: 1 }] };
const logging = (more: Json = {}) => ({ accessLogging: [more] });

const telemetries = [
  ...examples('IST0157', {
    'no provider': [...one, telemetry('shop/a', logging())],
    'a provider': [...one, telemetry('shop/a', logging({ providers: [{ name: 'envoy' }] }))],
    disabled: [...one, telemetry('shop/a', logging({ disabled: true }))],
    'not disabled': [...one, telemetry('shop/a', logging({ disabled: false }))],
    'a default': [
      ...one,
      namespace('istio-system'),
      meshConfig('defaultProviders:\n  accessLogging: [envoy]\n'),
      telemetry('shop/a', logging()),
    ],
    'a default of something else': [
      ...one,
      namespace('istio-system'),
      meshConfig('defaultProviders:\n  metrics: [prometheus]\n'),
      telemetry('shop/a', logging()),
    ],
    'only a filter': [
      ...one,
      telemetry('shop/a', logging({ filter: { expression: 'response.code >= 400' } })),
    ],
    'no logging': [...one, telemetry('shop/a', tracing)],
  }),
  ...examples('IST0159', {
    'two of one pod': [...one, telemetry('shop/a', tracing, APP), telemetry('shop/b', tracing, APP)],
    'two of two pods': [
      ...one,
      pod('shop/other', { labels: { app: 'other' }, proxy: true }),
      telemetry('shop/a', tracing, APP),
      telemetry('shop/b', tracing, { app: 'other' }),
    ],
    'one of no pod': [...one, telemetry('shop/a', tracing, { app: 'none' })],
    'of two namespaces': [
      ...one,
      injected('bank'),
      telemetry('shop/a', tracing, APP),
      telemetry('bank/b', tracing, APP),
    ],
    'three, by other labels': [
      injected('shop'),
      pod('shop/app', { labels: { app: 'app', version: 'v1' }, proxy: true }),
      telemetry('shop/a', tracing, APP),
      telemetry('shop/b', tracing, { version: 'v1' }),
      telemetry('shop/c', tracing, { app: 'app', version: 'v1' }),
    ],
  }),
  ...examples('IST0160', {
    'two of a namespace': [...one, telemetry('shop/a', tracing), telemetry('shop/b', tracing)],
    'one of each namespace': [
      ...one,
      injected('bank'),
      telemetry('shop/a', tracing),
      telemetry('bank/a', tracing),
    ],
    'one of the namespace, one of a pod': [
      ...one,
      telemetry('shop/a', tracing),
      telemetry('shop/b', tracing, APP),
    ],
    'two of the mesh': [
      namespace('istio-system'),
      telemetry('istio-system/a', tracing),
      telemetry('istio-system/b', tracing),
    ],
    'an empty selector': [...one, telemetry('shop/a', tracing), telemetry('shop/b', tracing, {})],
    'for a gateway': [
      ...one,
      telemetry('shop/a', tracing),
      istio('Telemetry', 'shop/b', {
        ...tracing,
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'entry' }],
      }),
    ],
  }),
];

const policy = (path: string, spec: Json) => istio('AuthorizationPolicy', path, spec);
const selecting = (labels: Readonly<Record<string, string>>) => ({ selector: { matchLabels: labels } });
const from = (source: Json) => ({ rules: [{ from: [{ source }] }] });

const authorization = [
  ...examples('IST0127', {
    'a pod': [...one, policy('shop/a', selecting(APP))],
    'no pod': [...one, policy('shop/a', selecting({ app: 'none' }))],
    'a pod out of the mesh': [
      namespace('shop'),
      pod('shop/app', { labels: APP }),
      policy('shop/a', selecting(APP)),
    ],
    'a pod in ambient mode': [
      namespace('shop'),
      pod('shop/app', { labels: APP, ...ambient }),
      policy('shop/a', selecting(APP)),
    ],
    'a namespace without pods': [injected('shop'), policy('shop/a', {})],
    'a namespace with pods': [...one, policy('shop/a', {})],
    'a namespace whose pods are out of the mesh': [
      namespace('shop'),
      pod('shop/app', { labels: APP }),
      policy('shop/a', {}),
    ],
    'the mesh': [namespace('istio-system'), policy('istio-system/a', {})],
    'a pod of the mesh': [...one, namespace('istio-system'), policy('istio-system/a', selecting(APP))],
    'no pod of the mesh': [
      ...one,
      namespace('istio-system'),
      policy('istio-system/a', selecting({ app: 'none' })),
    ],
    'another root': [
      ...one,
      namespace('istio-system'),
      namespace('root'),
      meshConfig('rootNamespace: root\n'),
      policy('root/a', {}),
      policy('istio-system/b', {}),
    ],
    'by a target': [
      injected('shop'),
      policy('shop/a', { targetRefs: [{ kind: 'Service', group: '', name: 'app' }] }),
    ],
    'a pod of another namespace': [...one, injected('bank'), policy('bank/a', selecting(APP))],
    'an injected pod by its label': [
      namespace('shop'),
      pod('shop/app', { labels: { ...APP, 'sidecar.istio.io/inject': 'true' } }),
      policy('shop/a', selecting(APP)),
    ],
    'an empty selector': [...one, policy('shop/a', selecting({}))],
  }),
  ...examples('IST0101', {
    ...forEach<Json>(
      {
        'a namespace that is there': { namespaces: ['shop'] },
        'a namespace that is not': { namespaces: ['nowhere'] },
        'a namespace in capitals': { namespaces: ['SHOP'] },
        'all namespaces': { namespaces: ['*'] },
        'namespaces by their beginning': { namespaces: ['sh*'] },
        'namespaces by their end': { namespaces: ['*op'] },
        'no namespace by that beginning': { namespaces: ['x*'] },
        'not from one that is not': { notNamespaces: ['nowhere'] },
        'of both': { namespaces: ['shop', 'nowhere'], notNamespaces: ['nobody'] },
        'of Kubernetes': { namespaces: ['kube-system'] },
      },
      (source) => [...one, policy('shop/a', { ...selecting(APP), ...from(source) })],
    ),
    'a Sidecar of no pod': [...one, sidecar('shop/a', { app: 'none' })],
    'a Telemetry of no pod': [...one, telemetry('shop/a', tracing, { app: 'none' })],
  }),
];

const GATEWAY_POD = { 'gateway.networking.k8s.io/gateway-name': 'entry', app: 'entry' };
const kinds: Readonly<Record<string, Json>> = {
  AuthorizationPolicy: {},
  RequestAuthentication: {},
  Telemetry: tracing,
  WasmPlugin: { url: 'oci://registry.example.org/plugin:1' },
};

const selectors = examples('IST0166', {
  ...forEach(Object.fromEntries(Object.keys(kinds).map((kind) => [kind, kind])), (kind) => [
    injected('shop'),
    pod('shop/entry', { labels: GATEWAY_POD, proxy: true }),
    istio(kind, 'shop/a', { ...kinds[kind], ...selecting({ app: 'entry' }) }),
  ]),
  'a pod of no such gateway': [
    ...one,
    pod('shop/entry', { labels: GATEWAY_POD, proxy: true }),
    policy('shop/a', selecting(APP)),
  ],
  'without selector': [
    injected('shop'),
    pod('shop/entry', { labels: GATEWAY_POD, proxy: true }),
    policy('shop/a', {}),
  ],
  'an empty selector': [
    injected('shop'),
    pod('shop/entry', { labels: GATEWAY_POD, proxy: true }),
    policy('shop/a', selecting({})),
  ],
  'of another namespace': [
    injected('shop'),
    injected('bank'),
    pod('shop/entry', { labels: GATEWAY_POD, proxy: true }),
    pod('bank/app', { labels: { app: 'entry' }, proxy: true }),
    policy('bank/a', selecting({ app: 'entry' })),
  ],
  'a target': [
    injected('shop'),
    pod('shop/entry', { labels: GATEWAY_POD, proxy: true }),
    policy('shop/a', {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'entry' }],
    }),
  ],
  'of the mesh': [
    injected('shop'),
    namespace('istio-system'),
    pod('shop/entry', { labels: GATEWAY_POD, proxy: true }),
    policy('istio-system/a', selecting({ app: 'entry' })),
  ],
});

const claims = (headers: Json, more: readonly Json[] = [], field = 'headers') => [
  ...edge(),
  ...one,
  istio('Gateway', 'shop/entry', {
    selector: EDGE,
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  }),
  istio('VirtualService', 'shop/app', {
    hosts: ['a.example.org'],
    gateways: ['entry'],
    http: [
      { match: [{ uri: { prefix: '/' }, [field]: headers }], route: [{ destination: { host: 'app' } }] },
    ],
  }),
  ...more,
];
const jwt = { jwtRules: [{ issuer: 'https://issuer.example.org' }] };
const claim = { '@request.auth.claims.group': { exact: 'admin' } };

const authentication = examples('IST0149', {
  'no authentication': claims(claim),
  'another form': claims({ '@request.auth.claims[group]': { exact: 'admin' } }),
  'of those without it': claims(claim, [], 'withoutHeaders'),
  'a plain header': claims({ group: { exact: 'admin' } }),
  'authentication of the gateway': claims(claim, [
    istio('RequestAuthentication', 'istio-system/a', { ...jwt, ...selecting(EDGE) }),
  ]),
  'authentication of the mesh': claims(claim, [istio('RequestAuthentication', 'istio-system/a', jwt)]),
  'authentication of the routes': claims(claim, [istio('RequestAuthentication', 'shop/a', jwt)]),
  'authentication of another pod': claims(claim, [
    istio('RequestAuthentication', 'istio-system/a', { ...jwt, ...selecting({ app: 'none' }) }),
  ]),
  'in capitals': claims({ '@request.auth.CLAIMS.group': { exact: 'admin' } }),
  'of the mesh alone': [
    ...one,
    istio('VirtualService', 'shop/app', {
      hosts: ['app'],
      http: [{ match: [{ headers: claim }], route: [{ destination: { host: 'app' } }] }],
    }),
  ],
});

const patch = (applyTo: string, operation: string, more: Json = {}, value: Json = { name: 'a' }) => ({
  applyTo,
  patch: { operation, value },
  ...more,
});
const filters = (patches: readonly Json[], more: Json = {}) => [
  ...one,
  istio('EnvoyFilter', 'shop/a', { workloadSelector: { labels: APP }, configPatches: patches, ...more }),
];
const APPLY = [
  'LISTENER',
  'FILTER_CHAIN',
  'NETWORK_FILTER',
  'HTTP_FILTER',
  'ROUTE_CONFIGURATION',
  'VIRTUAL_HOST',
  'HTTP_ROUTE',
  'CLUSTER',
  'EXTENSION_CONFIG',
  'BOOTSTRAP',
  'LISTENER_FILTER',
];
const to = (operation: string) =>
  Object.fromEntries(
    APPLY.map((applyTo) => [`${operation} ${applyTo}`, filters([patch(applyTo, operation)])]),
  );

const envoyFilters = [
  ...examples('IST0151', {
    ...to('INSERT_BEFORE'),
    'INSERT_AFTER HTTP_FILTER': filters([patch('HTTP_FILTER', 'INSERT_AFTER')]),
    'INSERT_FIRST HTTP_FILTER': filters([patch('HTTP_FILTER', 'INSERT_FIRST')]),
    'MERGE HTTP_FILTER': filters([patch('HTTP_FILTER', 'MERGE')]),
    'with a priority': filters([patch('HTTP_FILTER', 'INSERT_BEFORE')], { priority: 10 }),
    'with a priority below': filters([patch('HTTP_FILTER', 'INSERT_BEFORE')], { priority: -10 }),
    'two, one absolute': filters([
      patch('HTTP_FILTER', 'INSERT_FIRST'),
      patch('HTTP_FILTER', 'INSERT_BEFORE'),
    ]),
  }),
  ...examples('IST0152', to('REPLACE')),
  ...examples('IST0153', to('ADD')),
  ...examples('IST0154', to('REMOVE')),
  ...examples('IST0155', {
    'a version before': filters([
      patch('HTTP_FILTER', 'INSERT_FIRST', { match: { proxy: { proxyVersion: '^1\\.29.*' } } }),
      patch('HTTP_FILTER', 'INSERT_BEFORE'),
    ]),
    'a version of another filter': filters([
      patch(
        'HTTP_FILTER',
        'INSERT_FIRST',
        { match: { proxy: { proxyVersion: '^1\\.29.*' } } },
        { name: 'b' },
      ),
      patch('HTTP_FILTER', 'INSERT_BEFORE'),
    ]),
    'two of a version': filters([
      patch('HTTP_FILTER', 'INSERT_BEFORE', { match: { proxy: { proxyVersion: '^1\\.29.*' } } }),
      patch('HTTP_FILTER', 'INSERT_BEFORE', { match: { proxy: { proxyVersion: '^1\\.28.*' } } }),
    ]),
    'the version after': filters([
      patch('HTTP_FILTER', 'INSERT_BEFORE'),
      patch('HTTP_FILTER', 'INSERT_FIRST', { match: { proxy: { proxyVersion: '^1\\.29.*' } } }),
    ]),
    'by the filter that is matched': filters([
      patch(
        'HTTP_FILTER',
        'MERGE',
        {
          match: {
            proxy: { proxyVersion: '^1\\.29.*' },
            listener: { filterChain: { filter: { name: 'router' } } },
          },
        },
        { typed_config: {} },
      ),
      patch(
        'HTTP_FILTER',
        'INSERT_BEFORE',
        { match: { listener: { filterChain: { filter: { name: 'router' } } } } },
        { typed_config: {} },
      ),
    ]),
    'with a priority': filters(
      [
        patch('HTTP_FILTER', 'INSERT_FIRST', { match: { proxy: { proxyVersion: '^1\\.29.*' } } }),
        patch('HTTP_FILTER', 'INSERT_BEFORE'),
      ],
      { priority: 5 },
    ),
    removed: filters([
      patch('HTTP_FILTER', 'MERGE', { match: { proxy: { proxyVersion: '^1\\.29.*' } } }),
      patch('HTTP_FILTER', 'REMOVE'),
    ]),
  }),
];

const TIME = '2026-11-01T00:00:00Z';
const condition = (type: string, status: string, reason = 'Reason') => ({
  conditions: [{ type, status, reason, message: 'said so', lastTransitionTime: TIME }],
});
const conditions = examples('IST0171', {
  ...forEach<readonly [string, string]>(
    {
      bound: ['istio.io/WaypointBound', 'True'],
      'not bound': ['istio.io/WaypointBound', 'False'],
      'not known': ['istio.io/WaypointBound', 'Unknown'],
      'something else': ['example.org/Ready', 'False'],
    },
    ([type, status]) => [
      injected('shop'),
      service('shop/app', APP, [['http', 80]], { status: condition(type, status) }),
    ],
  ),
  ...forEach<readonly [string, string, string?]>(
    {
      'a policy that a waypoint takes': ['WaypointAccepted', 'True'],
      'a policy that a waypoint does not take': ['WaypointAccepted', 'False'],
      'a policy that a waypoint takes in part': ['WaypointAccepted', 'True', 'PartiallyInvalid'],
      'a policy that ztunnel does not take': ['ZtunnelAccepted', 'False'],
      'a policy with another condition': ['Accepted', 'False'],
    },
    ([type, status, reason]) => [
      ...one,
      istio('AuthorizationPolicy', 'shop/a', selecting(APP), { status: condition(type, status, reason) }),
    ],
  ),
  'a ServiceEntry that is not bound': [
    injected('shop'),
    istio(
      'ServiceEntry',
      'shop/world',
      { hosts: ['a.example.com'], resolution: 'DNS', ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] },
      { status: condition('istio.io/WaypointBound', 'False') },
    ),
  ],
});

const fault = (delay: Json) => [
  ...one,
  istio('VirtualService', 'shop/app', {
    hosts: ['app'],
    http: [{ fault: { delay: { fixedDelay: '1s', ...delay } }, route: [{ destination: { host: 'app' } }] }],
  }),
];

const deprecated = [
  ...examples('IST0002', {
    'a delay by percent': fault({ percent: 10 }),
    'a delay by percentage': fault({ percentage: { value: 10 } }),
    'a delay of no percent': fault({ percent: 0, percentage: { value: 1 } }),
    'a proxy of what leaves': [
      ...one,
      sidecar('shop/a', APP, { outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: 'app' } } }),
    ],
    'what leaves without a proxy': [
      ...one,
      sidecar('shop/a', APP, { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }),
    ],
    'a kind of old': [definition('rbac.istio.io', 'ServiceRole', 'serviceroles')],
    'another kind of old': [definition('rbac.istio.io', 'ClusterRbacConfig', 'clusterrbacconfigs')],
    'that name of somebody else': [definition('rbac.example.org', 'ServiceRole', 'serviceroles')],
    Lightstep: [
      ...one,
      namespace('istio-system'),
      meshConfig(
        'extensionProviders:\n- name: traces\n  lightstep:\n    service: app.shop.svc.cluster.local\n    port: 80\n    accessToken: x\n',
      ),
      telemetry('shop/a', { tracing: [{ providers: [{ name: 'traces' }] }] }),
    ],
    'another provider': [
      ...one,
      namespace('istio-system'),
      meshConfig(
        'extensionProviders:\n- name: traces\n  zipkin:\n    service: app.shop.svc.cluster.local\n    port: 80\n',
      ),
      telemetry('shop/a', { tracing: [{ providers: [{ name: 'traces' }] }] }),
    ],
  }),
  ...examples('IST0126', {
    ...forEach(
      {
        Kubernetes: 'Kubernetes',
        External: 'External',
        Mock: 'Mock',
        'in small letters': 'kubernetes',
        'a cluster of no Secret': 'kube-02',
        Consul: 'Consul',
      },
      (registry) => [
        pod('istio-system/istiod', { labels: { app: 'istiod' } }),
        meshConfig(
          '{}',
          `networks:\n  net:\n    endpoints:\n    - fromRegistry: ${registry}\n    gateways:\n    - address: 192.0.2.1\n      port: 15443\n`,
        ),
      ],
    ),
    'a subnet': [
      pod('istio-system/istiod', { labels: { app: 'istiod' } }),
      meshConfig('{}', 'networks:\n  net:\n    endpoints:\n    - fromCidr: 10.0.0.0/8\n'),
    ],
    'two networks': [
      pod('istio-system/istiod', { labels: { app: 'istiod' } }),
      meshConfig(
        '{}',
        'networks:\n  a:\n    endpoints:\n    - fromRegistry: one\n  b:\n    endpoints:\n    - fromRegistry: two\n',
      ),
    ],
  }),
];

const routes = (http: readonly Json[], more: Json = {}) => [
  ...one,
  istio('VirtualService', 'shop/app', { hosts: ['app'], http, ...more }),
];
const to80 = { route: [{ destination: { host: 'app' } }] };

const validation = [
  ...examples('IST0133', {
    'an outlier detection without effect': [
      ...one,
      istio('DestinationRule', 'shop/app', {
        host: 'app',
        trafficPolicy: { outlierDetection: { consecutiveErrors: 5 } },
      }),
    ],
    'a Sidecar without a selector, with what comes in': [
      ...one,
      istio('Sidecar', 'shop/a', {
        ingress: [
          { port: { number: 9080, protocol: 'HTTP', name: 'http' }, defaultEndpoint: '127.0.0.1:8080' },
        ],
      }),
    ],
    'a policy of all without rules': [...one, policy('shop/a', { ...selecting(APP), action: 'DENY' })],
    'a policy of a TCP port by HTTP': [
      ...one,
      policy('shop/a', {
        ...selecting(APP),
        action: 'DENY',
        rules: [{ to: [{ operation: { methods: ['GET'] } }] }],
      }),
    ],
    'a filter of a name of old': filters([
      patch('HTTP_FILTER', 'INSERT_FIRST', {}, { name: 'envoy.router' }),
    ]),
    'a filter with a type of old': filters([
      patch(
        'HTTP_FILTER',
        'INSERT_FIRST',
        {},
        { name: 'a', typed_config: { '@type': 'type.googleapis.com/envoy.config.filter.http.lua.v2.Lua' } },
      ),
    ]),
    'a filter that matches one of old': filters([
      patch('HTTP_FILTER', 'MERGE', {
        match: { listener: { filterChain: { filter: { name: 'envoy.http_connection_manager' } } } },
      }),
    ]),
    'a filter of its kind alone': filters([
      patch('HTTP_FILTER', 'INSERT_FIRST', {}, { name: 'a', config: {} }),
    ]),
    'a gateway of one protocol on two ports': [
      ...edge(),
      istio('Gateway', 'istio-system/a', {
        selector: EDGE,
        servers: [
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts: ['a.example.org'],
            tls: { mode: 'SIMPLE', credentialName: 'shop-tls', cipherSuites: ['NO-SUCH-CIPHER'] },
          },
        ],
      }),
    ],
    'a gateway with ciphers twice': [
      ...edge(),
      istio('Gateway', 'istio-system/a', {
        selector: EDGE,
        servers: [
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts: ['a.example.org'],
            tls: {
              mode: 'SIMPLE',
              credentialName: 'shop-tls',
              cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
            },
          },
        ],
      }),
    ],
    'a gateway that passes TLS on with a credential': [
      ...edge(),
      istio('Gateway', 'istio-system/a', {
        selector: EDGE,
        servers: [
          {
            port: { number: 443, name: 'tls', protocol: 'TLS' },
            hosts: ['a.example.org'],
            tls: { mode: 'PASSTHROUGH', credentialName: 'shop-tls' },
          },
        ],
      }),
    ],
    'a gateway without servers to show': [
      ...edge(),
      istio('Gateway', 'istio-system/a', {
        selector: EDGE,
        servers: [
          {
            port: { number: 80, name: 'http', protocol: 'HTTP' },
            hosts: ['*'],
            tls: { httpsRedirect: true },
          },
        ],
      }),
    ],
    'a gateway with HTTP and a certificate': [
      ...edge(),
      istio('Gateway', 'istio-system/a', {
        selector: EDGE,
        servers: [
          {
            port: { number: 80, name: 'http', protocol: 'HTTP' },
            hosts: ['*'],
            tls: { mode: 'SIMPLE', credentialName: 'shop-tls' },
          },
        ],
      }),
    ],
    'an authentication of HTTP to its issuer': [
      ...one,
      istio('RequestAuthentication', 'shop/a', {
        ...selecting(APP),
        jwtRules: [{ issuer: 'a', jwksUri: 'http://a.example.org/keys' }],
      }),
    ],
    'a ServiceEntry without endpoints': [
      injected('shop'),
      istio('ServiceEntry', 'shop/a', {
        hosts: ['a.example.com'],
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
        resolution: 'STATIC',
      }),
    ],
    'a ServiceEntry by TCP without an address': [
      injected('shop'),
      istio('ServiceEntry', 'shop/a', {
        hosts: ['a.example.com'],
        ports: [{ number: 443, name: 'tcp', protocol: 'TCP' }],
        resolution: 'DNS',
      }),
    ],
    'a ServiceEntry whose address none can use': [
      injected('shop'),
      istio('ServiceEntry', 'shop/a', {
        hosts: ['a.example.com'],
        addresses: ['10.0.0.0/24'],
        ports: [{ number: 443, name: 'tcp', protocol: 'TCP' }],
        resolution: 'STATIC',
        endpoints: [{ address: '192.0.2.1' }],
      }),
    ],
    'a port of one endpoint that is of none': [
      injected('shop'),
      istio('ServiceEntry', 'shop/a', {
        hosts: ['a.example.com'],
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
        resolution: 'STATIC',
        endpoints: [{ address: '192.0.2.1', ports: { other: 8443 } }],
      }),
    ],
    'a retry that is no retry': routes([{ ...to80, retries: { attempts: 0, retryOn: '5xx' } }]),
    'a retry of unknown reasons': routes([{ ...to80, retries: { attempts: 2, retryOn: 'whatever' } }]),
    'a Wasm plugin by latest': [
      ...one,
      istio('WasmPlugin', 'shop/a', { url: 'oci://registry.example.org/plugin:latest', ...selecting(APP) }),
    ],
    'a peer authentication of ports without selector': [
      ...one,
      istio('PeerAuthentication', 'shop/a', {
        mtls: { mode: 'STRICT' },
        portLevelMtls: { '80': { mode: 'DISABLE' } },
      }),
    ],
    'a rule with a simple and a locality balance': [
      ...one,
      istio('DestinationRule', 'shop/app', {
        host: 'app',
        trafficPolicy: { loadBalancer: { simple: 'ROUND_ROBIN', localityLbSetting: { enabled: true } } },
      }),
    ],
  }),
  ...examples('IST0106', {
    ...forEach<Json>(
      {
        'no destination': { http: [{}] },
        'weights of nothing': {
          http: [
            {
              route: [
                { destination: { host: 'app' }, weight: 0 },
                { destination: { host: 'app' }, weight: 0 },
              ],
            },
          ],
        },
        'a route and a redirect': { http: [{ ...to80, redirect: { uri: '/a' } }] },
        'a redirect and a direct response': {
          http: [{ redirect: { uri: '/a' }, directResponse: { status: 200 } }],
        },
        'a timeout of nothing': { http: [{ ...to80, timeout: '0.0001s' }] },
        'a regular expression that is none': { http: [{ ...to80, match: [{ uri: { regex: '(' } }] }] },
        'an empty prefix': { http: [{ ...to80, match: [{ uri: { prefix: '' } }] }] },
        'a wrong host': { hosts: ['not a host'], http: [to80] },
        'a host twice': { hosts: ['app', 'app'], http: [to80] },
        'an address as host in the mesh': { hosts: ['*'], http: [to80] },
        'no rules': { http: undefined },
        'a percentage above all': {
          http: [{ ...to80, fault: { abort: { httpStatus: 500, percentage: { value: 101 } } } }],
        },
        'a status that is none': {
          http: [{ ...to80, fault: { abort: { httpStatus: 99, percentage: { value: 1 } } } }],
        },
        'retries below zero': { http: [{ ...to80, retries: { attempts: -1 } }] },
        'mirrors of everything': {
          http: [{ ...to80, mirror: { host: 'app' }, mirrorPercentage: { value: 200 } }],
        },
        'cors of wrong ways': { http: [{ ...to80, corsPolicy: { maxAge: 'x' } }] },
        'a field that is none': { http: [{ ...to80, timeouts: '1s' }] },
      },
      (more) => [...one, istio('VirtualService', 'shop/app', { hosts: ['app'], ...more })],
    ),
    'a gateway without servers': [...edge(), istio('Gateway', 'istio-system/a', { selector: EDGE })],
    'a gateway with a port of nobody': [
      ...edge(),
      istio('Gateway', 'istio-system/a', {
        selector: EDGE,
        servers: [{ port: { number: 80, name: 'x', protocol: 'SOMETHING' }, hosts: ['*'] }],
      }),
    ],
    'a gateway with two ports of one name': [
      ...edge(),
      istio('Gateway', 'istio-system/a', {
        selector: EDGE,
        servers: [
          { port: { number: 80, name: 'x', protocol: 'HTTP' }, hosts: ['a.example.org'] },
          { port: { number: 8080, name: 'x', protocol: 'HTTP' }, hosts: ['b.example.org'] },
        ],
      }),
    ],
    'a gateway with TLS but no certificate': [
      ...edge(),
      istio('Gateway', 'istio-system/a', {
        selector: EDGE,
        servers: [
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts: ['a.example.org'],
            tls: { mode: 'SIMPLE' },
          },
        ],
      }),
    ],
    'a gateway without TLS for HTTPS': [
      ...edge(),
      istio('Gateway', 'istio-system/a', {
        selector: EDGE,
        servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['a.example.org'] }],
      }),
    ],
    'a ServiceEntry without ports and with addresses': [
      injected('shop'),
      istio('ServiceEntry', 'shop/a', {
        hosts: ['a.example.com'],
        resolution: 'STATIC',
        endpoints: [{ address: 'not an address' }],
      }),
    ],
    'a rule with two subsets of one name': [
      ...one,
      istio('DestinationRule', 'shop/app', {
        host: 'app',
        subsets: [
          { name: 'a', labels: { app: 'app' } },
          { name: 'a', labels: { app: 'app' } },
        ],
      }),
    ],
    'a Sidecar without a namespace': [...one, sidecar('shop/a', APP, { egress: [{ hosts: ['app'] }] })],
    'a policy without a source': [...one, policy('shop/a', { ...selecting(APP), rules: [{ from: [{}] }] })],
    'a policy with an unknown key': [
      ...one,
      policy('shop/a', { ...selecting(APP), rules: [{ when: [{ key: 'request.unheard', values: ['a'] }] }] }),
    ],
    'an authentication without issuer': [
      ...one,
      istio('RequestAuthentication', 'shop/a', {
        ...selecting(APP),
        jwtRules: [{ jwksUri: 'https://a.example.org' }],
      }),
    ],
    'a telemetry of two providers': [
      ...one,
      telemetry('shop/a', { tracing: [{ providers: [{ name: 'a' }, { name: 'b' }] }] }),
    ],
    'a group without a template': [injected('shop'), istio('WorkloadGroup', 'shop/a', {})],
    'an entry without an address': [injected('shop'), istio('WorkloadEntry', 'shop/a', { labels: APP })],
    'a filter without a patch': [
      ...one,
      istio('EnvoyFilter', 'shop/a', { configPatches: [{ applyTo: 'CLUSTER' }] }),
    ],
  }),
];

/** A cluster that the control plane is to watch. */
const watched = examples('IST0126', {
  'a cluster of a Secret': [
    namespace('istio-system'),
    secret('istio-system/remote', { 'kube-02': 'not a kubeconfig' }, 'Opaque', {
      'istio/multiCluster': 'false',
    }),
    meshConfig('{}', 'networks:\n  net:\n    endpoints:\n    - fromRegistry: kube-02\n'),
  ],
});

export const policyExamples: readonly Input[] = [
  ...sidecars,
  ...telemetries,
  ...authorization,
  ...selectors,
  ...authentication,
  ...envoyFilters,
  ...conditions,
  ...deprecated,
  ...validation,
  ...watched,
  ...examples('none', { 'the shop': shopWith() }),
];
