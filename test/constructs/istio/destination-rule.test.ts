import { DestinationRule, type DestinationRuleProps } from '../../../constructs/istio/destination-rule';
import { LoadBalancer } from '../../../constructs/istio/load-balancer';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const rule = (props: DestinationRuleProps<string>) =>
  renderOne((component) => new DestinationRule(component, 'httpbin', props));

const host = 'httpbin.demo.svc.cluster.local';

test('minimal', () => {
  expect(rule({ host })).toMatchSnapshot();
});

test('full', () => {
  expect(
    rule({
      name: 'httpbin-rule',
      namespace: 'shop',
      labels: { team: 'shop' },
      annotations: { 'example.org/reviewed': 'yes' },
      host: { host },
      exportTo: ['.'],
      workloadSelector: { app: 'client' },
      trafficPolicy: {
        loadBalancer: LoadBalancer.roundRobin({
          warmup: { duration: '1m30s', minimumPercent: 2.5, aggression: 1.5 },
          localityLbSetting: {
            enabled: true,
            failover: [{ from: 'eu-west', to: 'eu-central' }],
            failoverPriority: ['topology.istio.io/network', 'version=v1'],
          },
        }),
        connectionPool: {
          tcp: {
            maxConnections: 100,
            connectTimeout: '250ms',
            maxConnectionDuration: '2h',
            idleTimeout: '0s',
            tcpKeepalive: { probes: 3, time: '7200s', interval: '75s' },
          },
          http: {
            http1MaxPendingRequests: 10,
            http2MaxRequests: 1000,
            maxRequestsPerConnection: 1,
            maxRetries: 3,
            idleTimeout: '1h30m',
            h2UpgradePolicy: 'DO_NOT_UPGRADE',
            useClientProtocol: true,
            maxConcurrentStreams: 100,
          },
        },
        outlierDetection: {
          consecutive5xxErrors: 1,
          consecutiveGatewayErrors: 0,
          splitExternalLocalOriginErrors: true,
          consecutiveLocalOriginFailures: 2,
          interval: '1s',
          baseEjectionTime: '1m',
          maxEjectionPercent: 100,
          minHealthPercent: 0,
        },
        tls: {
          mode: 'MUTUAL',
          clientCertificate: '/etc/certs/client.pem',
          privateKey: '/etc/certs/client.key',
          caCertificates: '/etc/certs/ca.pem',
          caCrl: '/etc/certs/ca.crl',
          subjectAltNames: ['httpbin.example.org'],
          sni: 'httpbin.example.org',
        },
        portLevelSettings: [
          {
            port: 443,
            loadBalancer: LoadBalancer.leastRequest({
              localityLbSetting: {
                distribute: [
                  { from: 'eu-west/a/*', to: { 'eu-west/a/*': 80, 'eu-west/b/*': 20 } },
                  { from: 'eu-west/*', to: { 'eu-west/*': 100 } },
                ],
              },
            }),
            connectionPool: { tcp: { maxConnections: 1 } },
            outlierDetection: { consecutive5xxErrors: 7 },
            tls: { mode: 'SIMPLE', insecureSkipVerify: true },
          },
        ],
        retryBudget: { percent: 25.5, minRetryConcurrency: 5 },
      },
      subsets: [
        {
          name: 'v1',
          labels: { version: 'v1' },
          trafficPolicy: {
            loadBalancer: LoadBalancer.consistentHash({
              httpCookie: {
                name: 'user',
                path: '/',
                ttl: '0s',
                attributes: [{ name: 'SameSite', value: 'Strict' }, { name: 'Secure' }],
              },
              maglev: { tableSize: 65537 },
            }),
          },
        },
        {
          name: 'v2',
          labels: { version: 'v2' },
          trafficPolicy: {
            loadBalancer: LoadBalancer.consistentHash({
              httpHeaderName: 'x-user',
              ringHash: { minimumRingSize: 2048 },
            }),
            outlierDetection: { consecutive5xxErrors: 3 },
            tunnel: { protocol: 'POST', targetHost: 'proxy.example.org', targetPort: 8443 },
          },
        },
        { name: 'all', trafficPolicy: { proxyProtocol: { version: 'V2' } } },
      ],
    }),
  ).toMatchSnapshot();
});

test('an empty outlier detection stays: it turns Envoy’s defaults on', () => {
  expect(rule({ host, trafficPolicy: { outlierDetection: {} } })).toHaveProperty(
    'spec.trafficPolicy.outlierDetection',
    {},
  );
});

test('hands out its subsets, with the host', () => {
  renderOne((component) => {
    const created = new DestinationRule(component, 'httpbin', {
      host: { host },
      subsets: [{ name: 'v1', labels: { version: 'v1' } }, { name: 'v2' }],
    });
    expect(created.subset('v2')).toEqual({ host, subset: 'v2' });
    expect(created.host).toBe(host);
  });
});

test('refuses a subset that the compiler could not see to be missing', () => {
  const subset = (props: DestinationRuleProps<string>) => () =>
    renderOne((component) => new DestinationRule(component, 'httpbin', props).subset('v3'));
  expect(subset({ host, subsets: [{ name: 'v1' }, { name: 'v2' }] })).toThrow(
    'DestinationRule demo/httpbin: has no subset "v3"; it has "v1", "v2"',
  );
  expect(subset({ host })).toThrow('has no subset "v3"; it has none');
});

test.each([
  ['a short name', { host: 'httpbin' }],
  ['a wildcard', { host: '*.example.org' }],
  ['every host', { host: '*' }],
  ['a subset in capitals', { host, subsets: [{ name: 'V1' }] }],
  ['all namespaces', { host, exportTo: ['*'] }],
  [
    'its own namespace by name, for selected workloads',
    { host, exportTo: ['demo'], workloadSelector: { app: 'a' } },
  ],
])('takes %s', (_, props) => {
  expect(() => rule(props)).not.toThrow();
});

describe('refuses', () => {
  test.each<[string, DestinationRuleProps<string>, string]>([
    ['no host', { host: '' }, 'host: "" is not a host (the name of a service'],
    ['a host that is none', { host: 'http_bin' }, 'host: "http_bin" is not a host'],
    ['a wildcard in the middle', { host: 'a.*.org' }, 'host: "a.*.org" is not a host'],
    ['an empty policy', { host, trafficPolicy: {} }, 'trafficPolicy: is empty: give at least one setting'],
    [
      'two subsets of one name',
      { host, subsets: [{ name: 'v1' }, { name: 'v1' }] },
      'subsets[1].name: "v1" names two subsets: Istio refuses it',
    ],
    [
      'a subset without a name',
      { host, subsets: [{ name: '' }] },
      'subsets[0].name: "" is not a subset name',
    ],
    [
      'a dot in a subset',
      { host, subsets: [{ name: 'v1.0' }] },
      'subsets[0].name: "v1.0" is not a subset name',
    ],
    [
      'a label that no workload can have',
      { host, subsets: [{ name: 'v1', labels: { version: 'v 1' } }] },
      `subsets[0].labels.version: "v 1" is not a label's value`,
    ],
    [
      'a wrong setting in a subset',
      { host, subsets: [{ name: 'v1', trafficPolicy: { connectionPool: {} } }] },
      'subsets[0].trafficPolicy.connectionPool: is empty',
    ],
    [
      'a namespace twice',
      { host, exportTo: ['.', 'demo'] },
      'exportTo[1]: "demo" names a namespace twice: Istio refuses it',
    ],
    [
      'no namespace at all',
      { host, exportTo: ['~'] },
      'exportTo[0]: "~" is neither a namespace nor one of ".", "*"',
    ],
    [
      'a selector that reaches beyond the namespace',
      { host, exportTo: ['*'], workloadSelector: { app: 'client' } },
      'exportTo: reaches beyond the namespace, which a rule with a workloadSelector cannot',
    ],
    [
      'a selector of nothing',
      { host, workloadSelector: {} },
      'workloadSelector: is empty: it would select every workload of the namespace',
    ],
  ])('%s', (_, props, message) => {
    expect(() => rule(props)).toThrow(UserError);
    expect(() => rule(props)).toThrow(message);
  });

  const failover = LoadBalancer.unspecified({ localityLbSetting: { failover: [{ from: 'a', to: 'b' }] } });
  const missing =
    'localityLbSetting: needs an outlierDetection in the same policy: without it Istio never sees an endpoint as ' +
    'unhealthy, does not fail over and prefers no locality';

  test('failover without outlier detection', () => {
    expect(() => rule({ host, trafficPolicy: { loadBalancer: failover } })).toThrow(
      `trafficPolicy.loadBalancer.${missing}`,
    );
    expect(() =>
      rule({ host, subsets: [{ name: 'v1', trafficPolicy: { loadBalancer: failover } }] }),
    ).toThrow(`subsets[0].trafficPolicy.loadBalancer.${missing}`);
  });

  test('failover of a port whose settings have none, though the rule has: a port inherits nothing', () => {
    const trafficPolicy = { outlierDetection: {}, portLevelSettings: [{ port: 80, loadBalancer: failover }] };
    expect(() => rule({ host, trafficPolicy })).toThrow(
      `trafficPolicy.portLevelSettings[0].loadBalancer.${missing}`,
    );
  });

  test('but not failover of a subset, which inherits the outlier detection of its rule', () => {
    const subsets = [{ name: 'v1', trafficPolicy: { loadBalancer: failover } }];
    expect(() => rule({ host, trafficPolicy: { outlierDetection: {} }, subsets })).not.toThrow();
  });

  test('a ConfigMap of another namespace than the rule’s', () => {
    const tls = { mode: 'SIMPLE', credentialName: 'configmap://other/ca' } as const;
    expect(() => rule({ host, trafficPolicy: { tls } })).toThrow(
      'trafficPolicy.tls.credentialName: "configmap://other/ca" is in another namespace than the rule ("demo")',
    );
    expect(() => rule({ host, namespace: 'other', trafficPolicy: { tls } })).not.toThrow();
  });

  test('and says all that is wrong at once, under the name of the object', () => {
    expect(() => rule({ host: '', trafficPolicy: {} })).toThrow(
      /^DestinationRule demo\/httpbin \(kube-01\.app\/httpbin\)\n {2}host: .*\n {2}trafficPolicy: /,
    );
  });
});
