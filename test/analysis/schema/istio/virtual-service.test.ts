import { problemsOf } from './support';

const ROUTE = [{ destination: { host: 'web' } }];
const HTTP = [{ route: ROUTE }];
const NO_HOST =
  'is not a host name (labels of letters, digits and "-", joined by dots; the first may be or begin with "*") or an IP address';

const virtualService = (spec: object) => problemsOf('VirtualService', spec);
/** A VirtualService that forwards TLS for one name. */
const passed = (sniHost: string, hosts: readonly string[], gateways?: readonly string[]) =>
  virtualService({ hosts, gateways, tls: [{ match: [{ sniHosts: [sniHost] }], route: ROUTE }] });

test.each<[string, object]>([
  ['HTTP', { hosts: ['web'], http: HTTP }],
  ['TCP', { hosts: ['web'], tcp: [{ match: [{ port: 80 }], route: ROUTE }] }],
  ['a wildcard', { hosts: ['*.example.com'], http: HTTP }],
  ['every host of a gateway', { hosts: ['*'], gateways: ['istio-system/web'], http: HTTP }],
  ['addresses', { hosts: ['10.0.0.1', '::1'], http: HTTP }],
  ['a host and those below it', { hosts: ['example.com', '*.example.com'], http: HTTP }],
  ['a delegate', { http: HTTP }],
  ['a gateway by its name, and the mesh', { hosts: ['web'], gateways: ['web', 'mesh'], http: HTTP }],
  ['a gateway by its whole name', { hosts: ['web'], gateways: ['web.shop.svc.cluster.local'], http: HTTP }],
  ['what is after a name without a slash', { hosts: ['web'], gateways: ['mesh', 'a_b/c'], http: HTTP }],
  ['namespaces to be seen by', { hosts: ['web'], http: HTTP, exportTo: ['.', 'other'] }],
])('%s is as the webhook takes it', (_, spec) => {
  expect(virtualService(spec)).toEqual([]);
});

test.each<[string, object, string[]]>([
  ['nothing', {}, ['spec: has none of http, tls, tcp: one is needed']],
  ['no routes', { hosts: ['web'], http: [] }, ['spec: has none of http, tls, tcp: one is needed']],
  [
    'a delegate of gateways, TLS and TCP',
    {
      gateways: ['web'],
      http: HTTP,
      tcp: [{ route: ROUTE }],
      tls: [{ match: [{ sniHosts: ['10.0.0.1'] }], route: ROUTE }],
    },
    ['gateways', 'tls', 'tcp'].map(
      (one) => `${one}: has no place in a VirtualService without hosts, which is a delegate`,
    ),
  ],
  [
    'hosts that are none',
    { hosts: ['a_b', '', 'web.*.com', '10.0.0.256', 'web'], http: HTTP },
    ['"a_b"', '""', '"web.*.com"', '"10.0.0.256"'].map((one, index) => `hosts[${index}]: ${one} ${NO_HOST}`),
  ],
  [
    'every host of the mesh',
    { hosts: ['*'], http: HTTP },
    ['hosts[0]: "*" stands for every host, which only gateways take'],
  ],
  [
    'every host of a gateway and the mesh',
    { hosts: ['*'], gateways: ['web', 'mesh'], http: HTTP },
    ['hosts[0]: "*" stands for every host, which only gateways take'],
  ],
  ['a host twice', { hosts: ['web', 'web'], http: HTTP }, ['hosts[1]: "web" is there twice']],
  [
    'a host within another',
    { hosts: ['web.example.com', '*.com', 'other'], http: HTTP },
    ['hosts[1]: "*.com" and "web.example.com" stand for the same hosts'],
  ],
  [
    'names that are no gateways',
    { hosts: ['web'], gateways: ['/web', 'shop/', 'a_b/web', 'shop/web.a', 'a b', 'shop/_'], http: HTTP },
    ['"/web"', '"shop/"', '"a_b/web"', '"shop/web.a"', '"a b"'].map(
      (one, index) => `gateways[${index}]: ${one} is not a Gateway (namespace/name, or name), nor "mesh"`,
    ),
  ],
  [
    'namespaces that are none',
    { hosts: ['web'], http: HTTP, exportTo: ['~', '.', 'shop'] },
    ['exportTo[0]: "~" is not ".", "*" or a namespace', 'exportTo[2]: "shop" is there twice'],
  ],
])('the webhook refuses %s', (_, spec, expected) => {
  expect(virtualService(spec)).toEqual(expected);
});

test('claims of tokens are for gateways only', () => {
  const http = [
    { match: [{ headers: { '@request.auth.claims.role': { exact: 'a' } } }], route: ROUTE },
    { match: [{ withoutHeaders: { '@request.auth.claims[role]': { exact: 'a' } } }], route: ROUTE },
  ];
  const problems = [
    'http[0].match[0].headers["@request.auth.claims.role"]: "@request.auth.claims.role" is a claim of a token, which only gateways match',
    'http[1].match[0].withoutHeaders["@request.auth.claims[role]"]: "@request.auth.claims[role]" is a claim of a token, which only gateways match',
  ];
  expect(virtualService({ hosts: ['web'], gateways: ['web'], http })).toEqual([]);
  expect(virtualService({ hosts: ['web'], gateways: ['web', 'mesh'], http })).toEqual(problems);
  expect(virtualService({ hosts: ['web'], http })).toEqual(problems);
  expect(virtualService({ http })).toEqual(problems);
});

test('a name that clients ask for is one of the hosts', () => {
  expect(passed('web.example.com', ['web.example.com'])).toEqual([]);
  expect(passed('web.example.com', ['*.example.com'])).toEqual([]);
  expect(passed('*.web.example.com', ['*.example.com'])).toEqual([]);
  expect(passed('10.0.0.1', ['web'])).toEqual([]);
  const other = (name: string) =>
    `tls[0].match[0].sniHosts[0]: "${name}" is of none of the VirtualService's hosts`;
  expect(passed('other.com', ['web.example.com', '*.org'])).toEqual([other('other.com')]);
  expect(passed('*.com', ['*.example.com'])).toEqual([other('*.com')]);
  expect(passed('*.com', ['web.com'])).toEqual([other('*.com')]);
  expect(passed('a_b', ['web'])).toEqual([`tls[0].match[0].sniHosts[0]: "a_b" ${NO_HOST}`]);
});

test('an east-west gateway is asked for services by port and name', () => {
  const service = 'outbound_.80_._.web.shop.svc.cluster.local';
  expect(passed(service, [service], ['east-west'])).toEqual([]);
  expect(passed(service, ['*.local'])).toEqual([]);
  expect(passed(service, ['*.local'], ['mesh'])).toEqual([
    `tls[0].match[0].sniHosts[0]: "${service}" ${NO_HOST}`,
  ]);
  expect(passed('outbound_.x_._.web', ['*'], ['east-west'])).toEqual([
    `tls[0].match[0].sniHosts[0]: "outbound_.x_._.web" ${NO_HOST}`,
  ]);
  expect(virtualService({ hosts: [service], gateways: ['east-west'], http: HTTP })).toEqual([
    `hosts[0]: "${service}" ${NO_HOST}`,
  ]);
});
