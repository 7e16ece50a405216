import { parse } from 'yaml';
import {
  checkSidecar,
  lowerSidecar,
  type SidecarSettings,
} from '../../../constructs/kubernetes/sidecar-settings';
import { Volume } from '../../../constructs/kubernetes/volume';
import { Checks } from '../../../values/checks';

const full: SidecarSettings = {
  inject: true,
  revision: '1-29-1',
  templates: ['sidecar', 'tracer'],
  holdApplicationUntilProxyStarts: true,
  nativeSidecar: false,
  proxyImage: 'registry.example.org/proxyv2:1.29.1-debug',
  proxyResources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
  logLevel: 'debug',
  componentLogLevel: 'rbac:debug',
  interceptionMode: 'TPROXY',
  rewriteAppHTTPProbers: true,
  volumeMounts: [
    { volume: Volume.emptyDir('sniff', { medium: 'Memory', sizeLimit: '16Mi' }), mountPath: '/sniff' },
  ],
  traffic: {
    includeInboundPorts: '*',
    excludeInboundPorts: [9090, 9091],
    includeOutboundIPRanges: ['10.42.0.0/16', '10.43.0.0/16'],
    excludeOutboundIPRanges: ['192.0.2.0/24'],
    includeOutboundPorts: [443],
    excludeOutboundPorts: [5432],
    excludeInterfaces: ['net1'],
  },
  proxyConfig: {
    concurrency: 2,
    proxyMetadata: { OUTPUT_CERTS: '/sniff', ISTIO_META_DNS_CAPTURE: 'true' },
    drainDuration: '30s',
    terminationDrainDuration: '5s',
    discoveryAddress: 'istiod-1-29-1.istio-system.svc:15012',
    proxyStatsMatcher: { inclusionRegexps: ['.*circuit_breakers.*'] },
    extraStatTags: ['host'],
    image: { imageType: 'distroless' },
    runtimeValues: { 're2.max_program_size.error_level': '1024' },
    others: { statNameLength: 200 },
  },
};

function problems(sidecar: SidecarSettings): string[] {
  const checks = new Checks();
  checkSidecar(sidecar, checks);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
}

test('full', () => {
  expect(problems(full)).toEqual([]);
  expect(lowerSidecar(full)).toMatchSnapshot();
});

test('nothing is nothing', () => {
  expect(lowerSidecar({})).toEqual({ labels: {}, annotations: {} });
});

test('no sidecar is one label', () => {
  expect(lowerSidecar({ inject: false })).toEqual({
    labels: { 'sidecar.istio.io/inject': 'false' },
    annotations: {},
  });
});

test('an empty list of what goes through the sidecar is not the same as none', () => {
  expect(
    lowerSidecar({ traffic: { includeInboundPorts: [], includeOutboundIPRanges: [] } }).annotations,
  ).toEqual({
    'traffic.sidecar.istio.io/includeInboundPorts': '',
    'traffic.sidecar.istio.io/includeOutboundIPRanges': '',
  });
});

test('the proxy configuration does not depend on the order in which it is written', () => {
  const { proxyMetadata } = full.proxyConfig!;
  const other = Object.fromEntries(Object.entries(proxyMetadata!).reverse());
  const config = (metadata: Readonly<Record<string, string>>) =>
    lowerSidecar({ proxyConfig: { proxyMetadata: metadata } }).annotations['proxy.istio.io/config'];
  expect(config(other)).toBe(config(proxyMetadata!));
  expect(parse(config(other)!)).toEqual({ proxyMetadata });
});

test.each<[string, SidecarSettings, string]>([
  [
    'settings of no sidecar',
    { inject: false, traffic: {} },
    'traffic: is given with inject false: no sidecar heeds it',
  ],
  ['a revision that is none', { revision: '1.29.1' }, 'revision: "1.29.1" is not a DNS label'],
  ['no template', { templates: [] }, 'templates: is empty: leave it out for the template sidecar'],
  [
    'an image that Istio ignores',
    { proxyImage: 'proxyv2:1.29.1' },
    'proxyImage: "proxyv2:1.29.1" is not a whole reference (registry/repository:tag): without a "/" Istio ignores it',
  ],
  ['a log level that is none', { logLevel: 'warn' as 'warning' }, 'logLevel: "warn" is not one of "trace"'],
  [
    'an interception that is none',
    { interceptionMode: 'IPTABLES' as 'NONE' },
    'interceptionMode: "IPTABLES" is not one of "REDIRECT", "TPROXY", "NONE"',
  ],
  [
    'an amount that is none',
    { proxyResources: { limits: { memory: 'much' } } },
    'proxyResources.limits.memory: "much" is not a quantity',
  ],
  [
    'a volume of the name of one of the sidecar',
    { volumeMounts: [{ volume: Volume.emptyDir('istio-data'), mountPath: '/data' }] },
    'volumeMounts[0].volume.name: "istio-data" is a volume of the sidecar\'s own: Istio would merge the two',
  ],
  [
    'a port that is none',
    { traffic: { excludeOutboundPorts: [70000] } },
    'traffic.excludeOutboundPorts[0]: 70000 is not a port (1-65535)',
  ],
  [
    'an address where a range is meant',
    { traffic: { excludeOutboundIPRanges: ['192.0.2.1'] } },
    'traffic.excludeOutboundIPRanges[0]: "192.0.2.1" is not an address range',
  ],
  [
    'ports that are left out of none',
    { traffic: { includeInboundPorts: [80], excludeInboundPorts: [9090] } },
    'traffic.excludeInboundPorts: is given with a list in includeInboundPorts: Istio ignores it',
  ],
  [
    'a drain of half a second',
    { proxyConfig: { drainDuration: '500ms' } },
    'proxyConfig.drainDuration: "500ms" is not a duration of whole seconds, such as 45s: Istio would not inject',
  ],
  [
    'a duration without a unit',
    { proxyConfig: { terminationDrainDuration: '5' } },
    'proxyConfig.terminationDrainDuration: "5" is not a duration, such as 5s',
  ],
  [
    'less than no thread',
    { proxyConfig: { concurrency: -1 } },
    'proxyConfig.concurrency: -1 is not a whole number from 0',
  ],
  [
    'an address without a port',
    { proxyConfig: { discoveryAddress: 'istiod' } },
    'proxyConfig.discoveryAddress: "istiod" is not host:port',
  ],
  [
    'a field in the wrong place',
    { proxyConfig: { others: { concurrency: 2 } } },
    'proxyConfig.others.concurrency: is a field of its own; give it there, not in others',
  ],
])('refuses %s', (_, sidecar, message) => {
  expect(problems(sidecar)).toEqual([expect.stringContaining(message)]);
});
