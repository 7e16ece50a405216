import { checkConnectionPool, type ConnectionPool } from '../../../constructs/istio/connection-pool';
import { Checks } from '../../../values/checks';

const problems = (pool: ConnectionPool): string[] => {
  const checks = new Checks('connectionPool');
  checkConnectionPool(pool, checks);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

test.each<[string, ConnectionPool]>([
  ['an empty limit of TCP, which Istio takes too', { tcp: {} }],
  ['an idle timeout that is off', { tcp: { idleTimeout: '0s' } }],
  ['the shortest times', { tcp: { connectTimeout: '1ms', tcpKeepalive: { time: '1s' } } }],
  ['zeros, which mean not set', { tcp: { maxConnections: 0 }, http: { maxRetries: 0 } }],
  ['an upgrade', { http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: false } }],
])('takes %s', (_, pool) => {
  expect(problems(pool)).toEqual([]);
});

test.each<[string, ConnectionPool, string]>([
  ['nothing', {}, 'connectionPool: is empty: give tcp or http; Istio refuses it'],
  [
    'a negative count',
    { tcp: { maxConnections: -1 } },
    'connectionPool.tcp.maxConnections: -1 is not a whole number from 0 to 2147483647',
  ],
  [
    'half a retry',
    { http: { maxRetries: 1.5 } },
    'connectionPool.http.maxRetries: 1.5 is not a whole number from 0 to 2147483647',
  ],
  [
    'more requests than Envoy can count',
    { http: { maxRequestsPerConnection: 2 ** 30 } },
    'connectionPool.http.maxRequestsPerConnection: 1073741824 is not a whole number from 0 to 536870912',
  ],
  [
    'no time to connect',
    { tcp: { connectTimeout: '0s' } },
    'connectionPool.tcp.connectTimeout: "0s" is shorter than 1ms: Istio refuses it',
  ],
  [
    'a time without a unit',
    { tcp: { maxConnectionDuration: '10' } },
    'connectionPool.tcp.maxConnectionDuration: "10" is not a duration',
  ],
  [
    'an HTTP idle timeout that is off, which only TCP has',
    { http: { idleTimeout: '0s' } },
    'connectionPool.http.idleTimeout: "0s" is shorter than 1ms',
  ],
  [
    'a negative idle timeout',
    { tcp: { idleTimeout: '-1s' } },
    'connectionPool.tcp.idleTimeout: "-1s" is shorter than 1ms',
  ],
  [
    'a keepalive of less than a second',
    { tcp: { tcpKeepalive: { time: '500ms' } } },
    'connectionPool.tcp.tcpKeepalive.time: "500ms" is not whole seconds: Istio cuts the rest off',
  ],
  [
    'a keepalive of a second and a half',
    { tcp: { tcpKeepalive: { interval: '1500ms' } } },
    'connectionPool.tcp.tcpKeepalive.interval: "1500ms" is not whole seconds',
  ],
  [
    'a keepalive that is no duration',
    { tcp: { tcpKeepalive: { interval: 'often' } } },
    'connectionPool.tcp.tcpKeepalive.interval: "often" is not a duration',
  ],
  [
    'a policy that is none',
    { http: { h2UpgradePolicy: 'ALWAYS' as 'UPGRADE' } },
    'connectionPool.http.h2UpgradePolicy: "ALWAYS" is not one of "DEFAULT", "DO_NOT_UPGRADE", "UPGRADE"',
  ],
  [
    'an upgrade that keeps the protocol',
    { http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: true } },
    'connectionPool.http.useClientProtocol: is true beside h2UpgradePolicy UPGRADE',
  ],
])('refuses %s', (_, pool, message) => {
  expect(problems(pool)).toEqual([expect.stringContaining(message)]);
});
