import {
  checkTrafficPolicy,
  lowerTrafficPolicy,
  type TrafficPolicy,
} from '../../../constructs/istio/traffic-policy';
import { Checks } from '../../../values/checks';

const problems = (policy: TrafficPolicy): string[] => {
  const checks = new Checks('trafficPolicy');
  checkTrafficPolicy(policy, checks);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

const tls = { mode: 'DISABLE' } as const;
const tunnel = { targetHost: 'proxy.example.org', targetPort: 8443 };

test.each<[string, TrafficPolicy]>([
  ['a setting of one port alone', { portLevelSettings: [{ port: 80, tls }] }],
  ['the PROXY protocol in its first version', { proxyProtocol: {} }],
  ['a tunnel to an address', { tunnel: { ...tunnel, targetHost: '192.0.2.1' } }],
  ['a limit of retries', { retryBudget: { percent: 0.5, minRetryConcurrency: 0 } }],
])('takes %s', (_, policy) => {
  expect(problems(policy)).toEqual([]);
});

test.each<[string, TrafficPolicy, string]>([
  ['nothing', {}, 'trafficPolicy: is empty: give at least one setting; Istio refuses it'],
  ['no ports', { portLevelSettings: [] }, 'trafficPolicy: is empty: give at least one setting'],
  [
    'nothing for a port',
    { portLevelSettings: [{ port: 80 }] },
    'trafficPolicy.portLevelSettings[0]: is empty: give loadBalancer, connectionPool, outlierDetection or tls',
  ],
  [
    'a port that is none, which Istio would take and never meet',
    { portLevelSettings: [{ port: 70000, tls }] },
    'trafficPolicy.portLevelSettings[0].port: 70000 is not a port (1-65535)',
  ],
  [
    'a port twice',
    {
      portLevelSettings: [
        { port: 80, tls },
        { port: 80, outlierDetection: {} },
      ],
    },
    'trafficPolicy.portLevelSettings[1].port: 80 has settings already: Istio reads the first only',
  ],
  [
    'a wrong setting of a port',
    { portLevelSettings: [{ port: 80, connectionPool: { tcp: { connectTimeout: '0s' } } }] },
    'trafficPolicy.portLevelSettings[0].connectionPool.tcp.connectTimeout: "0s" is shorter than 1ms',
  ],
  [
    'a tunnel beside the PROXY protocol',
    { tunnel, proxyProtocol: {} },
    'trafficPolicy.tunnel: stands beside proxyProtocol: Istio refuses both',
  ],
  [
    'a tunnel to a wildcard',
    { tunnel: { ...tunnel, targetHost: '*.example.org' } },
    'trafficPolicy.tunnel.targetHost: "*.example.org" is neither a full host name nor an address',
  ],
  [
    'a tunnel to no port',
    { tunnel: { ...tunnel, targetPort: 0 } },
    'trafficPolicy.tunnel.targetPort: 0 is not a port',
  ],
  [
    'a tunnel by GET',
    { tunnel: { ...tunnel, protocol: 'GET' as 'POST' } },
    'trafficPolicy.tunnel.protocol: "GET" is not one of "CONNECT", "POST"',
  ],
  [
    'a third PROXY protocol',
    { proxyProtocol: { version: 'V3' as 'V2' } },
    'trafficPolicy.proxyProtocol.version: "V3" is not one of "V1", "V2"',
  ],
  [
    'more retries than requests',
    { retryBudget: { percent: 101 } },
    'trafficPolicy.retryBudget.percent: 101 is not a',
  ],
  [
    'negative retries',
    { retryBudget: { minRetryConcurrency: -1 } },
    'trafficPolicy.retryBudget.minRetryConcurrency: -1 is not a whole number from 0 to 4294967295',
  ],
])('refuses %s', (_, policy, message) => {
  expect(problems(policy)).toEqual([expect.stringContaining(message)]);
});

test('lowers a port to a selector, and leaves out what was not given', () => {
  expect(lowerTrafficPolicy({ portLevelSettings: [{ port: 80, tls }] })).toEqual({
    portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'DISABLE' } }],
  });
});
