import {
  checkLoadBalancer,
  type ConsistentHash,
  LoadBalancer,
} from '../../../constructs/istio/load-balancer';
import { Checks } from '../../../values/checks';

const problems = (loadBalancer: LoadBalancer, outlierDetection = true): string[] => {
  const checks = new Checks('loadBalancer');
  checkLoadBalancer(loadBalancer, checks, outlierDetection);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

const localityLbSetting = { enabled: true };
const warmup = { duration: '1m' };

test.each<[string, LoadBalancer, object]>([
  ['unspecified', LoadBalancer.unspecified({ localityLbSetting }), { localityLbSetting }],
  ['leastRequest', LoadBalancer.leastRequest({ warmup }), { simple: 'LEAST_REQUEST', warmup }],
  [
    'roundRobin',
    LoadBalancer.roundRobin({ localityLbSetting }),
    { simple: 'ROUND_ROBIN', localityLbSetting },
  ],
  ['random', LoadBalancer.random(), { simple: 'RANDOM' }],
  ['passthrough', LoadBalancer.passthrough(), { simple: 'PASSTHROUGH' }],
  [
    'consistentHash',
    LoadBalancer.consistentHash({ useSourceIp: true }, { localityLbSetting }),
    { consistentHash: { useSourceIp: true }, localityLbSetting },
  ],
])('%s is one algorithm, and nothing wrong with it', (_, loadBalancer, settings) => {
  expect(loadBalancer.settings).toEqual(settings);
  expect(problems(loadBalancer)).toEqual([]);
});

test('asks the locality for outlier detection', () => {
  expect(problems(LoadBalancer.roundRobin({ localityLbSetting }), false)).toEqual([
    expect.stringContaining('loadBalancer.localityLbSetting: needs an outlierDetection'),
  ]);
});

const hash = (consistentHash: object) => LoadBalancer.consistentHash(consistentHash as ConsistentHash);
const maglev = (tableSize: number) => hash({ useSourceIp: true, maglev: { tableSize } });
const ring = (minimumRingSize: number) => hash({ useSourceIp: true, ringHash: { minimumRingSize } });
const cookie = (over: object) => hash({ httpCookie: { name: 'user', ...over } });

test.each<[string, LoadBalancer]>([
  ['a session cookie', cookie({ ttl: '0s' })],
  ['a cookie that clients bring', cookie({})],
  ['the smallest table', maglev(2)],
  ['the largest table', maglev(4999999)],
  ['the largest ring', ring(8388608)],
  ['a query parameter', hash({ httpQueryParameterName: 'user' })],
])('takes %s', (_, loadBalancer) => {
  expect(problems(loadBalancer)).toEqual([]);
});

test.each<[string, LoadBalancer, string]>([
  [
    'no key',
    hash({}),
    'consistentHash: has none of httpHeaderName, httpCookie, useSourceIp, httpQueryParameterName: exactly one is allowed',
  ],
  [
    'two keys',
    hash({ httpHeaderName: 'x-user', useSourceIp: true }),
    'consistentHash: has httpHeaderName and useSourceIp of httpHeaderName, httpCookie,',
  ],
  [
    'two algorithms',
    hash({ useSourceIp: true, ringHash: {}, maglev: { tableSize: 3 } }),
    'consistentHash: has ringHash and maglev: at most one of ringHash, maglev is allowed',
  ],
  ['an empty header', hash({ httpHeaderName: '' }), 'consistentHash.httpHeaderName: is empty'],
  [
    'a table of no prime size',
    maglev(65536),
    'consistentHash.maglev.tableSize: 65536 is not a prime number below 5000011',
  ],
  [
    'a table that is too large',
    maglev(5000011),
    'consistentHash.maglev.tableSize: 5000011 is not a prime number',
  ],
  ['a table of one', maglev(1), 'consistentHash.maglev.tableSize: 1 is not a prime number'],
  [
    'a ring that is too large',
    ring(8388609),
    'consistentHash.ringHash.minimumRingSize: 8388609 is not a whole number',
  ],
  ['a cookie without a name', cookie({ name: '' }), 'consistentHash.httpCookie.name: is empty'],
  [
    'a cookie of the past',
    cookie({ ttl: '-1s' }),
    'consistentHash.httpCookie.ttl: "-1s" is shorter than 1ms',
  ],
  [
    'an attribute without a name',
    cookie({ attributes: [{ name: '' }] }),
    'consistentHash.httpCookie.attributes[0].name: is empty: Istio refuses an attribute without a name',
  ],
  [
    'an attribute twice',
    cookie({ attributes: [{ name: 'Secure' }, { name: 'Secure' }] }),
    'consistentHash.httpCookie.attributes[1].name: "Secure" names two attributes',
  ],
  [
    'a warm-up of what does not warm up',
    LoadBalancer.random({ warmup } as object),
    'warmup: has no effect with RANDOM: only LEAST_REQUEST and ROUND_ROBIN warm up',
  ],
  [
    'a warm-up of a hash',
    LoadBalancer.consistentHash({ useSourceIp: true }, { warmup } as object),
    'warmup: has no effect with consistentHash',
  ],
  [
    'a warm-up of no time',
    LoadBalancer.roundRobin({ warmup: { duration: '0s' } }),
    'warmup.duration: "0s" is shorter',
  ],
  [
    'a warm-up from more than all',
    LoadBalancer.roundRobin({ warmup: { duration: '1s', minimumPercent: 101 } }),
    'warmup.minimumPercent: 101 is not a percentage (0-100)',
  ],
  [
    'a warm-up that slows down',
    LoadBalancer.roundRobin({ warmup: { duration: '1s', aggression: 0.5 } }),
    'warmup.aggression: 0.5 is below 1: Istio refuses it',
  ],
])('refuses %s', (_, loadBalancer, message) => {
  expect(problems(loadBalancer)).toEqual([expect.stringContaining(`loadBalancer.${message}`)]);
});
