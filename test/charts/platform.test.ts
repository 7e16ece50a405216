import type { MeshSpec } from '../../fleet/mesh-spec';
import { defineMesh } from '../../fleet/mesh';
import { render } from '../../run/render';
import { primary, twoClusters } from '../support/meshes';

interface Rendered {
  readonly component: string;
  readonly cluster: string;
  readonly kind: string;
  readonly name: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- any object's spec, of which a test reads a field
  readonly object: { readonly metadata: object; readonly spec?: Record<string, any> };
}

const objectsOf = (spec: MeshSpec): readonly Rendered[] =>
  render([{ mesh: defineMesh(spec), applications: [] }]).objects.map(({ component, cluster, object }) => ({
    component,
    cluster,
    kind: object.kind,
    name: object.metadata.name,
    object: object as Rendered['object'],
  }));

const left = (objects: readonly Rendered[], kind: string, name: string) =>
  objects.find((one) => one.cluster === 'left' && one.kind === kind && one.name === name)!.object;

const meshWith = (istio: Partial<MeshSpec['istio']>, over: Parameters<typeof primary>[1] = {}): MeshSpec =>
  twoClusters({
    istio: { version: '1.29.1', ...istio },
    clusters: { left: primary('east', over), right: primary('west') },
  });

test('a primary has the components that its entry asks for, and no other', () => {
  const plain = new Set(
    objectsOf(meshWith({}))
      .filter(({ cluster }) => cluster === 'left')
      .map(({ component }) => component),
  );
  const full = new Set(
    objectsOf(meshWith({ cni: {} }, { ingress: {} }))
      .filter(({ cluster }) => cluster === 'left')
      .map(({ component }) => component),
  );
  expect([...plain]).toEqual(['istio-base', 'istio-pilot', 'istio-ewgw']);
  expect([...full]).toEqual(['istio-base', 'istio-cni', 'istio-pilot', 'istio-igws', 'istio-ewgw']);
});

test('a cluster that is no primary has nothing of Istio', () => {
  const spec = twoClusters({
    clusters: {
      left: primary('east'),
      right: primary('west'),
      hub: { role: 'hub', server: 'https://hub.example.org' },
    },
  });
  expect(objectsOf(spec).filter(({ cluster }) => cluster === 'hub')).toEqual([]);
});

test('every document names its own hub, tag, revision, cluster and network', () => {
  const objects = objectsOf(
    meshWith({ revision: 'canary', hub: 'registry.example.org/istio', tag: '1.29.1-distroless' }),
  );
  const documents = objects.filter(({ kind, cluster }) => kind === 'IstioOperator' && cluster === 'left');
  expect(documents.length).toBe(3);
  for (const { object } of documents) {
    expect(object.spec).toMatchObject({
      profile: 'empty',
      hub: 'registry.example.org/istio',
      tag: '1.29.1-distroless',
      revision: 'canary',
      values: { global: { meshID: 'demo', network: 'east', multiCluster: { clusterName: 'left' } } },
    });
  }
});

test('the webhook asks the istiod of the revision, and is there without one too', () => {
  const revision = (spec: MeshSpec) =>
    left(objectsOf(spec), 'IstioOperator', 'istio-base').spec!['values'].defaultRevision;
  expect([revision(meshWith({ revision: 'canary' })), revision(meshWith({}))]).toEqual(['canary', 'default']);
});

test('the trust domain is an alias of itself, beside those that the mesh has besides', () => {
  const aliases = (meshConfig: NonNullable<MeshSpec['istio']>['meshConfig']) =>
    left(objectsOf(meshWith({ meshConfig })), 'IstioOperator', 'istio-pilot').spec!['meshConfig']
      .trustDomainAliases;
  expect(aliases(undefined)).toEqual(['cluster.local']);
  expect(aliases({ trustDomainAliases: ['old.example.org'] })).toEqual(['cluster.local', 'old.example.org']);
  expect(aliases({ trustDomainAliases: ['old.example.org', 'cluster.local'] })).toEqual([
    'cluster.local',
    'old.example.org',
  ]);
});

test('istiod is exposed under its own name, at the Service of its revision', () => {
  const objects = objectsOf(meshWith({ revision: 'canary' }, { eastWest: { exposeIstiod: true } }));
  expect(left(objects, 'IstioOperator', 'istio-pilot').spec!['values'].pilot.env).toEqual({
    ISTIOD_CUSTOM_HOST: 'istiod.left',
  });
  const hosts = left(objects, 'VirtualService', 'istiod-vs').spec!['tls'].map(
    (route: { route: { destination: object }[] }) => route.route[0]!.destination,
  );
  expect(hosts).toEqual([
    { host: 'istiod-canary.istio-system.svc.cluster.local', port: { number: 15012 } },
    { host: 'istiod-canary.istio-system.svc.cluster.local', port: { number: 443 } },
  ]);
  expect(objectsOf(meshWith({})).some(({ name }) => name === 'istiod-vs' || name === 'istiod-gateway')).toBe(
    false,
  );
});

test('the port that other networks call may be another, the one of the pods stays', () => {
  const objects = objectsOf(meshWith({}, { eastWest: { port: 443 } }));
  const [gateway] = left(objects, 'IstioOperator', 'istio-ewgw').spec!['components'].ingressGateways;
  expect(gateway.k8s.service.ports[1]).toEqual({ name: 'tls', port: 443, targetPort: 15443 });
  expect(gateway.label['networking.istio.io/gatewayPort']).toBe('443');
  expect(left(objects, 'Gateway', 'cross-network-gateway').spec!['servers'][0].port.number).toBe(15443);
});

test('one document installs all but the east-west gateway, with the ingress gateway as the entry has it', () => {
  const podIdentity = { runAsUser: 2000, runAsGroup: 2000, fsGroup: 2000 };
  const objects = objectsOf(
    meshWith(
      {
        document: { name: 'whole', profile: 'minimal' },
        podIdentity,
        logLevel: 'default:error',
        metrics: false,
        cni: {},
      },
      {
        ingress: { serviceType: 'ClusterIP', replicas: 1, drainSeconds: 5 },
        eastWest: { document: 'eastwest' },
      },
    ),
  );
  const documents = objects.filter(({ kind, cluster }) => kind === 'IstioOperator' && cluster === 'left');
  expect(documents.map(({ component, name }) => `${component} ${name}`)).toEqual([
    'istio whole',
    'istio-ewgw eastwest',
  ]);
  expect(left(objects, 'IstioOperator', 'whole').spec).toMatchSnapshot();
});

test("Rancher's project is the cluster's own, in the hub and on the namespace", () => {
  const spec = twoClusters({
    rancher: { project: { name: 'istio', quota: { limitsCpu: '12', limitsMemory: '12Gi' } } },
    clusters: {
      left: primary('east', { role: ['hub', 'primary'], rancher: { clusterId: 'c-left1' } }),
      right: primary('west', { rancher: { clusterId: 'c-right' } }),
    },
  });
  const objects = objectsOf(spec);
  const projects = objects.filter(({ kind }) => kind === 'Project');
  expect(projects.map(({ cluster, object }) => `${cluster} ${object.spec!['clusterName']}`)).toEqual([
    'left c-left1',
    'left c-right',
  ]);
  const namespaces = objects.filter(({ kind, name }) => kind === 'Namespace' && name === 'istio-system');
  expect(namespaces.map(({ object }) => object.metadata)).toMatchObject([
    {
      annotations: { 'field.cattle.io/projectId': 'c-left1:istio' },
      labels: { 'topology.istio.io/network': 'east' },
    },
    {
      annotations: { 'field.cattle.io/projectId': 'c-right:istio' },
      labels: { 'topology.istio.io/network': 'west' },
    },
  ]);
});

test("Rancher's projects are in its own cluster where that is one of the mesh, which has none itself", () => {
  const objects = objectsOf(
    twoClusters({
      rancher: { project: { name: 'istio', quota: { limitsCpu: '12', limitsMemory: '12Gi' } } },
      clusters: {
        left: primary('east', { role: ['hub', 'primary'], rancher: { clusterId: 'c-left1' } }),
        right: primary('west'),
        manager: { role: 'member', server: 'https://manager.example.org', rancher: { clusterId: 'local' } },
      },
    }),
  );
  const projects = objects.filter(({ kind }) => kind === 'Project');
  expect(projects.map(({ cluster, object }) => `${cluster} ${object.spec!['clusterName']}`)).toEqual([
    'manager c-left1',
  ]);
});

test('an application that bears the name of a component of Istio is refused', () => {
  const mesh = defineMesh(twoClusters());
  const application = { name: 'istio-base', namespace: 'app', clusters: ['left'], build: () => undefined };
  expect(() => render([{ mesh, applications: [application] }])).toThrow(
    'clusters/demo: applications: "istio-base" is already a component of left; each component is a folder of its own',
  );
});

test('an issuer of cert-manager signs the intermediate that each istiod reads', () => {
  const objects = objectsOf(meshWith({ certificateIssuer: 'mesh-root' }));
  const certificates = objects.filter(({ kind }) => kind === 'Certificate');
  expect(certificates.map(({ cluster, component }) => `${cluster} ${component}`)).toEqual([
    'left istio-ca',
    'right istio-ca',
  ]);
  expect(left(objects, 'Certificate', 'cacerts')).toMatchObject({
    metadata: { namespace: 'istio-system' },
    spec: {
      secretName: 'cacerts',
      isCA: true,
      issuerRef: { kind: 'ClusterIssuer', name: 'mesh-root' },
      uris: ['spiffe://cluster.local'],
      usages: ['cert sign', 'crl sign', 'digital signature'],
    },
  });
});
