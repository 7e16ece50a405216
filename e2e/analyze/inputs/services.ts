import type { Input, Json } from '../input';
import { deployment, injected, namespace, pod, service, type Port } from '../objects';
import { shopWith, workload } from '../shop';
import { examples, forEach } from './examples';

const LABELS = { app: 'app' };

const withPort = (port: Port, more: Json = {}) => [
  injected('shop'),
  service('shop/app', LABELS, [port], more),
];

const portNames = [
  ...examples('IST0118', {
    ...forEach(
      Object.fromEntries(
        [
          'http',
          'http-web',
          'httpweb',
          'web',
          'grpc-web',
          'grpc',
          'HTTP',
          'tcp',
          'tcp-x',
          'udp',
          'mongo',
          'mysql-db',
          'redis',
          'http2',
          'https-a',
          'tls',
          'foo-http',
          'metrics',
        ].map((name) => [`name ${name}`, name.toLowerCase() === name ? name : name.toLowerCase()]),
      ),
      (name) => withPort([name, 9000]),
    ),
    ...forEach(
      {
        http: 'http',
        'kubernetes.io/h2c': 'kubernetes.io/h2c',
        'kubernetes.io/ws': 'kubernetes.io/ws',
        other: 'example.org/other',
        grpc: 'grpc',
      },
      (appProtocol) => withPort(['web', 9000, { appProtocol }]),
    ),
    ...forEach({ 53: 53, 22: 22, 25: 25, 3306: 3306, 6379: 6379, 27017: 27017, 8080: 8080 }, (port) =>
      withPort(['web', port]),
    ),
    'UDP, name web': withPort(['web', 53, { protocol: 'UDP' }]),
    'SCTP, name web': withPort(['web', 99, { protocol: 'SCTP' }]),
    'no name': [injected('shop'), service('shop/app', LABELS, [], { ports: [{ port: 80 }] })],
    'no name, appProtocol': [
      injected('shop'),
      service('shop/app', LABELS, [], { ports: [{ port: 80, appProtocol: 'http' }] }),
    ],
    'of the control plane': withPort(['web', 9000], { labels: { istio: 'pilot' } }),
    'of a release istio': withPort(['web', 9000], { labels: { release: 'istio' } }),
    'of a managed gateway': withPort(['web', 9000], {
      labels: { 'gateway.istio.io/managed': 'istio.io-gateway-controller' },
    }),
    'of a managed waypoint': withPort(['web', 9000], {
      labels: { 'gateway.istio.io/managed': 'istio.io-mesh-controller' },
    }),
    'in kube-system': [service('kube-system/app', LABELS, [['web', 9000]])],
    'in default': [service('app', LABELS, [['web', 9000]])],
    'suppressed by the object': withPort(['web', 9000], {
      annotations: { 'galley.istio.io/analyze-suppress': 'IST0103,IST0118' },
    }),
    'suppressed altogether': withPort(['web', 9000], {
      annotations: { 'galley.istio.io/analyze-suppress': '*' },
    }),
    'another code suppressed': withPort(['web', 9000], {
      annotations: { 'galley.istio.io/analyze-suppress': 'IST0103' },
    }),
  }),
  ...examples(
    'IST0150',
    forEach({ tcp: 'tcp', http: 'http', web: 'web', 'tcp-db': 'tcp-db', https: 'https' }, (name) => [
      injected('shop'),
      service('shop/outside', undefined, [[name, 80]], {
        type: 'ExternalName',
        externalName: 'www.example.org',
      }),
    ]),
  ),
];

const app = (more: readonly Json[]) => [
  injected('shop'),
  deployment('shop/app', { labels: LABELS }),
  ...more,
];
const two = (one: readonly Port[], other: readonly Port[]) =>
  app([service('shop/one', LABELS, one), service('shop/two', LABELS, other)]);

const associations = [
  ...examples('IST0116', {
    'one port by two protocols, two services': two([['tcp-a', 80]], [['udp-a', 80, { protocol: 'UDP' }]]),
    'one port by two protocols, one service': app([
      service('shop/one', LABELS, [
        ['tcp-a', 80],
        ['udp-a', 80, { protocol: 'UDP' }],
      ]),
    ]),
    'one port by one protocol': two([['http', 80]], [['http', 80]]),
    'not in the mesh': [
      namespace('shop'),
      deployment('shop/app', { labels: LABELS }),
      service('shop/one', LABELS, [['tcp-a', 80]]),
      service('shop/two', LABELS, [['udp-a', 80, { protocol: 'UDP' }]]),
    ],
    'in the mesh by a label': [
      namespace('shop'),
      deployment('shop/app', { labels: { ...LABELS, 'sidecar.istio.io/inject': 'true' } }),
      service('shop/one', LABELS, [['tcp-a', 80]]),
      service('shop/two', LABELS, [['udp-a', 80, { protocol: 'UDP' }]]),
    ],
    'in the mesh by an annotation': [
      namespace('shop'),
      deployment('shop/app', { labels: LABELS, annotations: { 'sidecar.istio.io/inject': 'true' } }),
      service('shop/one', LABELS, [['tcp-a', 80]]),
      service('shop/two', LABELS, [['udp-a', 80, { protocol: 'UDP' }]]),
    ],
    'in the mesh by its proxy': [
      namespace('shop'),
      deployment('shop/app', { labels: LABELS, proxy: true }),
      service('shop/one', LABELS, [['tcp-a', 80]]),
      service('shop/two', LABELS, [['udp-a', 80, { protocol: 'UDP' }]]),
    ],
    'in the mesh by a revision': [
      namespace('shop', { 'istio.io/rev': 'canary' }),
      deployment('shop/app', { labels: LABELS }),
      service('shop/one', LABELS, [['tcp-a', 80]]),
      service('shop/two', LABELS, [['udp-a', 80, { protocol: 'UDP' }]]),
    ],
    'out of the mesh by a label': [
      injected('shop'),
      deployment('shop/app', { labels: { ...LABELS, 'sidecar.istio.io/inject': 'false' } }),
      service('shop/one', LABELS, [['tcp-a', 80]]),
      service('shop/two', LABELS, [['udp-a', 80, { protocol: 'UDP' }]]),
    ],
    'services without selector': app([
      service('shop/one', undefined, [['tcp-a', 80]]),
      service('shop/two', undefined, [['udp-a', 80, { protocol: 'UDP' }]]),
    ]),
    'a service of another namespace': app([
      service('shop/one', LABELS, [['tcp-a', 80]]),
      injected('bar'),
      service('bar/two', LABELS, [['udp-a', 80, { protocol: 'UDP' }]]),
    ]),
    'a waypoint': [
      injected('shop'),
      deployment('shop/app', {
        labels: LABELS,
        own: { labels: { 'gateway.istio.io/managed': 'istio.io-mesh-controller' } },
      }),
      service('shop/one', LABELS, [['tcp-a', 80]]),
      service('shop/two', LABELS, [['udp-a', 80, { protocol: 'UDP' }]]),
    ],
  }),
  ...examples('IST0137', {
    'one target of two ports': two(
      [['http', 80, { targetPort: 8080 }]],
      [['http', 81, { targetPort: 8080 }]],
    ),
    'one service': app([
      service('shop/one', LABELS, [
        ['http-a', 80, { targetPort: 8080 }],
        ['http-b', 81, { targetPort: 8080 }],
      ]),
    ]),
    'by a name': two([['http', 80, { targetPort: 'web' }]], [['http', 81, { targetPort: 'web' }]]),
    'a name and its number': two([['http', 80, { targetPort: 'web' }]], [['http', 81, { targetPort: 8080 }]]),
    'the port itself as target': two([['http', 8080]], [['http', 81, { targetPort: 8080 }]]),
    'the same port twice': two([['http', 80, { targetPort: 8080 }]], [['http', 80, { targetPort: 8080 }]]),
    'two targets': two([['http', 80, { targetPort: 8080 }]], [['http', 81, { targetPort: 8081 }]]),
    'UDP and TCP': two(
      [['http', 80, { targetPort: 8080 }]],
      [['udp', 81, { targetPort: 8080, protocol: 'UDP' }]],
    ),
    'of the shop': shopWith(service('shop/web-too', { app: 'web' }, [['http', 81, { targetPort: 8080 }]])),
  }),
];

/** Of two clusters. */
const twice = (one: readonly Json[], other: readonly Json[], name: string): Input => ({
  name: `small/IST0170/${name}`,
  clusters: [
    [injected('shop'), ...one],
    [injected('shop'), ...other],
  ],
});
const web = (ports: readonly Port[], more: Json = {}) => [service('shop/web', { app: 'web' }, ports, more)];

const severalClusters = [
  twice(web([['http', 80]]), web([['http', 80]]), 'the same'),
  twice(web([['http', 80]]), web([['http', 81]]), 'another port'),
  twice(web([['http', 80]]), web([['http-web', 80]]), 'another name'),
  twice(web([['http', 80]]), web([['http', 80, { targetPort: 8080 }]]), 'another target'),
  twice(web([['http', 80]]), web([['http', 80, { appProtocol: 'http2' }]]), 'another appProtocol'),
  twice(
    web([
      ['http', 80],
      ['grpc', 81],
    ]),
    web([
      ['grpc', 81],
      ['http', 80],
    ]),
    'another order',
  ),
  twice(
    web([
      ['http', 80],
      ['grpc', 81],
    ]),
    web([['http', 80]]),
    'a port more',
  ),
  twice(
    web([['http', 80]]),
    web([['http', 80, { protocol: 'TCP', targetPort: 80 }]]),
    'what is meant, written out',
  ),
  twice(web([['http', 80]]), web([['http', 80]], { clusterIP: 'None' }), 'headless in one'),
  twice(
    web([['http', 80]], { clusterIP: 'None' }),
    web([['http', 80]], { clusterIP: 'None' }),
    'headless in both',
  ),
  twice(web([['http', 80, { nodePort: 30080 }]], { type: 'NodePort' }), web([['http', 80]]), 'another type'),
  twice(
    web([['http', 80, { nodePort: 30080 }]], { type: 'NodePort' }),
    web([['http', 80, { nodePort: 30081 }]], { type: 'NodePort' }),
    'another port of the node',
  ),
  twice(web([['http', 80]]), [], 'in one alone'),
  twice(
    web([['http', 80]]),
    [injected('bank'), service('bank/web', { app: 'web' }, [['http', 81]])],
    'in another namespace',
  ),
  twice(web([['http', 80]]), web([['http', 80]], { labels: { app: 'web' } }), 'another label'),
  twice(web([['http', 80]]), [service('shop/web', { app: 'else' }, [['http', 80]])], 'another selector'),
];

const pods = examples('IST0144', {
  'a pod runs as the proxy does': shopWith(
    pod('shop/app', { labels: LABELS, proxy: true, spec: { securityContext: { runAsUser: 1337 } } }),
  ),
  'a container does': [
    injected('shop'),
    pod('shop/app', {
      proxy: false,
      spec: {
        containers: [
          { name: 'app', image: 'a', securityContext: { runAsUser: 1337 } },
          { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.29.1' },
        ],
      },
    }),
  ],
  'the proxy does': [
    injected('shop'),
    pod('shop/app', {
      spec: {
        containers: [
          { name: 'app', image: 'a' },
          { name: 'istio-proxy', image: 'b', securityContext: { runAsUser: 1337 } },
        ],
      },
    }),
  ],
  'a deployment does': [
    injected('shop'),
    deployment('shop/app', { labels: LABELS, spec: { securityContext: { runAsUser: 1337 } } }),
  ],
  'its container does': [
    injected('shop'),
    deployment('shop/app', {
      labels: LABELS,
      spec: { containers: [{ name: 'app', image: 'a', securityContext: { runAsUser: 1337 } }] },
    }),
  ],
  'its first step does': [
    injected('shop'),
    deployment('shop/app', {
      labels: LABELS,
      spec: {
        initContainers: [{ name: 'first', image: 'a', securityContext: { runAsUser: 1337 } }],
      },
    }),
  ],
  'runs as somebody else': [
    injected('shop'),
    deployment('shop/app', { labels: LABELS, spec: { securityContext: { runAsUser: 1338 } } }),
  ],
  'of the control plane': [
    injected('shop'),
    deployment('shop/app', {
      labels: LABELS,
      own: { labels: { istio: 'pilot' } },
      spec: { securityContext: { runAsUser: 1337 } },
    }),
  ],
  'only the group': [
    injected('shop'),
    deployment('shop/app', { labels: LABELS, spec: { securityContext: { runAsGroup: 1337 } } }),
  ],
  'out of the mesh': [
    namespace('shop'),
    deployment('shop/app', { labels: LABELS, spec: { securityContext: { runAsUser: 1337 } } }),
    ...workload('bar', 'web', ['v1']),
  ],
});

export const serviceExamples: readonly Input[] = [...portNames, ...associations, ...severalClusters, ...pods];
