import { Checks } from '../../values/checks';
import type { MeshConfig } from '../../values/mesh-config';
import { checkMeshConfig, isTrustDomain } from '../../values/mesh-config-checks';

const problems = (config: MeshConfig) => {
  const checks = new Checks('meshConfig');
  checkMeshConfig(config, checks);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

test('what Istio takes has no problem', () => {
  expect(
    problems({
      accessLogFile: '/dev/stdout',
      accessLogEncoding: 'JSON',
      accessLogFormat: '{"path": "%REQ(:PATH)%"}',
      trustDomain: 'example.org.',
      trustDomainAliases: ['cluster.local'],
      caCertificates: [{ pem: '-----BEGIN CERTIFICATE-----' }],
      ca: { address: 'ca.example.org:443', requestTimeout: '5s' },
      connectTimeout: '1h',
      protocolDetectionTimeout: '0s',
      hboneIdleTimeout: '15s',
      dnsRefreshRate: '5s',
      tcpKeepalive: { probes: 3, time: '10s', interval: '1m' },
      defaultHttpRetryPolicy: { attempts: 0, backoff: '25ms' },
      tlsDefaults: { minProtocolVersion: 'TLSV1_3', ecdhCurves: ['P-256', 'X25519MLKEM768'] },
      meshMTLS: { minProtocolVersion: 'TLSV1_2' },
      proxyListenPort: 15001,
      rootNamespace: 'istio-config',
      discoverySelectors: [{ matchLabels: { mesh: 'one' } }],
      serviceSettings: [{ settings: { clusterLocal: true }, hosts: ['*.shop.svc.cluster.local', '*'] }],
      serviceScopeConfigs: [{ scope: 'GLOBAL', servicesSelector: { matchLabels: { shared: 'yes' } } }],
      defaultConfig: { concurrency: 0 },
      extensionProviders: [{ name: 'prometheus-two', prometheus: {} }],
    }),
  ).toEqual([]);
});

describe('records', () => {
  test.each<[string, MeshConfig, string]>([
    [
      'a mode that there is not',
      { outboundTrafficPolicy: { mode: 'DENY' as 'ALLOW_ANY' } },
      'meshConfig.outboundTrafficPolicy.mode: "DENY" is not one of "ALLOW_ANY", "REGISTRY_ONLY"',
    ],
    [
      'an encoding that there is not',
      { accessLogEncoding: 'XML' as 'TEXT' },
      'meshConfig.accessLogEncoding: "XML" is not one of "TEXT", "JSON"',
    ],
    [
      'a version of TLS that Istio has not inside the mesh',
      { meshMTLS: { minProtocolVersion: 'TLSV1_1' as 'TLSV1_2' } },
      'meshConfig.meshMTLS.minProtocolVersion: "TLSV1_1" is not one of "TLS_AUTO", "TLSV1_2", "TLSV1_3"',
    ],
    [
      'a curve',
      { tlsDefaults: { ecdhCurves: ['P-256', 'P-257'] } },
      'meshConfig.tlsDefaults.ecdhCurves[1]: "P-257" is not one of "P-256"',
    ],
    [
      'a format of the log that is not JSON',
      { accessLogEncoding: 'JSON', accessLogFormat: '%REQ(:PATH)%' },
      'meshConfig.accessLogFormat: is not a JSON object: with accessLogEncoding JSON, istiod would log its own fields instead',
    ],
    [
      'a list as format of the log',
      { accessLogEncoding: 'JSON', accessLogFormat: '[]' },
      'meshConfig.accessLogFormat: is not a JSON object',
    ],
    ['a trust domain', { trustDomain: 'Example' }, 'meshConfig.trustDomain: "Example" is not a trust domain'],
    [
      'an alias of it',
      { trustDomainAliases: ['ok', 'a/b'] },
      'meshConfig.trustDomainAliases[1]: "a/b" is not a trust domain',
    ],
    [
      'a root certificate from nowhere',
      { caCertificates: [{}] },
      'meshConfig.caCertificates[0]: has none of pem, spiffeBundleUrl',
    ],
    ['a CA without a port', { ca: { address: 'ca' } }, 'meshConfig.ca.address: "ca" is not host:port'],
    [
      'a timeout that never ends',
      { connectTimeout: '61m' },
      'meshConfig.connectTimeout: "61m" is longer than 1h: Istio refuses it',
    ],
    ['a timeout of nothing', { connectTimeout: '0s' }, 'meshConfig.connectTimeout: "0s" is shorter than 1ms'],
    [
      'an interval',
      { tcpKeepalive: { interval: 'x' } },
      'meshConfig.tcpKeepalive.interval: "x" is not a duration',
    ],
    ['a port', { proxyListenPort: 0 }, 'meshConfig.proxyListenPort: 0 is not a port'],
    ['a namespace', { rootNamespace: 'A b' }, 'meshConfig.rootNamespace: "A b" is not a DNS label'],
    [
      'a host',
      { serviceSettings: [{ settings: { clusterLocal: true }, hosts: ['a*'] }] },
      'meshConfig.serviceSettings[0].hosts[0]: "a*" is not a host name',
    ],
    [
      'a selector without values',
      { discoverySelectors: [{ matchExpressions: [{ key: 'mesh', operator: 'In' }] }] },
      'meshConfig.discoverySelectors[0].matchExpressions[0].values: is empty: operator In needs values',
    ],
    [
      'a selector with values that nothing reads',
      { discoverySelectors: [{ matchExpressions: [{ key: 'mesh', operator: 'Exists', values: ['a'] }] }] },
      'meshConfig.discoverySelectors[0].matchExpressions[0].values: is given: operator Exists takes none',
    ],
    [
      'retries',
      { defaultHttpRetryPolicy: { attempts: -1 } },
      'meshConfig.defaultHttpRetryPolicy.attempts: -1 is not a whole number',
    ],
    [
      'what the proxies start with',
      { defaultConfig: { statusPort: 70000 } },
      'meshConfig.defaultConfig.statusPort: 70000 is not a port',
    ],
  ])('%s', (_, config, message) => {
    expect(problems(config)).toEqual([expect.stringContaining(message)]);
  });
});

describe('a provider', () => {
  test.each<[string, MeshConfig['extensionProviders'] & object, string]>([
    [
      'without a name',
      [{ name: '', prometheus: {} }],
      '[0].name: is empty: nothing could refer to the provider',
    ],
    [
      'of a name that is taken',
      [
        { name: 'one', prometheus: {} },
        { name: 'one', stackdriver: {} },
      ],
      '[1].name: "one" names two providers',
    ],
    ['of no kind', [{ name: 'one' }], '[0]: has none of envoyExtAuthzHttp, envoyExtAuthzGrpc'],
    [
      'of two kinds',
      [{ name: 'one', prometheus: {}, stackdriver: {} }],
      '[0]: has stackdriver and prometheus',
    ],
    [
      'without a host',
      [{ name: 'one', zipkin: { service: '', port: 9411 } }],
      '[0].zipkin.service: "" is not a service (host name, address or namespace/host name)',
    ],
    [
      'with a short name of another namespace',
      [{ name: 'one', zipkin: { service: 'tracing/zipkin', port: 9411 } }],
      '[0].zipkin.service: "tracing/zipkin" is not a service',
    ],
    [
      'without a port',
      [{ name: 'one', envoyOtelAls: { service: 'otel.example.org', port: 0 } }],
      '[0].envoyOtelAls.port: 0 is not a port',
    ],
    [
      'with a status that is none',
      [{ name: 'one', envoyExtAuthzGrpc: { service: 'auth.example.org', port: 1, statusOnError: 'deny' } }],
      '[0].envoyExtAuthzGrpc.statusOnError: "deny" is not an HTTP status',
    ],
    [
      'with a path that is none',
      [{ name: 'one', envoyExtAuthzHttp: { service: 'auth.example.org', port: 1, pathPrefix: 'check' } }],
      '[0].envoyExtAuthzHttp.pathPrefix: "check" does not begin with "/"',
    ],
  ])('%s', (_, extensionProviders, message) => {
    expect(problems({ extensionProviders })).toEqual([
      expect.stringContaining(`meshConfig.extensionProviders${message}`),
    ]);
  });

  test.each(['zipkin', '192.0.2.1', 'zipkin.tracing.svc.cluster.local', 'tracing/zipkin.example.org'])(
    'may be %s',
    (service) => {
      expect(problems({ extensionProviders: [{ name: 'one', zipkin: { service, port: 9411 } }] })).toEqual(
        [],
      );
    },
  );
});

test.each([
  ['cluster.local', true],
  ['example.org.', true],
  ['', false],
  ['.', false],
  ['a b', false],
  ['a..b', false],
])('%j as trust domain: %s', (text, expected) => {
  expect(isTrustDomain(text)).toBe(expected);
});
