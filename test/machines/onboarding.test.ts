import { onboardingFiles, type OnboardingProps } from '../../machines/onboarding';
import type { WorkloadGroup } from '../../machines/workload-group';
import { UserError } from '../../values/user-error';

/** `npm run e2e:vm` compares these and more with istioctl; here stand the ways that a snapshot alone would let slip. */
const group: WorkloadGroup = {
  name: 'web',
  namespace: 'shop',
  annotations: {},
  entryAnnotations: {},
  labels: { app: 'web' },
  serviceAccount: 'web',
  network: 'vm-network',
  ports: {},
};

const minimal: OnboardingProps = { workloadGroup: group, meshConfig: {} };

const files = (over: Partial<OnboardingProps> = {}): ReturnType<typeof onboardingFiles> =>
  onboardingFiles({ ...minimal, ...over });

const environment = (over: Partial<OnboardingProps> = {}): string[] =>
  files(over)['cluster.env'].trim().split('\n');

const annotated = (config: string): WorkloadGroup => ({
  ...group,
  entryAnnotations: { 'proxy.istio.io/config': config },
});

test('minimal', () => {
  expect(files()).toMatchSnapshot();
});

test('full', () => {
  expect(
    files({
      workloadGroup: {
        ...group,
        labels: { app: 'web', version: 'v2', '9': 'nine', '10': 'ten' },
        ports: { http: 8080, admin: 9000 },
        annotations: { 'proxy.istio.io/config': 'proxyMetadata: {FROM: group, GROUP: "yes"}' },
        entryAnnotations: { 'proxy.istio.io/config': 'proxyMetadata: {FROM: entry}\nstatusPort: 16000' },
        probe: { periodSeconds: 5, httpGet: { path: '/ready', port: 8080 } },
      },
      meshConfig: {
        trustDomain: 'shop.example.org',
        defaultConfig: {
          meshId: 'mesh1',
          discoveryAddress: 'istiod-canary.istio-system.svc:15012',
          proxyMetadata: { FROM: 'mesh', MESH: 'it is' },
          readinessProbe: { tcpSocket: { port: 1 } },
        },
      },
      clusterId: 'kube-01',
      revision: 'canary',
      autoregister: true,
      internalIp: '192.0.2.5',
      ingressIp: '192.0.2.1',
    }),
  ).toMatchSnapshot();
});

describe('istiod', () => {
  test('without a revision, the start script knows the address of the CA', () => {
    expect(environment().filter((line) => line.startsWith('CA_ADDR'))).toEqual([]);
    expect(environment({ revision: 'default' })).toEqual(environment());
  });

  test('of a revision stands over a CA that the mesh names, and below a discovery address that it names', () => {
    const meshConfig = {
      defaultConfig: { discoveryAddress: 'own:15012', proxyMetadata: { CA_ADDR: 'ca:443' } },
    };
    expect(environment({ meshConfig, revision: 'canary' })).toContain(
      "CA_ADDR='istiod-canary.istio-system.svc:15012'",
    );
    expect(environment({ meshConfig })).toContain("CA_ADDR='ca:443'");
    expect(files({ meshConfig, revision: 'canary' })['mesh.yaml']).toContain('discoveryAddress: own:15012\n');
    expect(files({ revision: 'canary' })['mesh.yaml']).toContain(
      'discoveryAddress: istiod-canary.istio-system.svc:15012\n',
    );
  });

  test('under a name of its own stands in all three files', () => {
    const own = files({ revision: 'canary', istiodHost: 'istiod.kube-01', ingressIp: '192.0.2.1' });
    expect(own['mesh.yaml']).toContain('  discoveryAddress: istiod.kube-01:15012\n');
    expect(own['cluster.env']).toContain("CA_ADDR='istiod.kube-01:15012'\n");
    expect(own.hosts).toBe('192.0.2.1 istiod.kube-01\n');
    expect(Object.values(own).join()).not.toContain('istio-system');
  });

  test('under a name of its own leaves a CA of the mesh alone', () => {
    const meshConfig = { defaultConfig: { proxyMetadata: { CA_ADDR: 'ca:443' } } };
    expect(environment({ meshConfig, istiodHost: 'istiod.kube-01' })).toContain("CA_ADDR='ca:443'");
  });

  test('in another namespace', () => {
    expect(files({ istioNamespace: 'mesh', ingressIp: '192.0.2.1' }).hosts).toBe(
      '192.0.2.1 istiod.mesh.svc\n',
    );
  });
});

test.each<[string, Partial<OnboardingProps>, string]>([
  [
    'the address given',
    { ingressIp: '192.0.2.1', ingressServiceIp: '192.0.2.2' },
    '192.0.2.1 istiod.istio-system.svc\n',
  ],
  ['the address found', { ingressServiceIp: 'fd00::2' }, 'fd00::2 istiod.istio-system.svc\n'],
  [
    'the address found, where what is given is none',
    { ingressIp: 'gw', ingressServiceIp: '192.0.2.2' },
    '192.0.2.2 istiod.istio-system.svc\n',
  ],
  ['nothing, where none is known', { ingressIp: 'gw' }, ''],
])('hosts: %s', (_, over, expected) => {
  expect(files(over).hosts).toBe(expected);
});

test.each<[string, Partial<OnboardingProps>, readonly string[]]>([
  ['internal', { internalIp: 'fd00::5' }, ["ISTIO_SVC_IP='fd00::5'"]],
  [
    'external',
    { externalIp: '203.0.113.7' },
    ["ISTIO_SVC_IP='203.0.113.7'", "REWRITE_PROBE_LEGACY_LOCALHOST_DESTINATION='true'"],
  ],
  ['none', {}, []],
])('address of the machine: %s', (_, over, expected) => {
  expect(environment(over).filter((line) => /SVC_IP|REWRITE/.test(line))).toEqual(expected);
});

test.each<[number | undefined, string]>([
  [undefined, '22,15090,15021,15020'],
  [15020, '22,15090,15021,15020'],
  [15999, '22,15090,15021,15999'],
  [15021, '22,15090,15021'],
  [15090, '22,15090,15021'],
])('status port %p leaves %s to the machine', (statusPort, expected) => {
  expect(environment({ meshConfig: { defaultConfig: { statusPort } } })).toContain(
    `ISTIO_LOCAL_EXCLUDE_PORTS='${expected}'`,
  );
});

test('DNS capture and autoregistration are switches', () => {
  const on = files({ captureDns: true, autoregister: true })['mesh.yaml'];
  const off = files({ captureDns: false, autoregister: false })['mesh.yaml'];
  expect(on).toContain('    ISTIO_META_AUTO_REGISTER_GROUP: web\n');
  expect(on).toContain('    ISTIO_META_DNS_CAPTURE: "true"\n');
  expect(off).not.toMatch(/AUTO_REGISTER|DNS_CAPTURE/);
});

test.each<[Record<string, string>, string, string]>([
  [{}, 'web', 'latest'],
  [{ app: 'a', version: '1' }, 'a', '1'],
  [{ app: 'a', 'app.kubernetes.io/name': 'b', version: '1', 'app.kubernetes.io/version': '2' }, 'b', '2'],
  [
    { app: 'a', 'service.istio.io/canonical-name': 'c', 'service.istio.io/canonical-revision': '3' },
    'c',
    '3',
  ],
])('labels %j make it service %s, revision %s', (labels, service, revision) => {
  expect(environment({ workloadGroup: { ...group, labels } })).toEqual(
    expect.arrayContaining([`CANONICAL_SERVICE='${service}'`, `CANONICAL_REVISION='${revision}'`]),
  );
});

test('values are quoted for the shell', () => {
  const proxyMetadata = { PLAIN: 'www', EMPTY: '', QUOTE: "it's", STAR: '*' };
  expect(environment({ meshConfig: { defaultConfig: { proxyMetadata } } })).toEqual(
    expect.arrayContaining(['PLAIN=www', "EMPTY=''", `QUOTE='it'"'"'s'`, "STAR='*'"]),
  );
});

test("the probe is the group's alone", () => {
  const meshConfig = { defaultConfig: { readinessProbe: { tcpSocket: { port: 1 } } } };
  expect(files({ meshConfig })['mesh.yaml']).not.toContain('readinessProbe');
});

test.each<[string, Partial<OnboardingProps>, string]>([
  [
    'two addresses of the machine',
    { internalIp: '192.0.2.5', externalIp: '203.0.113.7' },
    'externalIp: is given beside internalIp; istioctl takes one of them only',
  ],
  [
    'an address that is none',
    { internalIp: '192.0.2' },
    'internalIp: "192.0.2" is not an IPv4 or IPv6 address',
  ],
  ['an external one that is none', { externalIp: 'web' }, 'externalIp: "web" is not an IPv4 or IPv6 address'],
  [
    'a proxy configuration of the mesh that does not fit',
    { meshConfig: { defaultConfig: { concurrency: 'many' } } },
    'meshConfig.defaultConfig.concurrency: "many" is not a whole number',
  ],
  [
    'an annotation that does not fit',
    { workloadGroup: annotated('drainDuration: 2d') },
    'proxy.istio.io/config.drainDuration: "2d" is not a duration',
  ],
  [
    'an annotation that is no YAML',
    { workloadGroup: annotated('{') },
    'proxy.istio.io/config: is not YAML: ',
  ],
])('refuses %s', (_, over, message) => {
  expect(() => files(over)).toThrow(UserError);
  expect(() => files(over)).toThrow(message);
});
