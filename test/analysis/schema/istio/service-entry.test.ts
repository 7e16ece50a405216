import { problemsOf } from './support';

const HTTP = { number: 80, name: 'http', protocol: 'HTTP' };
const TCP = { number: 5432, name: 'tcp', protocol: 'TCP' };
const IP = { address: '10.0.0.1' };

const entry = (fields: object) =>
  problemsOf('ServiceEntry', { hosts: ['web.example.com'], ports: [HTTP], ...fields });
const ofStatic = (...endpoints: readonly unknown[]) => ({ resolution: 'STATIC', endpoints });
const ofDns = (...endpoints: readonly unknown[]) => ({ resolution: 'DNS', endpoints });
const dynamic = (fields: object) => ({ resolution: 'DYNAMIC_DNS', hosts: ['*.example.com'], ...fields });

test.each<[string, unknown]>([
  ['a host', {}],
  ['hosts, of which none is looked up', { hosts: ['web.example.com', '*.example.org'], ports: [TCP] }],
  ['addresses', { addresses: ['10.0.0.1', '10.1.0.0/16', '2001:db8::/32'] }],
  ['no ports', { ports: [] }],
  ['a port of any protocol', { ports: [{ number: 80, name: 'any', targetPort: 8080 }] }],
  ['nobody', { exportTo: ['~'] }],
  ['some workloads', { resolution: 'STATIC', workloadSelector: { labels: { app: 'web' } } }],
  [
    'endpoints',
    ofStatic({ ...IP, ports: { http: 8080 }, labels: { version: 'v1' } }, { address: '2001:db8::1' }),
  ],
  ['an endpoint of another network', ofStatic({ network: 'east', ports: { http: 15443 } })],
  ['a socket', ofStatic({ address: 'unix:///run/web' })],
  ['endpoints that are looked up', ofDns({ address: 'a.example.com', ports: { http: 8080 } }, IP)],
  ['hosts that are looked up', { resolution: 'DNS', hosts: ['web.example.com', 'web.example.org'] }],
  ['a wildcard with endpoints', { ...ofDns(IP), hosts: ['*.example.com'] }],
  ['one endpoint in turn', { resolution: 'DNS_ROUND_ROBIN', endpoints: [IP] }],
  [
    'hosts that TLS tells apart',
    {
      ...ofStatic(IP),
      hosts: ['web.example.com', 'web.example.org'],
      ports: [{ number: 443, name: 'tls', protocol: 'tls' }],
    },
  ],
  [
    'wildcards that are looked up as they are asked for',
    dynamic({ hosts: ['*.example.com', '*.example.org'], location: 'MESH_EXTERNAL' }),
  ],
])('%s is as the webhook takes it', (_, fields) => {
  expect(entry(fields as object)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  [
    'what is no host',
    { hosts: ['web_1', 'web.*.com', '10.0.0.1', ''] },
    [
      'hosts[0]: "web_1" is not a host name (labels of letters, digits and "-", joined by dots; the first may be or begin with "*")',
      'hosts[1]: "web.*.com" is not a host name (labels of letters, digits and "-", joined by dots; the first may be or begin with "*")',
      'hosts[2]: "10.0.0.1" is not a host name (labels of letters, digits and "-", joined by dots; the first may be or begin with "*")',
      'hosts[3]: "" is not a host name (labels of letters, digits and "-", joined by dots; the first may be or begin with "*")',
    ],
  ],
  [
    'what is no address',
    { addresses: ['web', '10.0.0.0/33', '10.0.0'] },
    [
      'addresses[0]: "web" is not an IP address or a range of them (such as 10.0.0.0/8)',
      'addresses[1]: "10.0.0.0/33" is not an IP address or a range of them (such as 10.0.0.0/8)',
      'addresses[2]: "10.0.0" is not an IP address or a range of them (such as 10.0.0.0/8)',
    ],
  ],
  [
    'what is no port',
    { ports: [{ number: 80, name: 'a.b', protocol: 'HTTP3' }] },
    [
      'ports[0].name: "a.b" is not a DNS label (letters, digits and "-", at most 63)',
      'ports[0].protocol: "HTTP3" is not one of HTTP, HTTP2, HTTP_PROXY, HTTPS, GRPC, GRPC-WEB, TCP, TLS, UDP, MONGO, REDIS, MYSQL',
    ],
  ],
  [
    'nobody and others',
    { exportTo: ['~', 'bank', '.', 'shop'] },
    ['exportTo[3]: "shop" is there twice', 'exportTo: has "~" and others'],
  ],
  [
    'a selector with a wildcard',
    { resolution: 'STATIC', workloadSelector: { labels: { 'a*': 'b', '': 'c' } } },
    [
      'workloadSelector.labels["a*"]: "a*": a selector has no wildcards',
      'workloadSelector.labels[""]: the key of a label is empty',
    ],
  ],
  [
    'endpoints with names',
    ofStatic({ address: 'web.example.com' }, { address: '', network: '' }),
    [
      'endpoints[0].address: "web.example.com" is not an IP address, as resolution STATIC has it (or unix:///path/to/socket)',
      'endpoints[1].address: required field "address" is missing',
    ],
  ],
  [
    'ports of an endpoint that the entry lacks',
    ofStatic({ ...IP, ports: { http: 80, https: 443 } }),
    ['endpoints[0].ports.https: "https" is the name of no port of the entry'],
  ],
  [
    'labels that no pod has',
    ofStatic({ ...IP, labels: { 'a b': 'c' } }),
    ['endpoints[0].labels["a b"]: "a b" is not a label\'s key'],
  ],
  [
    'a socket of two ports',
    { ...ofStatic({ address: 'unix:///run/web' }), ports: [HTTP, { ...TCP, protocol: 'HTTP' }] },
    ['endpoints[0].address: a socket is for an entry of one port, and this one has 2'],
  ],
  [
    'endpoints that cannot be looked up',
    ofDns({ address: 'unix:///run/web' }, { address: 'a_b' }, { network: 'east' }),
    [
      'endpoints[0].address: "unix:///run/web" is not an IP address or a host name',
      'endpoints[1].address: "a_b" is not an IP address or a host name',
      'endpoints[2].address: required field "address" is missing',
    ],
  ],
  [
    'ports of a name that the entry lacks',
    ofDns({ address: 'a.example.com', ports: { https: 443 }, labels: { 'a b': 'c' } }),
    [
      'endpoints[0].labels["a b"]: "a b" is not a label\'s key',
      'endpoints[0].ports.https: "https" is the name of no port of the entry',
    ],
  ],
  [
    'a wildcard that cannot be looked up',
    { resolution: 'DNS', hosts: ['*.example.com', '*-a.example.com'] },
    [
      'hosts[0]: "*.example.com" is no name that can be looked up, as resolution DNS does without endpoints',
      'hosts[1]: "*-a.example.com" is no name that can be looked up, as resolution DNS does without endpoints',
    ],
  ],
  [
    'a wildcard that cannot be looked up in turn',
    { resolution: 'DNS_ROUND_ROBIN', hosts: ['*.example.com'] },
    [
      'hosts[0]: "*.example.com" is no name that can be looked up, as resolution DNS_ROUND_ROBIN does without endpoints',
    ],
  ],
  [
    'hosts that nothing tells apart',
    {
      ...ofStatic(IP),
      hosts: ['web.example.com', 'web.example.org'],
      ports: [HTTP, TCP, { number: 81, name: 'any' }],
    },
    [
      'ports[1].protocol: "TCP" does not tell which of the 2 hosts is meant',
      'ports[2].protocol: an unset protocol does not tell which of the 2 hosts is meant',
    ],
  ],
  [
    'a name of DYNAMIC_DNS',
    dynamic({
      hosts: ['*.example.com', 'web.example.com'],
      ports: [HTTP, TCP, { number: 443, name: 'https', protocol: 'HTTPS' }, { number: 81, name: 'any' }],
    }),
    [
      'hosts[1]: "web.example.com" is no wildcard, which DYNAMIC_DNS is for',
      'ports[1].protocol: "TCP" is not HTTP or TLS, as DYNAMIC_DNS needs it',
      'ports[2].protocol: "HTTPS" is not HTTP or TLS, as DYNAMIC_DNS needs it',
      'ports[3].protocol: an unset protocol is not HTTP or TLS, as DYNAMIC_DNS needs it',
    ],
  ],
  [
    'addresses of DYNAMIC_DNS',
    dynamic({ addresses: ['10.0.0.1'], endpoints: [IP], location: 'MESH_INTERNAL' }),
    [
      'addresses: DYNAMIC_DNS looks the addresses up',
      'endpoints: DYNAMIC_DNS looks the addresses up',
      'location: "MESH_INTERNAL" is not MESH_EXTERNAL, as DYNAMIC_DNS needs it',
    ],
  ],
])('the webhook refuses %s', (_, fields, expected) => {
  expect(entry(fields as object)).toEqual(expected);
});
