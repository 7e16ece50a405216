import { problemsOf } from './support';

const rule = (fields: object) => problemsOf('DestinationRule', { host: 'web.example.com', ...fields });
const ofPort = (policy: object) => ({ trafficPolicy: { portLevelSettings: [policy] } });

test.each<[string, unknown]>([
  ['a host alone', {}],
  ['a short host', { host: 'web' }],
  ['a wildcard', { host: '*.example.com' }],
  ['any host', { host: '*' }],
  ['subsets', { subsets: [{ name: 'v1', labels: { version: 'v1' } }, { name: 'V2' }] }],
  [
    'labels as Istio has them',
    { subsets: [{ name: 'v1', labels: { 'Example.COM/version': 'v'.repeat(64), empty: '' } }] },
  ],
  ['a rule for everybody', { exportTo: ['*'] }],
  ['a rule for some', { exportTo: ['.', 'bank'] }],
  [
    'a rule of some workloads, for its namespace',
    { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['shop'] },
  ],
  ['a policy of a subset', { subsets: [{ name: 'v1', trafficPolicy: { tls: { mode: 'DISABLE' } } }] }],
  ['a policy of a port', ofPort({ port: { number: 443 }, tls: { mode: 'SIMPLE' } })],
  ['a budget of retries', { trafficPolicy: { retryBudget: { percent: 20 } } }],
  ['the protocol of proxies', { trafficPolicy: { proxyProtocol: { version: 'V2' } } }],
  ['a tunnel', { trafficPolicy: { tunnel: { protocol: 'POST', targetHost: '10.0.0.1', targetPort: 8443 } } }],
  [
    'a tunnel of the usual protocol',
    { trafficPolicy: { tunnel: { targetHost: 'proxy.example.com', targetPort: 8443 } } },
  ],
  [
    'outliers',
    {
      trafficPolicy: {
        outlierDetection: { interval: '1.5s', baseEjectionTime: '1h', maxEjectionPercent: 100 },
      },
    },
  ],
  [
    'failures of the own side',
    {
      trafficPolicy: {
        outlierDetection: { splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 3 },
      },
    },
  ],
])('%s is as the webhook takes it', (_, fields) => {
  expect(rule(fields as object)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  [
    'what is no host',
    { host: 'web_1.example.com' },
    [
      'host: "web_1.example.com" is not a host name (labels of letters, digits and "-", joined by dots; the first may be or begin with "*")',
    ],
  ],
  [
    'an address as host',
    { host: '10.0.0.1' },
    [
      'host: "10.0.0.1" is not a host name (labels of letters, digits and "-", joined by dots; the first may be or begin with "*")',
    ],
  ],
  [
    'an empty host',
    { host: '' },
    [
      'host: "" is not a host name (labels of letters, digits and "-", joined by dots; the first may be or begin with "*")',
    ],
  ],
  [
    'subsets with one name',
    { subsets: [{ name: 'v1' }, { name: 'v1' }] },
    ['subsets[1].name: "v1" is there twice'],
  ],
  [
    'subsets without a name, or with a wrong one',
    { subsets: [{ name: '' }, { name: 'v1.0' }] },
    [
      'subsets[0].name: "" is not the name of a subset (letters, digits and "-", at most 63)',
      'subsets[1].name: "v1.0" is not the name of a subset (letters, digits and "-", at most 63)',
    ],
  ],
  [
    'labels that no pod has',
    { subsets: [{ name: 'v1', labels: { 'a b': 'c', d: 'e f', '/g': 'h' } }] },
    [
      'subsets[0].labels["a b"]: "a b" is not a label\'s key',
      'subsets[0].labels.d: "e f" is not a label\'s value',
      'subsets[0].labels["/g"]: "/g" is not a label\'s key',
    ],
  ],
  [
    'namespaces twice, and none',
    { exportTo: ['.', 'shop', 'a_b', '~'] },
    [
      'exportTo[1]: "shop" is there twice',
      'exportTo[2]: "a_b" is not ".", "*" or a namespace',
      'exportTo[3]: "~" is not ".", "*" or a namespace',
    ],
  ],
  ['everybody and others', { exportTo: ['*', 'bank'] }, ['exportTo: has "*" and others']],
  [
    'a rule of some workloads, for others',
    { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['*'] },
    ['exportTo: a rule with a workloadSelector is for its own namespace only'],
  ],
  [
    'a policy that sets nothing',
    { trafficPolicy: {}, subsets: [{ name: 'v1', trafficPolicy: { portLevelSettings: [] } }] },
    [
      'trafficPolicy: sets none of outlierDetection, connectionPool, loadBalancer, tls, portLevelSettings, tunnel, proxyProtocol, retryBudget',
      'subsets[0].trafficPolicy: sets none of outlierDetection, connectionPool, loadBalancer, tls, portLevelSettings, tunnel, proxyProtocol, retryBudget',
    ],
  ],
  [
    'a policy of a port without one, and one that sets nothing',
    { trafficPolicy: { portLevelSettings: [{ tls: {} }, { port: { number: 80 } }] } },
    [
      'trafficPolicy.portLevelSettings[0].port: required field "port" is missing',
      'trafficPolicy.portLevelSettings[1]: sets none of outlierDetection, connectionPool, loadBalancer, tls',
    ],
  ],
  [
    'a tunnel and the protocol of proxies',
    { trafficPolicy: { tunnel: { targetHost: 'proxy', targetPort: 80 }, proxyProtocol: {} } },
    ['trafficPolicy: has tunnel and proxyProtocol: only one of them is allowed'],
  ],
  [
    'a wrong tunnel',
    { trafficPolicy: { tunnel: { protocol: 'GET', targetHost: '*.example.com', targetPort: 70000 } } },
    [
      'trafficPolicy.tunnel.protocol: "GET" is not one of CONNECT, POST',
      'trafficPolicy.tunnel.targetHost: "*.example.com" is not a host name or an IP address',
      'trafficPolicy.tunnel.targetPort: 70000 is not from 1 to 65535',
    ],
  ],
  [
    'outliers in half milliseconds, more than all',
    {
      trafficPolicy: {
        outlierDetection: {
          interval: '1.5ms',
          baseEjectionTime: '1s1us',
          maxEjectionPercent: 101,
          minHealthPercent: -1,
        },
      },
    },
    [
      'trafficPolicy.outlierDetection.baseEjectionTime: "1s1us" is not a whole number of milliseconds',
      'trafficPolicy.outlierDetection.interval: "1.5ms" is not a whole number of milliseconds',
      'trafficPolicy.outlierDetection.maxEjectionPercent: 101 is not from 0 to 100',
      'trafficPolicy.outlierDetection.minHealthPercent: -1 is not from 0 to 100',
    ],
  ],
  [
    'failures of the own side that are not counted',
    { trafficPolicy: { outlierDetection: { consecutiveLocalOriginFailures: 3 } } },
    [
      'trafficPolicy.outlierDetection.consecutiveLocalOriginFailures: is counted only where splitExternalLocalOriginErrors is true',
    ],
  ],
  [
    'all of it in a subset and in a port',
    {
      subsets: [{ name: 'v1', trafficPolicy: { connectionPool: {} } }],
      ...ofPort({ port: { number: 80 }, connectionPool: {} }),
    },
    [
      'trafficPolicy.portLevelSettings[0].connectionPool: has neither http nor tcp',
      'subsets[0].trafficPolicy.connectionPool: has neither http nor tcp',
    ],
  ],
])('the webhook refuses %s', (_, fields, expected) => {
  expect(rule(fields as object)).toEqual(expected);
});

test('a rule without a namespace is in the default one', () => {
  const spec = { host: 'web.example.com', exportTo: ['.', 'default'] };
  expect(problemsOf('DestinationRule', spec, { namespace: undefined })).toEqual([
    'exportTo[1]: "default" is there twice',
  ]);
});

test('the webhook refuses a rule without a spec', () => {
  expect(problemsOf('DestinationRule', undefined)).toEqual([
    'host: "" is not a host name (labels of letters, digits and "-", joined by dots; the first may be or begin with "*")',
  ]);
});
