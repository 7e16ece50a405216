import type { Input, Json } from '../input';
import { CERTIFICATE, EXPIRED, FUTURE, KEY } from '../certificates';
import { injected, istio, meshConfig, namespace, pod, secret, service } from '../objects';
import { EDGE, edge, shopWith } from '../shop';
import { examples, forEach } from './examples';

const server = (number: number, hosts: readonly string[], more: Json = {}) => ({
  port: { number, name: `http-${number}`, protocol: 'HTTP' },
  hosts,
  ...more,
});
const https = (hosts: readonly string[], tls: Json) => ({
  port: { number: 443, name: 'https', protocol: 'HTTPS' },
  hosts,
  tls: { mode: 'SIMPLE', ...tls },
});
const gateway = (path: string, servers: readonly Json[], selector: Json = EDGE) =>
  istio('Gateway', path, { selector, servers });
const routed = (path: string, hosts: readonly string[], destination: Json, more: Json = {}) =>
  istio('VirtualService', path, { hosts, http: [{ route: [{ destination }] }], ...more });
const two = [
  injected('shop'),
  service('shop/app', { app: 'app' }, [
    ['http', 80],
    ['grpc', 81],
  ]),
];
const one = [injected('shop'), service('shop/app', { app: 'app' }, [['http', 80]])];
const subsets = (names: readonly string[]) => ({
  subsets: names.map((name) => ({ name, labels: { version: name } })),
});

const references = [
  ...examples('IST0101', {
    ...forEach(
      {
        'short name': 'app',
        'name with its namespace': 'app.shop',
        'name with svc': 'app.shop.svc',
        'whole name': 'app.shop.svc.cluster.local',
        'another namespace': 'app.bank.svc.cluster.local',
        'a name of the world': 'www.example.org',
        'short name of nobody': 'nobody',
        'whole name of nobody': 'nobody.shop.svc.cluster.local',
      },
      (host) => [...one, routed('shop/app', ['app'], { host })],
    ),
    'port that is not there': [...one, routed('shop/app', ['app'], { host: 'app', port: { number: 81 } })],
    'port that is there': [...one, routed('shop/app', ['app'], { host: 'app', port: { number: 80 } })],
    mirror: [
      ...one,
      istio('VirtualService', 'shop/app', {
        hosts: ['app'],
        http: [{ route: [{ destination: { host: 'app' } }], mirror: { host: 'nobody' } }],
      }),
    ],
    mirrors: [
      ...one,
      istio('VirtualService', 'shop/app', {
        hosts: ['app'],
        http: [
          {
            route: [{ destination: { host: 'app' } }],
            mirrors: [{ destination: { host: 'app' } }, { destination: { host: 'nobody' } }],
          },
        ],
      }),
    ],
    TCP: [
      ...one,
      istio('VirtualService', 'shop/app', {
        hosts: ['app'],
        tcp: [{ route: [{ destination: { host: 'nobody' } }] }],
      }),
    ],
    TLS: [
      ...one,
      istio('VirtualService', 'shop/app', {
        hosts: ['app'],
        tls: [{ match: [{ sniHosts: ['app'] }], route: [{ destination: { host: 'nobody' } }] }],
      }),
    ],
    'a service that is of its namespace alone': [
      ...one,
      injected('bank'),
      service('bank/own', { app: 'own' }, [['http', 80]], {
        annotations: { 'networking.istio.io/exportTo': '.' },
      }),
      routed('shop/app', ['app'], { host: 'own.bank.svc.cluster.local' }),
      routed('bank/own', ['own'], { host: 'own' }),
    ],
    'a service for the namespace': [
      ...one,
      injected('bank'),
      service('bank/own', { app: 'own' }, [['http', 80]], {
        annotations: { 'networking.istio.io/exportTo': 'shop, bank' },
      }),
      routed('shop/app', ['app'], { host: 'own.bank.svc.cluster.local' }),
    ],
    'a ServiceEntry by a wildcard': [
      ...one,
      istio('ServiceEntry', 'shop/world', {
        hosts: ['*.example.com'],
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      }),
      routed('shop/app', ['app'], { host: 'api.example.com' }),
      routed('shop/other', ['other'], { host: 'example.com' }),
    ],
    'a ServiceEntry of another namespace alone': [
      ...one,
      injected('bank'),
      istio('ServiceEntry', 'bank/world', {
        hosts: ['api.example.com'],
        exportTo: ['.'],
        resolution: 'DNS',
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      }),
      routed('shop/app', ['app'], { host: 'api.example.com' }),
    ],
    'exported to a namespace with such a ServiceEntry': [
      ...one,
      injected('bank'),
      istio('ServiceEntry', 'bank/world', {
        hosts: ['api.example.com'],
        exportTo: ['.'],
        resolution: 'DNS',
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      }),
      routed('shop/app', ['app'], { host: 'api.example.com' }, { exportTo: ['bank'] }),
    ],
    'a subset that is there': [
      ...one,
      istio('DestinationRule', 'shop/app', { host: 'app', ...subsets(['v1']) }),
      pod('shop/app', { labels: { version: 'v1' }, proxy: true }),
      routed('shop/app', ['app'], { host: 'app', subset: 'v1' }),
    ],
    'a subset that is not': [
      ...one,
      istio('DestinationRule', 'shop/app', { host: 'app', ...subsets(['v1']) }),
      pod('shop/app', { labels: { version: 'v1' }, proxy: true }),
      routed('shop/app', ['app'], { host: 'app', subset: 'v2' }),
    ],
    'a subset by the whole name': [
      ...one,
      istio('DestinationRule', 'shop/app', { host: 'app.shop.svc.cluster.local', ...subsets(['v1']) }),
      pod('shop/app', { labels: { version: 'v1' }, proxy: true }),
      routed('shop/app', ['app'], { host: 'app', subset: 'v1' }),
    ],
    'a subset of a rule of another namespace': [
      ...one,
      injected('bank'),
      istio('DestinationRule', 'bank/app', { host: 'app.shop.svc.cluster.local', ...subsets(['v1']) }),
      pod('shop/app', { labels: { version: 'v1' }, proxy: true }),
      routed('shop/app', ['app'], { host: 'app', subset: 'v1' }),
    ],
    'a subset of a mirror': [
      ...one,
      istio('VirtualService', 'shop/app', {
        hosts: ['app'],
        http: [{ route: [{ destination: { host: 'app' } }], mirror: { host: 'app', subset: 'v2' } }],
      }),
    ],
    'a gateway that is not there': [
      ...one,
      routed('shop/app', ['a.example.org'], { host: 'app' }, { gateways: ['none'] }),
    ],
    'a gateway of another namespace': [
      ...one,
      ...edge(),
      gateway('istio-system/entry', [server(80, ['*'])]),
      routed('shop/app', ['a.example.org'], { host: 'app' }, { gateways: ['istio-system/entry', 'mesh'] }),
    ],
    'a gateway by its host name': [
      ...one,
      ...edge(),
      gateway('istio-system/entry', [server(80, ['*'])]),
      routed(
        'shop/app',
        ['a.example.org'],
        { host: 'app' },
        { gateways: ['entry.istio-system.svc.cluster.local'] },
      ),
    ],
    'a selector of no pod': [injected('shop'), gateway('shop/entry', [server(80, ['*'])])],
    'a selector of pods of another namespace': [
      ...edge(),
      injected('shop'),
      gateway('shop/entry', [server(80, ['*'])]),
    ],
    'half a selector': [
      ...edge(),
      injected('shop'),
      gateway('shop/entry', [server(80, ['*'])], { ...EDGE, app: 'x' }),
    ],
    'no selector': [
      ...edge(),
      injected('shop'),
      istio('Gateway', 'shop/entry', { servers: [server(80, ['*'])] }),
    ],
    'a credential that is not there': [
      ...edge(),
      gateway('istio-system/entry', [https(['*'], { credentialName: 'none' })]),
    ],
    'a credential of another namespace': [
      ...edge(),
      injected('shop'),
      secret('shop/own-tls', { 'tls.crt': CERTIFICATE, 'tls.key': KEY }),
      gateway('shop/entry', [https(['*'], { credentialName: 'own-tls' })]),
    ],
    'a credential that is there': [
      ...edge(),
      gateway('istio-system/entry', [https(['*'], { credentialName: 'shop-tls' })]),
    ],
    'a credential of a gateway of no pod': [
      injected('shop'),
      gateway('shop/entry', [https(['*'], { credentialName: 'none' })]),
    ],
    delegates: [
      ...one,
      ...edge(),
      gateway('istio-system/entry', [server(80, ['*'])]),
      istio('VirtualService', 'shop/root', {
        hosts: ['a.example.org'],
        gateways: ['istio-system/entry'],
        http: [{ match: [{ uri: { prefix: '/a' } }], delegate: { name: 'leaf', namespace: 'shop' } }],
      }),
      istio('VirtualService', 'shop/leaf', { http: [{ route: [{ destination: { host: 'nobody' } }] }] }),
    ],
  }),
  ...examples('IST0112', {
    'two ports, none chosen': [...two, routed('shop/app', ['app'], { host: 'app' })],
    'two ports, one chosen': [...two, routed('shop/app', ['app'], { host: 'app', port: { number: 81 } })],
    'one port': [...one, routed('shop/app', ['app'], { host: 'app' })],
    'of a mirror': [
      ...two,
      istio('VirtualService', 'shop/app', {
        hosts: ['app'],
        http: [{ route: [{ destination: { host: 'app', port: { number: 80 } } }], mirror: { host: 'app' } }],
      }),
    ],
    'of the mirrors': [
      ...two,
      istio('VirtualService', 'shop/app', {
        hosts: ['app'],
        http: [
          {
            route: [{ destination: { host: 'app', port: { number: 80 } } }],
            mirrors: [{ destination: { host: 'app' } }],
          },
        ],
      }),
    ],
    'of TCP': [
      ...two,
      istio('VirtualService', 'shop/app', {
        hosts: ['app'],
        tcp: [{ route: [{ destination: { host: 'app' } }] }],
      }),
    ],
    'of a ServiceEntry': [
      injected('shop'),
      istio('ServiceEntry', 'shop/world', {
        hosts: ['api.example.com'],
        resolution: 'DNS',
        ports: [
          { number: 80, name: 'http', protocol: 'HTTP' },
          { number: 443, name: 'https', protocol: 'HTTPS' },
        ],
      }),
      routed('shop/app', ['api.example.com'], { host: 'api.example.com' }),
    ],
    'a headless one': [
      injected('shop'),
      service(
        'shop/app',
        { app: 'app' },
        [
          ['http', 80],
          ['grpc', 81],
        ],
        { clusterIP: 'None' },
      ),
      routed('shop/app', ['app'], { host: 'app' }),
    ],
  }),
];

const mesh = [
  ...examples('IST0109', {
    'one host twice': [
      ...one,
      routed('shop/a', ['app'], { host: 'app' }),
      routed('shop/b', ['app'], { host: 'app' }),
    ],
    'short and whole': [
      ...one,
      routed('shop/a', ['app'], { host: 'app' }),
      routed('shop/b', ['app.shop.svc.cluster.local'], { host: 'app' }),
    ],
    'of two namespaces': [
      ...one,
      injected('bank'),
      routed('shop/a', ['app'], { host: 'app' }),
      routed('bank/b', ['app'], { host: 'app.shop.svc.cluster.local' }),
    ],
    'one of the world, of two namespaces': [
      ...one,
      injected('bank'),
      routed('shop/a', ['www.example.org'], { host: 'app' }),
      routed('bank/b', ['www.example.org'], { host: 'app.shop.svc.cluster.local' }),
    ],
    'each in its namespace': [
      ...one,
      injected('bank'),
      routed('shop/a', ['www.example.org'], { host: 'app' }, { exportTo: ['.'] }),
      routed('bank/b', ['www.example.org'], { host: 'app.shop.svc.cluster.local' }, { exportTo: ['.'] }),
    ],
    'one in its namespace, one for all': [
      ...one,
      injected('bank'),
      routed('shop/a', ['www.example.org'], { host: 'app' }, { exportTo: ['.'] }),
      routed('bank/b', ['www.example.org'], { host: 'app.shop.svc.cluster.local' }, { exportTo: ['*'] }),
    ],
    'a wildcard and one of it': [
      ...one,
      routed('shop/a', ['*.example.org'], { host: 'app' }),
      routed('shop/b', ['www.example.org'], { host: 'app' }),
    ],
    'a wildcard for all and one of it in its namespace': [
      ...one,
      routed('shop/a', ['*.example.org'], { host: 'app' }),
      routed('shop/b', ['www.example.org'], { host: 'app' }, { exportTo: ['.'] }),
    ],
    'one of a wildcard in its namespace, for all': [
      ...one,
      routed('shop/a', ['*.example.org'], { host: 'app' }, { exportTo: ['.'] }),
      routed('shop/b', ['www.example.org'], { host: 'app' }),
    ],
    'of a gateway and of the mesh': [
      ...one,
      ...edge(),
      gateway('shop/entry', [server(80, ['*'])]),
      routed('shop/a', ['www.example.org'], { host: 'app' }, { gateways: ['entry'] }),
      routed('shop/b', ['www.example.org'], { host: 'app' }),
    ],
    'of a gateway with the mesh, and of the mesh': [
      ...one,
      ...edge(),
      gateway('shop/entry', [server(80, ['*'])]),
      routed('shop/a', ['www.example.org'], { host: 'app' }, { gateways: ['entry', 'mesh'] }),
      routed('shop/b', ['www.example.org'], { host: 'app' }),
    ],
    'to one namespace each': [
      ...one,
      routed('shop/a', ['www.example.org'], { host: 'app' }, { exportTo: ['one'] }),
      routed('shop/b', ['www.example.org'], { host: 'app' }, { exportTo: ['two', 'one'] }),
    ],
  }),
  ...examples('IST0130', {
    ...forEach<readonly Json[]>(
      {
        'nothing after all': [{}],
        'a rule after one for all': [{}, { match: [{ uri: { prefix: '/a' } }] }],
        'one for all twice': [{}, {}],
        'the same match twice': [
          { match: [{ uri: { prefix: '/a' } }] },
          { match: [{ uri: { prefix: '/a' } }] },
        ],
        'every match is of a rule before': [
          { match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' } }] },
          { match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' } }] },
        ],
        'a prefix of all': [
          { match: [{ uri: { prefix: '/' } }] },
          { match: [{ uri: { prefix: '/a' } }] },
          {},
        ],
        'a narrower one after': [
          { match: [{ uri: { prefix: '/a' } }] },
          { match: [{ uri: { prefix: '/a/b' } }] },
        ],
        'another header': [
          { match: [{ uri: { prefix: '/a' }, headers: { x: { exact: '1' } } }] },
          { match: [{ uri: { prefix: '/a' } }] },
        ],
        'by a regular expression of all': [
          { match: [{ uri: { regex: '.*' } }] },
          { match: [{ uri: { exact: '/a' } }] },
        ],
      },
      (http) => [
        ...one,
        istio('VirtualService', 'shop/app', {
          hosts: ['app'],
          http: http.map((rule) => ({ ...rule, route: [{ destination: { host: 'app' } }] })),
        }),
      ],
    ),
    'TCP for all twice': [
      ...one,
      istio('VirtualService', 'shop/app', {
        hosts: ['app'],
        tcp: [{ route: [{ destination: { host: 'app' } }] }, { route: [{ destination: { host: 'app' } }] }],
      }),
    ],
    'TLS the same twice': [
      ...one,
      istio('VirtualService', 'shop/app', {
        hosts: ['app'],
        tls: [
          { match: [{ sniHosts: ['app'] }], route: [{ destination: { host: 'app' } }] },
          { match: [{ sniHosts: ['app'] }], route: [{ destination: { host: 'app' } }] },
        ],
      }),
    ],
  }),
  ...examples('IST0131', {
    ...forEach<readonly Json[]>(
      {
        'one of two matches is of a rule before': [
          { match: [{ uri: { prefix: '/a' } }] },
          { match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' } }] },
        ],
        'the second of two': [
          { match: [{ uri: { prefix: '/b' } }] },
          { match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' } }] },
        ],
        'the same match twice in one': [{ match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/a' } }] }],
        'with a prefix of it': [
          { match: [{ uri: { prefix: '/a' } }] },
          { match: [{ uri: { exact: '/a/b' } }, { uri: { prefix: '/b' } }] },
        ],
        none: [{ match: [{ uri: { prefix: '/a' } }] }, { match: [{ uri: { prefix: '/b' } }] }],
      },
      (http) => [
        ...one,
        istio('VirtualService', 'shop/app', {
          hosts: ['app'],
          http: http.map((rule) => ({ ...rule, route: [{ destination: { host: 'app' } }] })),
        }),
      ],
    ),
  }),
];

const entry = (hosts: readonly string[]) => [...edge(), ...one, gateway('shop/entry', [server(80, hosts)])];

const gateways = [
  ...examples('IST0132', {
    ...forEach<readonly [string, string]>(
      {
        'the host': ['a.example.org', 'a.example.org'],
        'another host': ['a.example.org', 'b.example.org'],
        'one of a wildcard': ['*.example.org', 'a.example.org'],
        'a wildcard for one': ['a.example.org', '*.example.org'],
        all: ['*', 'a.example.org'],
        'of this namespace': ['./a.example.org', 'a.example.org'],
        'of the namespace': ['shop/a.example.org', 'a.example.org'],
        'of another namespace': ['bank/a.example.org', 'a.example.org'],
        'of any namespace': ['*/a.example.org', 'a.example.org'],
        'all of any namespace': ['*/*', 'a.example.org'],
        'all of another namespace': ['bank/*', 'a.example.org'],
      },
      ([host, asked]) => [
        ...entry([host]),
        routed('shop/app', [asked], { host: 'app' }, { gateways: ['entry'] }),
      ],
    ),
    'one of two hosts': [
      ...entry(['a.example.org']),
      routed('shop/app', ['a.example.org', 'b.example.org'], { host: 'app' }, { gateways: ['entry'] }),
    ],
    'of another namespace, with a dot': [
      ...entry(['./a.example.org']),
      injected('bank'),
      routed(
        'bank/app',
        ['a.example.org'],
        { host: 'app.shop.svc.cluster.local' },
        { gateways: ['shop/entry'] },
      ),
    ],
    'no gateway': [...one, routed('shop/app', ['a.example.org'], { host: 'app' }, { gateways: ['none'] })],
    'a host of the cluster': [
      ...entry(['app.shop.svc.cluster.local']),
      routed('shop/app', ['app'], { host: 'app' }, { gateways: ['entry'] }),
    ],
  }),
  ...examples('IST0138', {
    'one credential of two gateways': [
      ...edge(),
      gateway('istio-system/a', [https(['a.example.org'], { credentialName: 'shop-tls' })]),
      gateway('istio-system/b', [https(['b.example.org'], { credentialName: 'shop-tls' })]),
    ],
    'two servers of one': [
      ...edge(),
      gateway('istio-system/a', [
        https(['a.example.org'], { credentialName: 'shop-tls' }),
        {
          ...https(['b.example.org'], { credentialName: 'shop-tls' }),
          port: { number: 8443, name: 'https-b', protocol: 'HTTPS' },
        },
      ]),
    ],
    'of another selector': [
      ...edge(),
      pod('istio-system/other', { labels: { istio: 'other' }, proxy: true }),
      service('istio-system/other', { istio: 'other' }, [['https', 443]]),
      gateway('istio-system/a', [https(['a.example.org'], { credentialName: 'shop-tls' })]),
      gateway('istio-system/b', [https(['b.example.org'], { credentialName: 'shop-tls' })], {
        istio: 'other',
      }),
    ],
    'of a narrower selector': [
      namespace('istio-system'),
      pod('istio-system/edge-1', { labels: { ...EDGE, app: 'edge' }, proxy: true }),
      service('istio-system/edge', EDGE, [['https', 443]]),
      secret('istio-system/shop-tls', { 'tls.crt': CERTIFICATE, 'tls.key': KEY }),
      gateway('istio-system/a', [https(['a.example.org'], { credentialName: 'shop-tls' })]),
      gateway('istio-system/b', [https(['b.example.org'], { credentialName: 'shop-tls' })], {
        ...EDGE,
        app: 'edge',
      }),
    ],
    'by files': [
      ...edge(),
      gateway('istio-system/a', [
        https(['a.example.org'], { serverCertificate: '/a.pem', privateKey: '/a.key' }),
      ]),
      gateway('istio-system/b', [
        https(['b.example.org'], { serverCertificate: '/a.pem', privateKey: '/a.key' }),
      ]),
    ],
    'by files, another key': [
      ...edge(),
      gateway('istio-system/a', [
        https(['a.example.org'], { serverCertificate: '/a.pem', privateKey: '/a.key' }),
      ]),
      gateway('istio-system/b', [
        https(['b.example.org'], { serverCertificate: '/a.pem', privateKey: '/b.key' }),
      ]),
    ],
    'without selector': [
      ...edge(),
      istio('Gateway', 'istio-system/a', {
        servers: [https(['a.example.org'], { credentialName: 'shop-tls' })],
      }),
      gateway('istio-system/b', [https(['b.example.org'], { credentialName: 'shop-tls' })]),
    ],
    'of two namespaces': [
      ...edge(),
      injected('shop'),
      gateway('istio-system/a', [https(['a.example.org'], { credentialName: 'shop-tls' })]),
      gateway('shop/b', [https(['b.example.org'], { credentialName: 'shop-tls' })]),
    ],
  }),
  ...examples('IST0145', {
    'the same port and host': [
      ...edge(),
      gateway('istio-system/a', [server(80, ['a.example.org'])]),
      gateway('istio-system/b', [server(80, ['a.example.org'])]),
    ],
    'another host': [
      ...edge(),
      gateway('istio-system/a', [server(80, ['a.example.org'])]),
      gateway('istio-system/b', [server(80, ['b.example.org'])]),
    ],
    'another port': [
      ...edge(),
      gateway('istio-system/a', [server(80, ['a.example.org'])]),
      gateway('istio-system/b', [server(443, ['a.example.org'])]),
    ],
    'a wildcard and one of it': [
      ...edge(),
      gateway('istio-system/a', [server(80, ['*.example.org'])]),
      gateway('istio-system/b', [server(80, ['a.example.org'])]),
    ],
    'all and all': [
      ...edge(),
      injected('shop'),
      gateway('istio-system/a', [server(80, ['*'])]),
      gateway('shop/b', [server(80, ['*'])]),
    ],
    'of two namespaces, each its own': [
      ...edge(),
      injected('shop'),
      gateway('istio-system/a', [server(80, ['./a.example.org'])]),
      gateway('shop/b', [server(80, ['./a.example.org'])]),
    ],
    'of any namespace, and of one': [
      ...edge(),
      gateway('istio-system/a', [server(80, ['*/a.example.org'])]),
      gateway('istio-system/b', [server(80, ['istio-system/a.example.org'])]),
    ],
    'another address': [
      ...edge(),
      gateway('istio-system/a', [server(80, ['a.example.org'], { bind: '10.0.0.1' })]),
      gateway('istio-system/b', [server(80, ['a.example.org'], { bind: '10.0.0.2' })]),
    ],
    'another selector of the same pod': [
      namespace('istio-system'),
      pod('istio-system/edge-1', { labels: { ...EDGE, app: 'edge' }, proxy: true }),
      service('istio-system/edge', EDGE, [['http', 80]]),
      gateway('istio-system/a', [server(80, ['a.example.org'])]),
      gateway('istio-system/b', [server(80, ['a.example.org'])], { ...EDGE, app: 'edge' }),
    ],
    'two selectors of the same pod, neither part of the other': [
      namespace('istio-system'),
      pod('istio-system/edge-1', { labels: { ...EDGE, app: 'edge' }, proxy: true }),
      service('istio-system/edge', EDGE, [['http', 80]]),
      gateway('istio-system/a', [server(80, ['a.example.org'])]),
      gateway('istio-system/b', [server(80, ['a.example.org'])], { app: 'edge' }),
    ],
    'another selector of other pods': [
      ...edge(),
      pod('istio-system/other', { labels: { istio: 'other' }, proxy: true }),
      service('istio-system/other', { istio: 'other' }, [['http', 80]]),
      gateway('istio-system/a', [server(80, ['a.example.org'])]),
      gateway('istio-system/b', [server(80, ['a.example.org'])], { istio: 'other' }),
    ],
    'two servers of each': [
      ...edge(),
      gateway('istio-system/a', [server(80, ['a.example.org']), server(8080, ['a.example.org'])]),
      gateway('istio-system/b', [server(80, ['b.example.org']), server(8080, ['a.example.org'])]),
    ],
  }),
  ...examples('IST0161', {
    ...forEach<readonly [Readonly<Record<string, string>>, string?]>(
      {
        good: [{ 'tls.crt': CERTIFICATE, 'tls.key': KEY }],
        expired: [{ 'tls.crt': EXPIRED, 'tls.key': KEY }],
        'not yet valid': [{ 'tls.crt': FUTURE, 'tls.key': KEY }],
        'no certificate': [{ 'tls.crt': 'nothing', 'tls.key': KEY }],
        empty: [{ 'tls.crt': '', 'tls.key': '' }],
        'other names': [{ cert: CERTIFICATE, key: KEY }, 'Opaque'],
        'no key': [{ cert: CERTIFICATE }, 'Opaque'],
        'with a root': [{ cert: CERTIFICATE, key: KEY, cacert: CERTIFICATE }, 'Opaque'],
        'a chain whose second is expired': [{ 'tls.crt': CERTIFICATE + EXPIRED, 'tls.key': KEY }],
        'a chain whose first is expired': [{ 'tls.crt': EXPIRED + CERTIFICATE, 'tls.key': KEY }],
        'names of nothing': [{ a: CERTIFICATE, b: KEY }, 'Opaque'],
        'no data': [{}, 'Opaque'],
      },
      ([data, type]) => [
        ...edge(),
        secret('istio-system/own', data, type),
        gateway('istio-system/entry', [https(['*'], { credentialName: 'own' })]),
      ],
    ),
    mutual: [
      ...edge(),
      secret('istio-system/own', { 'tls.crt': EXPIRED, 'tls.key': KEY }),
      secret('istio-system/own-cacert', { 'ca.crt': CERTIFICATE }, 'Opaque'),
      gateway('istio-system/entry', [https(['*'], { mode: 'MUTUAL', credentialName: 'own' })]),
    ],
    'of another namespace than the gateway': [
      ...edge(),
      secret('istio-system/own', { 'tls.crt': EXPIRED, 'tls.key': KEY }),
      injected('shop'),
      gateway('shop/entry', [https(['*'], { credentialName: 'own' })]),
    ],
  }),
  ...examples('IST0162', {
    ...forEach({ 80: 80, 8080: 8080, 81: 81, 443: 443, 15443: 15443 }, (number) => [
      ...edge(),
      gateway('istio-system/entry', [server(number, ['*'])]),
    ]),
    'a port by name': [
      namespace('istio-system'),
      pod('istio-system/edge-1', { labels: EDGE, proxy: true }),
      service('istio-system/edge', EDGE, [['http', 80, { targetPort: 'web' }]]),
      gateway('istio-system/a', [server(80, ['a.example.org'])]),
      gateway('istio-system/b', [server(8080, ['b.example.org'])]),
    ],
    UDP: [
      namespace('istio-system'),
      pod('istio-system/edge-1', { labels: EDGE, proxy: true }),
      service('istio-system/edge', EDGE, [['udp', 80, { protocol: 'UDP' }]]),
      gateway('istio-system/a', [server(80, ['a.example.org'])]),
    ],
    'no service': [
      namespace('istio-system'),
      pod('istio-system/edge-1', { labels: EDGE, proxy: true }),
      gateway('istio-system/a', [server(80, ['a.example.org'])]),
    ],
    'the service of another namespace': [
      namespace('istio-system'),
      pod('istio-system/edge-1', { labels: EDGE, proxy: true }),
      injected('shop'),
      service('shop/edge', EDGE, [['http', 80]]),
      gateway('shop/a', [server(80, ['a.example.org'])]),
    ],
    'the second of two services': [
      ...edge(),
      service('istio-system/edge-more', EDGE, [['http', 81, { targetPort: 9081 }]]),
      gateway('istio-system/a', [server(81, ['a.example.org']), server(9081, ['b.example.org'])]),
    ],
    'a service without selector': [
      namespace('istio-system'),
      pod('istio-system/edge-1', { labels: EDGE, proxy: true }),
      service('istio-system/all', undefined, [['http', 80]]),
      gateway('istio-system/a', [server(80, ['a.example.org'])]),
    ],
    'three ports that nobody has': [
      ...edge(),
      gateway('istio-system/a', [server(81, ['*']), server(82, ['*']), server(83, ['*'])]),
    ],
  }),
  ...examples('IST0165', {
    ...forEach(
      {
        'of the Gateway API': 'entry-istio-autogenerated-k8s-gateway',
        'of the Gateway API, with its namespace': 'shop/entry-istio-autogenerated-k8s-gateway-http',
        'of the Gateway API, another listener': 'entry~istio-autogenerated-k8s-gateway~https',
        'of the Gateway API, of another namespace': 'bank/entry~istio-autogenerated-k8s-gateway~default',
        'of its own': 'entry',
        'with such a name in front': 'istio-autogenerated-k8s-gateway-entry',
        'with a listener': 'shop/entry~istio-autogenerated-k8s-gateway~http',
      },
      (name) => [
        ...entry(['*']),
        routed('shop/app', ['a.example.org'], { host: 'app' }, { gateways: [name] }),
      ],
    ),
  }),
];

const tls = (more: Json) => [
  ...one,
  pod('shop/app', { labels: { app: 'app', version: 'v1' }, proxy: true }),
  istio('DestinationRule', 'shop/app', { host: 'app', ...more }),
];
const rule = (more: Json) => istio('DestinationRule', 'shop/rule', more);
const modes = {
  SIMPLE: { mode: 'SIMPLE' },
  MUTUAL: { mode: 'MUTUAL', clientCertificate: '/c.pem', privateKey: '/c.key' },
  'SIMPLE with authorities': { mode: 'SIMPLE', caCertificates: '/ca.pem' },
  'SIMPLE with a credential': { mode: 'SIMPLE', credentialName: 'client' },
  ISTIO_MUTUAL: { mode: 'ISTIO_MUTUAL' },
  DISABLE: { mode: 'DISABLE' },
  'SIMPLE with the authorities of the system': { mode: 'SIMPLE', caCertificates: 'system' },
  'SIMPLE without verifying': { mode: 'SIMPLE', insecureSkipVerify: true },
};

const rules = [
  ...examples('IST0128', {
    ...forEach(modes, (one) => tls({ trafficPolicy: { tls: one } })),
    'with a credential of certain pods': tls({
      workloadSelector: { matchLabels: { app: 'app' } },
      trafficPolicy: { tls: { mode: 'SIMPLE', credentialName: 'client' } },
    }),
    'of a subset': tls({
      subsets: [{ name: 'v1', labels: { version: 'v1' }, trafficPolicy: { tls: { mode: 'SIMPLE' } } }],
    }),
  }),
  ...examples('IST0129', {
    ...forEach(modes, (one) =>
      tls({ trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: one }] } }),
    ),
    'of two ports': tls({
      trafficPolicy: {
        portLevelSettings: [
          { port: { number: 80 }, tls: { mode: 'SIMPLE' } },
          { port: { number: 81 }, tls: { mode: 'SIMPLE' } },
        ],
      },
    }),
    'of a subset': tls({
      subsets: [
        {
          name: 'v1',
          labels: { version: 'v1' },
          trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'SIMPLE' } }] },
        },
      ],
    }),
  }),
  ...examples('IST0173', {
    ...forEach<Readonly<Record<string, string>>>(
      {
        'a pod has the labels': { version: 'v1' },
        'no pod has': { version: 'v2' },
        'one of two labels': { version: 'v1', tier: 'gold' },
        'a region': { 'topology.kubernetes.io/region': 'here' },
        'a region that is not there': { 'topology.kubernetes.io/region': 'there' },
        'a zone': { 'topology.kubernetes.io/zone': 'a' },
        'a node': { 'kubernetes.io/hostname': 'node-1' },
        'a cluster': { 'topology.istio.io/cluster': 'kube-01' },
        'a network': { 'topology.istio.io/network': 'net' },
        'a subzone': { 'topology.istio.io/subzone': 'rack' },
      },
      (labels) => [
        ...one,
        {
          apiVersion: 'v1',
          kind: 'Node',
          metadata: {
            name: 'node-1',
            labels: {
              'topology.kubernetes.io/region': 'here',
              'topology.kubernetes.io/zone': 'a',
              'topology.istio.io/subzone': 'rack',
            },
          },
        },
        pod('shop/app', { labels: { app: 'app', version: 'v1' }, proxy: true, spec: { nodeName: 'node-1' } }),
        rule({ host: 'app', subsets: [{ name: 's', labels }] }),
      ],
    ),
    'without labels': [
      ...one,
      pod('shop/app', { proxy: true }),
      rule({ host: 'app', subsets: [{ name: 's' }] }),
    ],
    'without labels and pods': [...one, rule({ host: 'app', subsets: [{ name: 's' }] })],
    'a pod of another service': [
      ...one,
      pod('shop/other', { labels: { app: 'other', version: 'v1' }, proxy: true }),
      rule({ host: 'app', subsets: [{ name: 's', labels: { version: 'v1' } }] }),
    ],
    'a pod of another namespace': [
      ...one,
      injected('bank'),
      pod('bank/other', { labels: { version: 'v1' }, proxy: true }),
      rule({ host: 'app', subsets: [{ name: 's', labels: { version: 'v1' } }] }),
    ],
    'one of two': [
      ...one,
      pod('shop/app', { labels: { app: 'app', version: 'v1' }, proxy: true }),
      rule({ host: 'app', ...subsets(['v1', 'v2']) }),
    ],
    'of a ServiceEntry with pods': [
      ...one,
      pod('shop/app', { labels: { app: 'app', version: 'v1' }, proxy: true }),
      istio('ServiceEntry', 'shop/world', {
        hosts: ['api.example.com'],
        resolution: 'STATIC',
        workloadSelector: { labels: { app: 'other' } },
        ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      }),
      rule({ host: 'api.example.com', ...subsets(['v1']) }),
    ],
    'of a ServiceEntry with addresses': [
      ...one,
      istio('ServiceEntry', 'shop/world', {
        hosts: ['api.example.com'],
        resolution: 'STATIC',
        endpoints: [{ address: '192.0.2.1', labels: { version: 'v1' } }],
        ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      }),
      rule({ host: 'api.example.com', ...subsets(['v1']) }),
    ],
    'of a machine': [
      ...one,
      istio('WorkloadEntry', 'shop/machine', { address: '192.0.2.1', labels: { app: 'app', version: 'v1' } }),
      rule({ host: 'app', ...subsets(['v1']) }),
    ],
  }),
  ...examples('IST0174', {
    ...forEach(
      {
        'short name': 'app',
        'whole name': 'app.shop.svc.cluster.local',
        'name with its namespace': 'app.shop',
        'short name of nobody': 'nobody',
        'whole name of nobody': 'nobody.shop.svc.cluster.local',
        'a name of the world': 'www.example.org',
        all: '*',
        'all of the cluster': '*.local',
        'all of the namespace': '*.shop.svc.cluster.local',
        'all of a domain': '*.example.org',
      },
      (host) => [...one, rule({ host, trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } })],
    ),
    'a ServiceEntry': [
      injected('shop'),
      istio('ServiceEntry', 'shop/world', {
        hosts: ['api.example.com'],
        resolution: 'DNS',
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      }),
      rule({ host: 'api.example.com' }),
    ],
    'a part of a ServiceEntry': [
      injected('shop'),
      istio('ServiceEntry', 'shop/world', {
        hosts: ['*.example.com'],
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      }),
      rule({ host: 'api.example.com' }),
    ],
    'more than a ServiceEntry': [
      injected('shop'),
      istio('ServiceEntry', 'shop/world', {
        hosts: ['api.example.com'],
        resolution: 'DNS',
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      }),
      rule({ host: '*.example.com' }),
    ],
    'with a subset': [...one, rule({ host: 'nobody', ...subsets(['v1']) })],
    'of another namespace': [
      ...one,
      injected('bank'),
      istio('DestinationRule', 'bank/app', { host: 'app' }),
      istio('DestinationRule', 'bank/whole', { host: 'app.shop.svc.cluster.local' }),
    ],
  }),
  ...examples('IST0140', {
    'a gateway around a route with subsets': [
      ...entry(['*']),
      istio('DestinationRule', 'shop/app', { host: 'app', ...subsets(['v1']) }),
      pod('shop/app', { labels: { app: 'app', version: 'v1' }, proxy: true }),
      routed('shop/inside', ['app'], { host: 'app', subset: 'v1' }),
      routed('shop/outside', ['a.example.org'], { host: 'app' }, { gateways: ['entry'] }),
    ],
    'the gateway with a subset too': [
      ...entry(['*']),
      istio('DestinationRule', 'shop/app', { host: 'app', ...subsets(['v1']) }),
      pod('shop/app', { labels: { app: 'app', version: 'v1' }, proxy: true }),
      routed('shop/inside', ['app'], { host: 'app', subset: 'v1' }),
      routed('shop/outside', ['a.example.org'], { host: 'app', subset: 'v1' }, { gateways: ['entry'] }),
    ],
    'by other names of the host': [
      ...entry(['*']),
      istio('DestinationRule', 'shop/app', { host: 'app', ...subsets(['v1']) }),
      pod('shop/app', { labels: { app: 'app', version: 'v1' }, proxy: true }),
      routed('shop/inside', ['app'], { host: 'app', subset: 'v1' }),
      routed(
        'shop/outside',
        ['a.example.org'],
        { host: 'app.shop.svc.cluster.local' },
        { gateways: ['entry'] },
      ),
    ],
    'of two namespaces': [
      ...entry(['*']),
      injected('bank'),
      service('bank/app', { app: 'app' }, [['http', 80]]),
      istio('DestinationRule', 'shop/app', { host: 'app', ...subsets(['v1']) }),
      pod('shop/app', { labels: { app: 'app', version: 'v1' }, proxy: true }),
      routed('shop/inside', ['app'], { host: 'app', subset: 'v1' }),
      routed('bank/outside', ['a.example.org'], { host: 'app' }, { gateways: ['shop/entry'] }),
    ],
    'both of the mesh': [
      ...one,
      istio('DestinationRule', 'shop/app', { host: 'app', ...subsets(['v1']) }),
      pod('shop/app', { labels: { app: 'app', version: 'v1' }, proxy: true }),
      routed('shop/inside', ['app'], { host: 'app', subset: 'v1' }),
      routed('shop/other', ['other'], { host: 'app' }),
    ],
    'with the mesh named': [
      ...one,
      istio('DestinationRule', 'shop/app', { host: 'app', ...subsets(['v1']) }),
      pod('shop/app', { labels: { app: 'app', version: 'v1' }, proxy: true }),
      routed('shop/inside', ['app'], { host: 'app', subset: 'v1' }),
      routed('shop/other', ['other'], { host: 'app' }, { gateways: ['mesh'] }),
    ],
    'two destinations': [
      ...entry(['*']),
      istio('DestinationRule', 'shop/app', { host: 'app', ...subsets(['v1']) }),
      pod('shop/app', { labels: { app: 'app', version: 'v1' }, proxy: true }),
      istio('VirtualService', 'shop/inside', {
        hosts: ['app'],
        http: [
          {
            route: [
              { destination: { host: 'app', subset: 'v1' }, weight: 50 },
              { destination: { host: 'app' }, weight: 50 },
            ],
          },
        ],
      }),
      routed('shop/outside', ['a.example.org'], { host: 'app' }, { gateways: ['entry'] }),
    ],
    'of the shop': shopWith(
      routed('shop/more', ['shop.example.org'], { host: 'cart' }, { gateways: ['entry'] }),
    ),
  }),
];

const world = (more: Json, others: readonly Json[] = [], status?: Json) => [
  ...others,
  injected('shop'),
  istio('ServiceEntry', 'shop/world', { hosts: ['db.example.com'], resolution: 'DNS', ...more }, { status }),
];
const capture = (metadata: string) => [
  namespace('istio-system'),
  meshConfig(`defaultConfig:\n  proxyMetadata:\n${metadata}`),
];

const entries = examples('IST0134', {
  ...forEach(
    {
      TCP: 'TCP',
      tcp: 'tcp',
      none: undefined,
      HTTP: 'HTTP',
      HTTPS: 'HTTPS',
      TLS: 'TLS',
      MONGO: 'MONGO',
      GRPC: 'GRPC',
    },
    (protocol) =>
      world({ ports: [{ number: 5432, name: 'db', ...(protocol !== undefined && { protocol }) }] }),
  ),
  'with an address': world({
    addresses: ['192.0.2.1'],
    ports: [{ number: 5432, name: 'db', protocol: 'TCP' }],
  }),
  'with no address in a list': world({
    addresses: [],
    ports: [{ number: 5432, name: 'db', protocol: 'TCP' }],
  }),
  'with an address that was given to it': world(
    { ports: [{ number: 5432, name: 'db', protocol: 'TCP' }] },
    [],
    { addresses: [{ value: '240.240.0.1' }] },
  ),
  'addresses are given': world(
    { ports: [{ number: 5432, name: 'db', protocol: 'TCP' }] },
    capture('    ISTIO_META_DNS_CAPTURE: "true"\n    ISTIO_META_DNS_AUTO_ALLOCATE: "true"\n'),
  ),
  'addresses are not given': world(
    { ports: [{ number: 5432, name: 'db', protocol: 'TCP' }] },
    capture('    ISTIO_META_DNS_CAPTURE: "true"\n'),
  ),
  'addresses would be given, but names are not answered': world(
    { ports: [{ number: 5432, name: 'db', protocol: 'TCP' }] },
    capture('    ISTIO_META_DNS_AUTO_ALLOCATE: "true"\n'),
  ),
  'addresses are given by the control plane': world(
    { ports: [{ number: 5432, name: 'db', protocol: 'TCP' }] },
    capture('    ISTIO_META_DNS_CAPTURE: "true"\n    PILOT_ENABLE_IP_AUTOALLOCATE: "true"\n'),
  ),
  'two ports': world({
    ports: [
      { number: 5432, name: 'db', protocol: 'TCP' },
      { number: 443, name: 'https', protocol: 'HTTPS' },
    ],
  }),
});

export const trafficExamples: readonly Input[] = [...references, ...mesh, ...gateways, ...rules, ...entries];
