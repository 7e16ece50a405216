import { Checks } from '../../values/checks';
import type { ProxyConfig } from '../../values/proxy-config';
import { checkHostPort, checkProxyConfig } from '../../values/proxy-config-checks';

const problems = (config: ProxyConfig) => {
  const checks = new Checks('defaultConfig');
  checkProxyConfig(config, checks);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

test('what Istio takes has no problem', () => {
  expect(
    problems({
      proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' },
      holdApplicationUntilProxyStarts: true,
      concurrency: 2,
      drainDuration: '1m30s',
      terminationDrainDuration: '0s',
      discoveryAddress: 'istiod-canary.istio-system.svc:15012',
      tracingServiceName: 'CANONICAL_NAME_ONLY',
      interceptionMode: 'TPROXY',
      image: { imageType: 'distroless' },
      readinessProbe: { httpGet: { port: 8080 } },
      tracing: { zipkin: { address: '$(HOST_IP):9411' }, sampling: 0.5 },
      proxyHeaders: { forwardedClientCert: 'SANITIZE', server: { disabled: true } },
      gatewayTopology: { numTrustedProxies: 2, forwardClientCertDetails: 'ALWAYS_FORWARD_ONLY' },
      envoyAccessLogService: { address: '[2001:db8::1]:9000' },
      privateKeyProvider: { cryptomb: { pollDelay: '10ms', fallback: true } },
      controlPlaneAuthPolicy: 'MUTUAL_TLS',
    }),
  ).toEqual([]);
});

describe('records', () => {
  test.each<[string, ProxyConfig, string]>([
    [
      'a value that YAML would not make a string of',
      { proxyMetadata: { ISTIO_META_DNS_CAPTURE: true as never } },
      'defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE: true is not a string: Istio refuses it; write "true"',
    ],
    [
      'the former way to give addresses',
      { proxyMetadata: { ISTIO_META_DNS_AUTO_ALLOCATE: 'true' } },
      'defaultConfig.proxyMetadata.ISTIO_META_DNS_AUTO_ALLOCATE: is superseded: since 1.25 istiod gives every ServiceEntry its address',
    ],
    [
      'a drain that is not of seconds',
      { drainDuration: '1500ms' },
      'defaultConfig.drainDuration: "1500ms" is not a whole number of seconds: Istio refuses a finer one',
    ],
    [
      'a duration',
      { terminationDrainDuration: '5' },
      'defaultConfig.terminationDrainDuration: "5" is not a duration',
    ],
    ['a port', { proxyAdminPort: 0 }, 'defaultConfig.proxyAdminPort: 0 is not a port'],
    ['threads', { concurrency: -1 }, 'defaultConfig.concurrency: -1 is not a whole number'],
    [
      'an address without a port',
      { discoveryAddress: 'istiod' },
      'defaultConfig.discoveryAddress: "istiod" is not host:port',
    ],
    [
      'a service without a port',
      { envoyMetricsService: { address: 'metrics' } },
      'defaultConfig.envoyMetricsService.address: "metrics" is not host:port',
    ],
    [
      'a name that is empty',
      { serviceCluster: '' },
      'defaultConfig.serviceCluster: is empty: Istio refuses it',
    ],
    [
      'two names',
      { serviceCluster: 'shop', tracingServiceName: 'CANONICAL_NAME_ONLY' },
      'defaultConfig.serviceCluster: stands beside tracingServiceName',
    ],
    [
      'a mode that there is not',
      { interceptionMode: 'OFF' as 'NONE' },
      'defaultConfig.interceptionMode: "OFF" is not one of "REDIRECT", "TPROXY", "NONE"',
    ],
    [
      'two tracers',
      { tracing: { zipkin: { address: 'a:1' }, datadog: { address: 'b:1' } } },
      'defaultConfig.tracing: has zipkin and datadog: a proxy has one tracer',
    ],
    ['a share', { tracing: { sampling: 500 } }, 'defaultConfig.tracing.sampling: 500 is not a percentage'],
    [
      'a tag of nothing',
      { tracing: { customTags: { zone: {} } } },
      'defaultConfig.tracing.customTags.zone: has none of literal, environment, header',
    ],
    [
      'a probe of nothing',
      { readinessProbe: { periodSeconds: 5 } },
      'defaultConfig.readinessProbe: has none of httpGet, tcpSocket, exec, grpc',
    ],
    [
      'what becomes of a header',
      { gatewayTopology: { forwardClientCertDetails: 'KEEP' as 'SANITIZE' } },
      'defaultConfig.gatewayTopology.forwardClientCertDetails: "KEEP" is not one of "SANITIZE"',
    ],
    [
      'a provider of keys that never looks',
      { privateKeyProvider: { qat: { pollDelay: '0s' } } },
      'defaultConfig.privateKeyProvider.qat.pollDelay: "0s" is shorter than 1ms',
    ],
    [
      'an image of no type',
      { image: { imageType: '' } },
      'defaultConfig.image.imageType: is empty: leave image out',
    ],
  ])('%s', (_, config, message) => {
    expect(problems(config)).toEqual([expect.stringContaining(message)]);
  });
});

test.each([
  ['host:1', true],
  ['host.example.org:65535', true],
  ['192.0.2.1:15012', true],
  ['[2001:db8::1]:15012', true],
  ['$(HOST_IP):9411', true],
  ['2001:db8::1:15012', false],
  ['host', false],
  [':15012', false],
  ['host:0', false],
  ['host:65536', false],
  ['ho st:1', false],
  ['http://host:80', false],
])('%s as host:port: %s', (address, expected) => {
  const checks = new Checks('address');
  expect(checkHostPort(address, checks)).toBe(expected);
});
