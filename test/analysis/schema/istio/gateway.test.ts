import { createValidator } from '../../../../analysis/schema/validator';
import { problemsOf } from './support';

const HTTP = { hosts: ['web.example.com'], port: { number: 80, name: 'http', protocol: 'HTTP' } };
const HTTPS = {
  hosts: ['web.example.com'],
  port: { number: 443, name: 'https', protocol: 'HTTPS' },
  tls: { mode: 'SIMPLE', credentialName: 'web' },
};
const FILES = { serverCertificate: '/tls/crt', privateKey: '/tls/key' };

const gateway = (...servers: readonly unknown[]) => problemsOf('Gateway', { servers });

test.each<[string, unknown]>([
  ['HTTP', HTTP],
  ['HTTP that is sent to HTTPS', { ...HTTP, tls: { httpsRedirect: true } }],
  ['HTTPS', HTTPS],
  ['HTTPS by files', { ...HTTPS, tls: { mode: 'SIMPLE', ...FILES } }],
  ['HTTPS by pairs of files', { ...HTTPS, tls: { mode: 'SIMPLE', tlsCertificates: [FILES, FILES] } }],
  ['certificates of both sides', { ...HTTPS, tls: { mode: 'MUTUAL', ...FILES, caCertificates: '/tls/ca' } }],
  ['TLS that is passed on', { ...HTTPS, tls: { mode: 'PASSTHROUGH' } }],
  ['an east-west gateway', { ...HTTPS, hosts: ['*.local'], tls: { mode: 'AUTO_PASSTHROUGH' } }],
  ['mutual TLS of the mesh', { ...HTTPS, hosts: ['./*'], tls: { mode: 'ISTIO_MUTUAL' } }],
  ['an address as host', { ...HTTP, hosts: ['10.0.0.1'] }],
  ['a socket', { ...HTTP, bind: 'unix:///run/web', port: { number: 0, name: 'http', protocol: 'http' } }],
  ['an address to bind to', { ...HTTP, bind: '10.0.0.1' }],
])('%s is as the webhook takes it', (_, server) => {
  expect(gateway(server)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  ['no hosts', { ...HTTP, hosts: [] }, ['servers[0].hosts: required field "hosts" is missing']],
  [
    'a short host',
    { ...HTTP, hosts: ['web'] },
    ['servers[0].hosts[0]: "web" is a short name: write the whole one'],
  ],
  [
    'a wildcard for a part of a label',
    { ...HTTP, hosts: ['*web.example.com'] },
    ['servers[0].hosts[0]: "*web.example.com" has a wildcard for a part of a label'],
  ],
  [
    'a wrong namespace of a host',
    { ...HTTP, hosts: ['a_b/web.example.com'] },
    ['servers[0].hosts[0]: "a_b" is not "*", "." or a namespace'],
  ],
  [
    'an unknown protocol, no name, a target port',
    { ...HTTP, port: { number: 80, name: '', protocol: 'HTTP3', targetPort: 80 } },
    [
      'servers[0].port.protocol: "HTTP3" is not one of HTTP, HTTP2, HTTP_PROXY, HTTPS, GRPC, GRPC-WEB, TCP, TLS, UDP, MONGO, REDIS, MYSQL',
      'servers[0].port.name: required field "name" is missing',
      'servers[0].port.targetPort: has no meaning in a Gateway',
    ],
  ],
  [
    'a port beyond all',
    { ...HTTP, port: { ...HTTP.port, number: 70000 } },
    ['servers[0].port.number: 70000 is not from 1 to 65535'],
  ],
  [
    'a port of a socket',
    { ...HTTP, bind: 'unix:///run/web' },
    ['servers[0].port.number: 80 is no port of a socket of files'],
  ],
  [
    'a socket that is a folder',
    { ...HTTP, bind: 'unix:///run/', port: { number: 0, name: 'http', protocol: 'HTTP' } },
    ['servers[0].bind: "unix:///run/" is not the absolute path of a file (unix:///path/to/socket)'],
  ],
  [
    'a name to bind to',
    { ...HTTP, bind: 'localhost' },
    ['servers[0].bind: "localhost" is not an IP address'],
  ],
  [
    'HTTPS without TLS',
    { ...HTTPS, tls: undefined },
    ['servers[0].tls: is missing, and protocol HTTPS needs it'],
  ],
  ['TLS of HTTP', { ...HTTP, tls: HTTPS.tls }, ['servers[0].tls: protocol HTTP is plain text']],
  [
    'TLS of TCP',
    { ...HTTPS, port: { ...HTTPS.port, protocol: 'TCP' } },
    ['servers[0].tls: protocol TCP has no TLS'],
  ],
  [
    'TLS without a certificate',
    { ...HTTPS, tls: { mode: 'MUTUAL' } },
    ['caCertificates', 'serverCertificate', 'privateKey'].map(
      (one) => `servers[0].tls.${one}: is missing, and mode MUTUAL needs it`,
    ),
  ],
  [
    'half a pair',
    { ...HTTPS, tls: { mode: 'SIMPLE', tlsCertificates: [FILES, { privateKey: '/tls/key' }] } },
    ['servers[0].tls.tlsCertificates[1].serverCertificate: is missing, and mode SIMPLE needs it'],
  ],
  [
    'certificates where the mesh has its own',
    { ...HTTPS, tls: { mode: 'ISTIO_MUTUAL', credentialName: 'web' } },
    ['servers[0].tls.credentialName: ISTIO_MUTUAL uses the certificates of the mesh, and no others'],
  ],
  [
    'two sources of certificates',
    { ...HTTPS, tls: { mode: 'SIMPLE', ...FILES, credentialName: 'web' } },
    [
      'servers[0].tls: has serverCertificate and privateKey, credentialName: only one source of certificates is allowed',
    ],
  ],
  [
    'a list of revoked certificates of nobody',
    { ...HTTPS, tls: { mode: 'SIMPLE', ...FILES, caCrl: '/tls/crl' } },
    ['servers[0].tls.caCrl: SIMPLE asks clients for no certificate that it could be for'],
  ],
])('the webhook refuses %s', (_, server, expected) => {
  expect(gateway(server)).toEqual(expected);
});

test('the webhook refuses a Gateway without servers, with one port name twice, and with a name that has dots', () => {
  expect(gateway()).toEqual(['servers: required field "servers" is missing']);
  expect(gateway(HTTP, { ...HTTP, port: { ...HTTP.port, number: 81 } })).toEqual([
    'servers[1].port.name: "http" is the name of another server\'s port',
  ]);
  expect(problemsOf('Gateway', { servers: [HTTP] }, { name: 'web.shop' })).toEqual([
    'metadata.name: "web.shop" is not a Gateway\'s name: it has no dots',
  ]);
});

test('metadata that is none has its own findings', () => {
  const { check } = createValidator();
  const gateway = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', spec: { servers: [HTTP] } };
  for (const metadata of [undefined, 'web', { name: 1, namespace: 2 }]) {
    const codes = check({ ...gateway, metadata }).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(['MW0003']));
  }
});
