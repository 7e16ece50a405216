import { problemsOf } from './support';

const pool = (connectionPool: unknown) =>
  problemsOf('DestinationRule', { host: 'web', trafficPolicy: { connectionPool } }).map((one) =>
    one.replace('trafficPolicy.connectionPool', 'pool'),
  );

test.each<[string, unknown]>([
  ['a pool that leaves all as it is', { http: {} }],
  [
    'limits of HTTP',
    { http: { http1MaxPendingRequests: 0, http2MaxRequests: 9, maxRetries: 2, idleTimeout: '1h' } },
  ],
  [
    'limits of TCP',
    { tcp: { maxConnections: 9, connectTimeout: '30ms', tcpKeepalive: { time: '2h', interval: '75s' } } },
  ],
  ['no timeout of what is idle', { tcp: { idleTimeout: '0s' } }],
  ['no timeout of what is idle, as Go reads it', { tcp: { idleTimeout: '0' } }],
  ['HTTP/2 for all', { http: { h2UpgradePolicy: 'UPGRADE' } }],
  ['the protocol of the client', { http: { h2UpgradePolicy: 'DEFAULT', useClientProtocol: true } }],
])('%s is as the webhook takes it', (_, connectionPool) => {
  expect(pool(connectionPool)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  ['a pool that sets nothing', {}, ['pool: has neither http nor tcp']],
  [
    'limits of HTTP below zero',
    {
      http: {
        http1MaxPendingRequests: -1,
        http2MaxRequests: -1,
        maxRequestsPerConnection: -1,
        maxRetries: -1,
        maxConcurrentStreams: -1,
      },
    },
    [
      'pool.http.http1MaxPendingRequests: -1 is below 0',
      'pool.http.http2MaxRequests: -1 is below 0',
      'pool.http.maxRequestsPerConnection: -1 is below 0',
      'pool.http.maxRetries: -1 is below 0',
      'pool.http.maxConcurrentStreams: -1 is below 0',
    ],
  ],
  ['limits of TCP below zero', { tcp: { maxConnections: -1 } }, ['pool.tcp.maxConnections: -1 is below 0']],
  [
    'parts of milliseconds',
    {
      http: { idleTimeout: '1.5ms' },
      tcp: {
        connectTimeout: '1.5ms',
        maxConnectionDuration: '1.5ms',
        idleTimeout: '1.5ms',
        tcpKeepalive: { time: '1.5ms', interval: '1.5ms' },
      },
    },
    [
      'pool.http.idleTimeout: "1.5ms" is not a whole number of milliseconds',
      'pool.tcp.connectTimeout: "1.5ms" is not a whole number of milliseconds',
      'pool.tcp.maxConnectionDuration: "1.5ms" is not a whole number of milliseconds',
      'pool.tcp.idleTimeout: "1.5ms" is not a whole number of milliseconds',
      'pool.tcp.tcpKeepalive.time: "1.5ms" is not a whole number of milliseconds',
      'pool.tcp.tcpKeepalive.interval: "1.5ms" is not a whole number of milliseconds',
    ],
  ],
  [
    'an idle time that is no duration',
    { tcp: { idleTimeout: '1d' } },
    ['pool.tcp.idleTimeout: "1d" is not a duration (such as 30s or 1h30m)'],
  ],
  ['an idle time below zero', { tcp: { idleTimeout: '-1s' } }, ['pool.tcp.idleTimeout: "-1s" is below zero']],
  [
    'two minds about the protocol',
    { http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: true } },
    ['pool.http.useClientProtocol: the protocol is that of the client or is upgraded to HTTP/2, not both'],
  ],
])('the webhook refuses %s', (_, connectionPool, expected) => {
  expect(pool(connectionPool)).toEqual(expected);
});
