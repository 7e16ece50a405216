import { problemsOf } from './support';

const balancer = (loadBalancer: unknown) =>
  problemsOf('DestinationRule', { host: 'web', trafficPolicy: { loadBalancer, outlierDetection: {} } }).map(
    (one) => one.replace('trafficPolicy.loadBalancer.', ''),
  );
const hash = (fields: object) => ({ consistentHash: { useSourceIp: true, ...fields } });
const cookie = (fields: object) => ({ consistentHash: { httpCookie: fields } });
const warmup = (fields: object) => ({ warmup: { duration: '30s', ...fields } });

test.each<[string, unknown]>([
  ['nothing', {}],
  ['turns', { simple: 'ROUND_ROBIN' }],
  [
    'a cookie',
    cookie({
      name: 'user',
      ttl: '0s',
      attributes: [{ name: 'SameSite', value: 'Strict' }, { name: 'Secure' }],
    }),
  ],
  ['a cookie without an end', cookie({ name: 'user' })],
  ['a ring', hash({ ringHash: { minimumRingSize: 1024 } })],
  ['a ring as it was once set', hash({ minimumRingSize: 1024 })],
  ['a size of zero beside a table', hash({ minimumRingSize: 0, maglev: { tableSize: 65537 } })],
  ['the largest table', hash({ maglev: { tableSize: 4999999 } })],
  ['the smallest table', hash({ maglev: { tableSize: 1 } })],
  ['a warm-up', warmup({ minimumPercent: 100, aggression: 1 })],
])('%s is as the webhook takes it', (_, loadBalancer) => {
  expect(balancer(loadBalancer)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  [
    'a cookie without a name',
    cookie({ name: '', ttl: '1d' }),
    [
      'consistentHash.httpCookie.name: is empty, and a cookie has a name',
      'consistentHash.httpCookie.ttl: "1d" is not a duration (such as 30s or 1h30m)',
    ],
  ],
  [
    'attributes of a cookie twice, and without a name',
    cookie({ name: 'user', attributes: [{ name: 'Path' }, { name: 'Path' }, { name: '' }] }),
    [
      'consistentHash.httpCookie.attributes[1].name: "Path" is there twice',
      'consistentHash.httpCookie.attributes[2].name: is empty',
    ],
  ],
  [
    'two algorithms',
    hash({ minimumRingSize: 1024, ringHash: {} }),
    ['consistentHash.minimumRingSize: 1024 is beside ringHash: only one of them is allowed'],
  ],
  [
    'a table without a size',
    hash({ maglev: {} }),
    ['consistentHash.maglev.tableSize: required field "tableSize" is missing'],
  ],
  [
    'a table of nothing',
    hash({ maglev: { tableSize: 0 } }),
    ['consistentHash.maglev.tableSize: 0 is not a prime number'],
  ],
  [
    'a table of a size that is not prime',
    hash({ maglev: { tableSize: 65536 } }),
    ['consistentHash.maglev.tableSize: 65536 is not a prime number'],
  ],
  [
    'a table of an odd size that is not prime',
    hash({ maglev: { tableSize: 49 } }),
    ['consistentHash.maglev.tableSize: 49 is not a prime number'],
  ],
  [
    'a table beyond all',
    hash({ maglev: { tableSize: 5000011 } }),
    ['consistentHash.maglev.tableSize: 5000011 is not below 5000011'],
  ],
  [
    'a warm-up that begins fast, and in parts of milliseconds',
    warmup({ duration: '1.5ms', aggression: 0.5 }),
    ['warmup.duration: "1.5ms" is not a whole number of milliseconds', 'warmup.aggression: 0.5 is below 1'],
  ],
])('the webhook refuses %s', (_, loadBalancer, expected) => {
  expect(balancer(loadBalancer)).toEqual(expected);
});
