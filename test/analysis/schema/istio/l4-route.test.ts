import { problemsOf } from './support';

const ROUTE = [{ destination: { host: 'web' } }];
const MATCH = { sniHosts: ['web'] };

const tcp = (route: object) =>
  problemsOf('VirtualService', { hosts: ['web'], tcp: [{ route: ROUTE, ...route }] });
const tls = (route: object) =>
  problemsOf('VirtualService', { hosts: ['web'], tls: [{ match: [MATCH], route: ROUTE, ...route }] });

const GOOD_MATCH = {
  port: 3306,
  destinationSubnets: ['10.0.0.0/8', '10.0.0.1', '2001:db8::/32'],
  gateways: ['mesh'],
  sourceLabels: { app: 'web' },
};
const BAD_MATCH = {
  port: 65536,
  destinationSubnets: ['10.0.0.0/33', 'web'],
  gateways: ['a_b'],
  sourceLabels: { '-': 'a b' },
};
const BAD = [
  'match[0].port: 65536 is not from 1 to 65535',
  'match[0].sourceLabels["-"]: "-" is not a label\'s key',
  'match[0].sourceLabels["-"]: "a b" is not a label\'s value',
  'match[0].gateways[0]: "a_b" is not a Gateway (namespace/name, or name), nor "mesh"',
  'match[0].destinationSubnets[0]: "10.0.0.0/33" is not an IP address or a range of them (such as 10.0.0.0/8)',
  'match[0].destinationSubnets[1]: "web" is not an IP address or a range of them (such as 10.0.0.0/8)',
];

test('routes of TCP and TLS are as the webhook takes them', () => {
  expect(tcp({ match: [GOOD_MATCH, {}, { port: 0 }] })).toEqual([]);
  expect(tcp({ match: [] })).toEqual([]);
  expect(tls({ match: [{ ...MATCH, ...GOOD_MATCH }] })).toEqual([]);
});

test('the webhook refuses what cannot match', () => {
  expect(tcp({ match: [BAD_MATCH] })).toEqual(BAD.map((one) => `tcp[0].${one}`));
  expect(tls({ match: [{ ...MATCH, ...BAD_MATCH }] })).toEqual(BAD.map((one) => `tls[0].${one}`));
});

test('the webhook refuses a route of TLS that matches by nothing', () => {
  expect(tls({ match: [] })).toEqual(['tls[0].match: required field "match" is missing']);
  expect(tls({ match: [{ sniHosts: [] }] })).toEqual([
    'tls[0].match[0].sniHosts: required field "sniHosts" is missing',
  ]);
});

test('the webhook refuses a route to nowhere', () => {
  expect(tcp({ route: undefined })).toEqual(['tcp[0].route: required field "route" is missing']);
  expect(tls({ route: [] })).toEqual(['tls[0].route: required field "route" is missing']);
});

test.each<[string, object[], string[]]>([
  ['one without a weight', [{}], []],
  ['one of no weight', [{ weight: 0 }], []],
  ['one of several that has a weight', [{ weight: 1 }, {}], []],
  ['weights beyond 100', [{ weight: 100 }, { weight: 900 }], []],
  [
    'several without weights',
    [{}, { weight: 0 }],
    ['tcp[0].route: has several destinations, and all weights are 0'],
  ],
  ['a weight below nothing', [{ weight: -1 }, { weight: 2 }], ['tcp[0].route[0].weight: -1 is below 0']],
  [
    'a destination that is none',
    [{ destination: { host: '*', subset: 'v_1', port: {} } }],
    [
      'tcp[0].route[0].destination.host: "*" stands for any host, and requests go to one',
      'tcp[0].route[0].destination.subset: "v_1" is not the name of a subset (letters, digits and "-", at most 63)',
      'tcp[0].route[0].destination.port.number: 0 is not from 1 to 65535',
    ],
  ],
])('of destinations: %s', (_, route, expected) => {
  expect(tcp({ route: route.map((one) => ({ destination: { host: 'web' }, ...one })) })).toEqual(expected);
});
