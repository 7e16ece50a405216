import * as fc from 'fast-check';
import { allRules as rules } from '../../../analysis/analyzers/all';
import { runRules } from '../../../analysis/analyzers/run';
import { NOWHERE } from '../../../analysis/finding';
import { buildMeshes } from '../../../analysis/model/mesh';
import { enrolmentOf } from '../../../analysis/model/injection';
import { revisionNamed } from '../../../analysis/model/revision';
import { selectionOf } from '../../../analysis/model/selection';
import { meshOf } from './support';

const operator = (spec: string) => `---
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: install, namespace: istio-system }
spec: ${spec}
`;
const deployment = (name: string, namespace: string, labels: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  template:
    metadata: { labels: ${labels} }
    spec: { containers: [{ name: app, image: app }] }
`;
const namespace = (name: string, labels = '{}') => `---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: ${labels} }
`;

test('an IstioOperator document stands for what istioctl makes of it', () => {
  const mesh = meshOf({
    'kube-01': operator(`
  profile: demo
  revision: r1
  values: { revisionTags: [prod], global: { meshID: mesh1, network: n1, multiCluster: { clusterName: one } } }
  meshConfig: { trustDomain: example.org, rootNamespace: root }
  components:
    ingressGateways:
      - name: east-west
        namespace: edge
        label: { istio: eastwest }
        k8s: { service: { ports: [{ name: tls, port: 15443, targetPort: 15443 }] } }
      - { name: off, enabled: false }
`),
  });
  const cluster = mesh.clusters[0]!;
  expect(cluster).toMatchObject({
    meshId: 'mesh1',
    network: 'n1',
    declaredName: 'one',
    isRemote: false,
    domain: 'cluster.local',
    meshConfig: { trustDomain: 'example.org', rootNamespace: 'root' },
  });
  const shown = cluster.services.map(
    ({ resource, ports, workloads }) =>
      `${resource.qualifiedName}: ${ports.map(({ number }) => number).join(' ')} → ${workloads.map(({ name }) => name).join()}`,
  );
  expect(shown).toEqual([
    'istio-system/istiod-r1: 15010 15012 443 15014 → istiod-r1',
    'istio-system/istiod-revision-tag-prod: 15010 15012 443 15014 → istiod-r1',
    'edge/east-west: 15443 → east-west',
    'istio-system/istio-egressgateway: 80 443 → istio-egressgateway',
    'default/kubernetes: 443 → ',
  ]);
  expect(cluster.workloadIndex.matching({ istio: 'eastwest' }).map(({ labels }) => labels)).toMatchObject([
    { app: 'istio-ingressgateway', istio: 'eastwest', 'istio.io/rev': 'r1' },
  ]);
  expect([...cluster.revisions.keys()]).toEqual(['r1']);
  expect([revisionNamed(cluster, 'prod')?.name, revisionNamed(cluster, 'r2')]).toEqual(['r1', undefined]);
});

test('the ConfigMap of istiod configures the mesh as well', () => {
  const mesh = meshOf({
    'kube-01': `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-r1, namespace: istio-system }
data: { mesh: "trustDomain: a.org\\ndefaultServiceExportTo: ['.']" }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: '{ broken' }
`,
  });
  const { meshConfig } = mesh.clusters[0]!;
  expect(meshConfig.trustDomain).toBe('a.org');
  expect(meshConfig.exports('defaultServiceExportTo')).toEqual(['.']);
  expect(meshConfig.exports('defaultVirtualServiceExportTo')).toEqual(['*']);
});

test('networks, from documents and from the ConfigMap', () => {
  const [cluster] = meshOf({
    a: `${operator('{ values: { global: { meshNetworks: { n1: { endpoints: [] } } } } }')}---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { meshNetworks: 'networks: { n2: {} }' }
`,
  }).clusters;
  const shown = cluster!.meshNetworks.map(({ resource, networks, path }) => [
    resource.kind,
    Object.keys(networks),
    path,
  ]);
  expect(shown).toEqual([
    ['IstioOperator', ['n1'], ['spec', 'values', 'global', 'meshNetworks']],
    ['ConfigMap', ['n2'], null],
  ]);
});

test('the EndpointSlices of a Service', () => {
  const [cluster] = meshOf({
    a: `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-1, namespace: shop, labels: { kubernetes.io/service-name: web } }
addressType: IPv4
`,
  }).clusters;
  const names = (namespace: string) => cluster!.slicesOf({ namespace, name: 'web' }).map(({ name }) => name);
  expect([names('shop'), names('other')]).toEqual([['web-1'], []]);
});

test('a gateway is assumed where nothing shows an installation', () => {
  const gateways = (text: string, isComplete?: boolean) =>
    meshOf({ a: text }, { isComplete }).clusters[0]!.workloadIndex.matching({ istio: 'ingressgateway' })
      .length;
  expect(gateways(namespace('shop'))).toBe(1);
  expect(gateways(namespace('shop'), true)).toBe(0);
  expect(gateways(operator('{ profile: minimal }'))).toBe(0);
  expect(gateways('apiVersion: v1\nkind: Node\nmetadata: { name: a }')).toBe(0);
});

test('who takes part in the mesh', () => {
  const mesh = meshOf({
    a: [
      namespace('yes-please', '{ istio-injection: enabled }'),
      namespace('rev', '{ istio.io/rev: r1 }'),
      namespace('refused', '{ istio-injection: disabled, istio.io/rev: r1 }'),
      namespace('ambient', '{ istio.io/dataplane-mode: ambient }'),
      deployment('a', 'yes-please', '{ app: a }'),
      deployment('refuses', 'yes-please', "{ sidecar.istio.io/inject: 'false' }"),
      deployment('b', 'rev', '{ app: b }'),
      deployment('c', 'refused', '{ app: c }'),
      deployment('d', 'ambient', '{ app: d }'),
      deployment('asks', 'plain', "{ sidecar.istio.io/inject: 'true' }"),
      deployment('e', 'plain', '{ app: e }'),
    ].join(''),
  });
  expect(Object.fromEntries(mesh.workloads.map((one) => [one.name, enrolmentOf(one)]))).toMatchObject({
    ...{ a: 'sidecar', refuses: 'none', b: 'sidecar', c: 'none', d: 'ambient', asks: 'sidecar', e: 'none' },
  });
});

test('each pod once: those that are there, and templates of which none is', () => {
  const pod = `---
apiVersion: v1
kind: Pod
metadata: { name: a-1, namespace: shop, labels: { app: a, hash: x } }
`;
  const [cluster] = meshOf({
    a: deployment('a', 'shop', '{ app: a }') + deployment('b', 'shop', '{ app: b }') + pod,
  }).clusters;
  expect(cluster!.pods.map(({ name }) => name)).toEqual(['b', 'a-1']);
});

test('what a primary configures', () => {
  const mesh = meshOf({
    one: operator('{ profile: minimal }'),
    two: operator('{ profile: remote }'),
    three: operator('{ profile: minimal }'),
  });
  expect(mesh.clusters.map(({ configured }) => configured.map(({ name }) => name))).toEqual([
    ['one', 'two'],
    ['two'],
    ['three', 'two'],
  ]);
});

test('a Sidecar narrows what is reached; one with a selector goes first', () => {
  const sidecar = (name: string, of: string, spec: string) => `---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: ${name}, namespace: ${of} }
spec: ${spec}
`;
  const service = (name: string, of: string) => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${of} }
spec: { ports: [{ port: 80 }] }
`;
  const mesh = meshOf({
    a: [
      ...[service('xx', 'shop'), service('yy', 'other')],
      sidecar('all', 'istio-system', "{ egress: [{ hosts: ['./*'] }] }"),
      sidecar('own', 'shop', "{ egress: [{ hosts: ['other/*'] }] }"),
      sidecar(
        'web',
        'shop',
        "{ workloadSelector: { labels: { app: web } }, egress: [{ hosts: ['*/yy.other.svc.cluster.local', './*'] }] }",
      ),
      sidecar('none', 'empty', "{ egress: [{ hosts: ['~/*'] }] }"),
    ].join(''),
  });
  const cluster = mesh.clusters[0]!;
  const reached = (of: string, labels = {}) => {
    const { sidecar, reaches } = cluster.egressOf({ namespace: of, labels });
    const hosts = mesh.hosts.all.filter(({ service }) => service?.name.length === 2).filter(reaches);
    return [sidecar?.name, ...hosts.map(({ service }) => service!.name)];
  };
  expect(reached('shop')).toEqual(['own', 'yy']);
  expect(reached('shop', { app: 'web' })).toEqual(['web', 'xx', 'yy']);
  expect(reached('other')).toEqual(['all', 'yy']);
  expect(reached('empty')).toEqual(['none']);
  expect(selectionOf(cluster.find('Sidecar', 'shop', 'web')!).labels).toEqual({ app: 'web' });
});

test('a second object of one identity is passed over, in its own cluster', () => {
  const mesh = meshOf({ a: namespace('x') + namespace('x', '{ a: b }'), b: namespace('x') });
  expect(mesh.clusters.map((one) => one.of('Namespace').length)).toEqual([1, 1]);
  const keys = mesh.of('Namespace').map(({ key }) => key);
  expect(new Set(keys).size).toBe(2);
});

/** Anything where a field of an object may be. */
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, undefined, '', '*', 'a', 'a/b', '~', './*', 0, 80, true, NaN),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        ...[
          'spec',
          'metadata',
          'hosts',
          'http',
          'route',
          'destination',
          'host',
          'match',
          'uri',
          'prefix',
          'labels',
        ],
        ...[
          'selector',
          'matchLabels',
          'servers',
          'port',
          'tls',
          'exportTo',
          'gateways',
          'template',
          'containers',
        ],
        ...[
          'annotations',
          'components',
          'ingressGateways',
          'values',
          'global',
          'rules',
          'from',
          'source',
          'ports',
        ],
        ...['workloadSelector', 'egress', 'subsets', 'data', 'mesh', 'mirror', 'items', '__proto__', 'name'],
      ),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
})).value;

const KINDS = [
  ...[
    'networking.istio.io/v1 VirtualService',
    'networking.istio.io/v1 Gateway',
    'v1 Service',
    'v1 Pod',
    'v1 List',
  ],
  ...['networking.istio.io/v1 DestinationRule', 'networking.istio.io/v1 ServiceEntry', 'apps/v1 Deployment'],
  ...[
    'networking.istio.io/v1 Sidecar',
    'security.istio.io/v1 AuthorizationPolicy',
    'v1 Namespace',
    'v1 ConfigMap',
  ],
  ...[
    'install.istio.io/v1alpha1 IstioOperator',
    'networking.istio.io/v1 WorkloadGroup',
    'telemetry.istio.io/v1 Telemetry',
  ],
  ...['admissionregistration.k8s.io/v1 MutatingWebhookConfiguration', 'batch/v1 CronJob', 'v1 Secret'],
];

test('nothing that manifests hold makes the model or a rule throw', () => {
  const object = fc
    .record({
      type: fc.constantFrom(...KINDS),
      name: fc.constantFrom('a', 'b', 'istio'),
      spec: anything,
      metadata: anything,
      data: anything,
    })
    .map(({ type, name, spec, metadata, data }) => {
      const [apiVersion, kind] = type.split(' ');
      const more = typeof metadata === 'object' && !Array.isArray(metadata) ? metadata : {};
      return { apiVersion, kind, metadata: { name, ...more }, spec, data };
    });
  fc.assert(
    fc.property(fc.array(object, { maxLength: 8 }), (objects) => {
      const manifests = objects.map((one) => ({ object: one, place: NOWHERE }));
      for (const mesh of buildMeshes(manifests)) {
        for (const cluster of mesh.clusters) {
          expect(
            cluster.pods.length + cluster.namespaces.size + cluster.revisions.size,
          ).toBeGreaterThanOrEqual(0);
          for (const workload of cluster.workloads) enrolmentOf(workload);
          for (const one of cluster.workloads) cluster.egressOf(one).reaches(mesh.hosts.all[0]!);
        }
      }
      const found = runRules(rules, buildMeshes(manifests), () => undefined);
      expect(found.filter(({ code }) => code === 'IST0001')).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
