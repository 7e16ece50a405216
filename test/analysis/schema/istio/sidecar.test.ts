import { problemsOf } from './support';

const PORT = { number: 8080, protocol: 'HTTP', name: 'http' };
const HTTPS = { number: 8443, protocol: 'HTTPS' };
const FILES = { serverCertificate: '/tls/crt', privateKey: '/tls/key' };
const ALL = { hosts: ['*/*'] };

const sidecar = (fields: unknown) => problemsOf('Sidecar', fields);
const ingress = (...listeners: readonly unknown[]) => ({ ingress: listeners });
const egress = (...listeners: readonly unknown[]) => ({ egress: listeners });
const hosts = (...names: readonly unknown[]) => egress({ hosts: names });
const tls = (settings: unknown) => ingress({ port: HTTPS, tls: settings });
const proxy = (egressProxy: unknown, mode = 'ALLOW_ANY') => ({
  outboundTrafficPolicy: { mode, egressProxy },
});

test.each<[string, unknown]>([
  ['hosts', hosts('./*', 'istio-system/*', '*/web.example.com', '~/*', 'bank/*.example.com')],
  ['some workloads', { workloadSelector: { labels: { app: 'web' } }, ...egress(ALL) }],
  ['a policy alone', { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }],
  ['limits alone', { inboundConnectionPool: { http: { maxRetries: 1 } } }],
  ['a listener', ingress({ port: PORT, bind: '10.0.0.1', connectionPool: { tcp: {} } })],
  ['a listener of any protocol', ingress({ port: { number: 8080 } })],
  ['a listener of IPv6', ingress({ port: PORT, bind: '::', defaultEndpoint: '[::1]:8081' })],
  ['127.0.0.1:80 behind a listener', ingress({ port: PORT, defaultEndpoint: '127.0.0.1:80' })],
  ['0.0.0.0:80 behind a listener', ingress({ port: PORT, defaultEndpoint: '0.0.0.0:80' })],
  ['[::]:80 behind a listener', ingress({ port: PORT, defaultEndpoint: '[::]:80' })],
  [':80 behind a listener', ingress({ port: PORT, defaultEndpoint: ':80' })],
  ['unix:///run/web behind a listener', ingress({ port: PORT, defaultEndpoint: 'unix:///run/web' })],
  ['unix://@web behind a listener', ingress({ port: PORT, defaultEndpoint: 'unix://@web' })],
  ['TLS', tls({ mode: 'SIMPLE', ...FILES })],
  [
    'TLS of both sides',
    tls({ mode: 'OPTIONAL_MUTUAL', ...FILES, caCertificates: '/tls/ca', caCrl: '/tls/crl' }),
  ],
  ['TLS that is passed on', tls({ mode: 'PASSTHROUGH' })],
  [
    'ports and the rest at last',
    egress({ ...ALL, port: PORT }, { ...ALL, port: HTTPS, captureMode: 'IPTABLES' }, ALL),
  ],
  [
    'sockets',
    egress(
      { ...ALL, port: { protocol: 'TCP' }, bind: 'unix:///a', captureMode: 'NONE' },
      { ...ALL, port: { number: 0 }, bind: 'unix:///b' },
    ),
  ],
  ['a proxy', proxy({ host: 'proxy.example.com', subset: 'v1', port: { number: 443 } })],
])('%s is as the webhook takes it', (_, fields) => {
  expect(sidecar(fields)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  [
    'a Sidecar that sets nothing',
    { workloadSelector: { labels: { app: 'web' } }, egress: [] },
    ['spec: sets none of ingress, egress, outboundTrafficPolicy, inboundConnectionPool'],
  ],
  [
    'wildcards of a selector',
    { workloadSelector: { labels: { 'a*': 'web', '': 'web' } }, ...egress(ALL) },
    [
      'workloadSelector.labels["a*"]: "a*": a selector has no wildcards',
      'workloadSelector.labels[""]: the key of a label is empty',
    ],
  ],
  [
    'a wrong port',
    ingress({ port: { number: 70000, protocol: 'HTTP3', name: 'a.b', targetPort: 80 } }),
    [
      'ingress[0].port.name: "a.b" is not a DNS label (letters, digits and "-", at most 63)',
      'ingress[0].port.protocol: "HTTP3" is not one of HTTP, HTTP2, HTTP_PROXY, HTTPS, GRPC, GRPC-WEB, TCP, TLS, UDP, MONGO, REDIS, MYSQL',
      'ingress[0].port.targetPort: has no meaning in a Sidecar',
      'ingress[0].port.number: 70000 is not from 1 to 65535',
    ],
  ],
  [
    'a listener without a port',
    ingress({ port: { protocol: 'TCP' } }, { port: { number: 0 } }),
    [
      'ingress[0].port.number: required field "number" is missing',
      'ingress[1].port.number: 0 is not from 1 to 65535',
    ],
  ],
  [
    'one port twice',
    ingress({ port: PORT, bind: '10.0.0.1' }, { port: PORT, bind: '10.0.0.2' }),
    ["ingress[1].port.number: 8080 is another listener's"],
  ],
  [
    'a socket to listen at',
    ingress({ port: PORT, bind: 'unix:///run/web' }),
    ['ingress[0].bind: "unix:///run/web" is not an IP address'],
  ],
  [
    '127.0.0.1 behind a listener',
    ingress({ port: PORT, defaultEndpoint: '127.0.0.1' }),
    [
      'ingress[0].defaultEndpoint: "127.0.0.1" is none of 127.0.0.1:PORT, 0.0.0.0:PORT, [::1]:PORT, [::]:PORT, :PORT, unix:///path/to/socket',
    ],
  ],
  [
    '10.0.0.1:80 behind a listener',
    ingress({ port: PORT, defaultEndpoint: '10.0.0.1:80' }),
    [
      'ingress[0].defaultEndpoint: "10.0.0.1:80" is none of 127.0.0.1:PORT, 0.0.0.0:PORT, [::1]:PORT, [::]:PORT, :PORT, unix:///path/to/socket',
    ],
  ],
  [
    'localhost:80 behind a listener',
    ingress({ port: PORT, defaultEndpoint: 'localhost:80' }),
    [
      'ingress[0].defaultEndpoint: "localhost:80" is none of 127.0.0.1:PORT, 0.0.0.0:PORT, [::1]:PORT, [::]:PORT, :PORT, unix:///path/to/socket',
    ],
  ],
  [
    '::1:80 behind a listener',
    ingress({ port: PORT, defaultEndpoint: '::1:80' }),
    [
      'ingress[0].defaultEndpoint: "::1:80" is none of 127.0.0.1:PORT, 0.0.0.0:PORT, [::1]:PORT, [::]:PORT, :PORT, unix:///path/to/socket',
    ],
  ],
  [
    ':http behind a listener',
    ingress({ port: PORT, defaultEndpoint: ':http' }),
    [
      'ingress[0].defaultEndpoint: ":http" is none of 127.0.0.1:PORT, 0.0.0.0:PORT, [::1]:PORT, [::]:PORT, :PORT, unix:///path/to/socket',
    ],
  ],
  [
    '[::1]:80:80 behind a listener',
    ingress({ port: PORT, defaultEndpoint: '[::1]:80:80' }),
    [
      'ingress[0].defaultEndpoint: "[::1]:80:80" is none of 127.0.0.1:PORT, 0.0.0.0:PORT, [::1]:PORT, [::]:PORT, :PORT, unix:///path/to/socket',
    ],
  ],
  [
    'no port behind a listener',
    ingress({ port: PORT, defaultEndpoint: ':0' }),
    ['ingress[0].defaultEndpoint: 0 is not from 1 to 65535'],
  ],
  [
    'a folder behind a listener',
    ingress({ port: PORT, defaultEndpoint: 'unix:///run/' }),
    [
      'ingress[0].defaultEndpoint: "unix:///run/" is not the absolute path of a file (unix:///path/to/socket)',
    ],
  ],
  [
    'TLS of HTTP, and of no protocol',
    ingress({ port: PORT, tls: {} }, { port: { number: 81 }, tls: {} }),
    [
      'ingress[0].tls: protocol "HTTP" of the port has no TLS',
      'ingress[1].tls: an unset protocol of the port has no TLS',
    ],
  ],
  [
    'TLS without certificates',
    tls({ mode: 'MUTUAL' }),
    [
      'ingress[0].tls.serverCertificate: is missing, and mode MUTUAL needs it',
      'ingress[0].tls.privateKey: is missing, and mode MUTUAL needs it',
      'ingress[0].tls.caCertificates: is missing, and mode MUTUAL needs it',
    ],
  ],
  [
    'revoked certificates of nobody',
    tls({ mode: 'SIMPLE', ...FILES, caCrl: '/tls/crl' }),
    ['ingress[0].tls.caCrl: SIMPLE asks clients for no certificate that it could be for'],
  ],
  [
    'certificates of a Secret',
    tls({ mode: 'SIMPLE', credentialName: 'web' }),
    ['ingress[0].tls.credentialName: a Sidecar has its certificates from files'],
  ],
  [
    'certificates of Secrets',
    tls({ mode: 'SIMPLE', credentialNames: ['web'] }),
    ['ingress[0].tls.credentialNames: a Sidecar has its certificates from files'],
  ],
  [
    'pairs of certificates',
    tls({ mode: 'SIMPLE', tlsCertificates: [FILES] }),
    ['ingress[0].tls.tlsCertificates: a Sidecar has its certificates from files'],
  ],
  [
    'names and redirects',
    tls({ mode: 'SIMPLE', ...FILES, subjectAltNames: ['web'], httpsRedirect: true }),
    [
      'ingress[0].tls.subjectAltNames: a Sidecar does not check the names of clients',
      'ingress[0].tls.httpsRedirect: a Sidecar redirects nobody',
    ],
  ],
  [
    'modes of gateways',
    ingress(
      { port: HTTPS, tls: { mode: 'ISTIO_MUTUAL' } },
      { port: { ...HTTPS, number: 8444 }, tls: { mode: 'AUTO_PASSTHROUGH' } },
    ),
    [
      'ingress[0].tls.mode: "ISTIO_MUTUAL" is not one of PASSTHROUGH, SIMPLE, MUTUAL, OPTIONAL_MUTUAL',
      'ingress[1].tls.mode: "AUTO_PASSTHROUGH" is not one of PASSTHROUGH, SIMPLE, MUTUAL, OPTIONAL_MUTUAL',
    ],
  ],
  [
    'limits below zero',
    { ...ingress({ port: PORT, connectionPool: { http: { maxRetries: -1 } } }), inboundConnectionPool: {} },
    [
      'ingress[0].connectionPool.http.maxRetries: -1 is below 0',
      'inboundConnectionPool: has neither http nor tcp',
    ],
  ],
  [
    'the rest before a port',
    egress(ALL, { ...ALL, port: PORT }),
    ['egress[0]: has no port, and is not the last listener'],
  ],
  ['the rest twice', egress(ALL, ALL), ['egress[0]: has no port, and is not the last listener']],
  [
    'one port of egress twice',
    egress({ ...ALL, port: PORT }, { ...ALL, port: PORT, bind: '10.0.0.1' }),
    ["egress[1].port.number: 8080 is another listener's"],
  ],
  [
    'one socket twice',
    egress({ ...ALL, port: {}, bind: 'unix:///a' }, { ...ALL, port: {}, bind: 'unix:///a' }),
    ['egress[1].bind: "unix:///a" is another listener\'s'],
  ],
  [
    'no port and no socket',
    egress({ ...ALL, port: { protocol: 'TCP' }, bind: '10.0.0.1' }),
    ['egress[0].port.number: is 0 or missing, which is for a bind of unix:// alone'],
  ],
  [
    'a wrong port of egress',
    egress({
      ...ALL,
      port: { number: 70000, protocol: 'HTTP3', name: 'a_b', targetPort: 80 },
      bind: 'localhost',
    }),
    [
      'egress[0].port.name: "a_b" is not a DNS label (letters, digits and "-", at most 63)',
      'egress[0].port.protocol: "HTTP3" is not one of HTTP, HTTP2, HTTP_PROXY, HTTPS, GRPC, GRPC-WEB, TCP, TLS, UDP, MONGO, REDIS, MYSQL',
      'egress[0].port.targetPort: has no meaning in a Sidecar',
      'egress[0].port.number: 70000 is not from 1 to 65535',
      'egress[0].bind: "localhost" is not an IP address',
    ],
  ],
  [
    'a port at a socket',
    egress({ ...ALL, port: PORT, bind: 'unix:///a' }),
    ['egress[0].bind: "unix:///a" is not an IP address'],
  ],
  [
    'a socket that is captured, and a folder',
    egress({ ...ALL, port: {}, bind: 'unix:///a/', captureMode: 'IPTABLES' }),
    [
      'egress[0].bind: "unix:///a/" is not the absolute path of a file (unix:///path/to/socket)',
      'egress[0].captureMode: "IPTABLES" is not DEFAULT or NONE, as a socket needs it',
    ],
  ],
  ['no hosts', egress({ hosts: [] }), ['egress[0].hosts: required field "hosts" is missing']],
  [
    'hosts of no form',
    hosts('web.example.com', '*/web', 'a_b/*', '*/*web.example.com', '*/10.0.0.1', '/'),
    [
      'egress[0].hosts[0]: "web.example.com" is not of the form namespace/host',
      'egress[0].hosts[1]: "web" is a short name: write the whole one',
      'egress[0].hosts[2]: "a_b" is not "*", ".", "~" or a namespace',
      'egress[0].hosts[3]: "*web.example.com" has a wildcard for a part of a label',
      'egress[0].hosts[4]: "10.0.0.1" is not a host name',
      'egress[0].hosts[5]: "" is not "*", ".", "~" or a namespace',
      'egress[0].hosts[5]: "" is a short name: write the whole one',
    ],
  ],
  [
    'a proxy where nothing goes out',
    proxy({ host: 'proxy', port: { number: 443 } }, 'REGISTRY_ONLY'),
    ['outboundTrafficPolicy.egressProxy: needs mode ALLOW_ANY, and the mode is REGISTRY_ONLY'],
  ],
  [
    'a proxy where nothing is said',
    { outboundTrafficPolicy: { egressProxy: { host: 'proxy', port: { number: 443 } } } },
    ['outboundTrafficPolicy.egressProxy: needs mode ALLOW_ANY, and the mode is REGISTRY_ONLY'],
  ],
  [
    'a proxy without a port',
    proxy({ host: 'proxy' }),
    ['outboundTrafficPolicy.egressProxy.port: required field "port" is missing'],
  ],
  [
    'a wrong proxy',
    proxy({ host: '*.example.com', subset: 'v1.0', port: {} }),
    [
      'outboundTrafficPolicy.egressProxy.host: "*.example.com" is not a host name (labels of letters, digits and "-", joined by dots)',
      'outboundTrafficPolicy.egressProxy.subset: "v1.0" is not the name of a subset (letters, digits and "-", at most 63)',
      'outboundTrafficPolicy.egressProxy.port.number: 0 is not from 1 to 65535',
    ],
  ],
])('the webhook refuses %s', (_, fields, expected) => {
  expect(sidecar(fields)).toEqual(expected);
});
