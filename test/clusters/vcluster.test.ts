import vcluster from '../../clusters/vcluster/index';
import { renderedMesh } from '../support/objects';
import { parse } from 'yaml';

const { object, names, files } = renderedMesh(vcluster);
const file = (path: string): unknown => parse(files.get(`vcluster/${path}`) ?? '');

test('the virtual clusters are one network, and cross none', () => {
  expect(vcluster.mesh.hub?.name).toBe('vc-host');
  expect(vcluster.mesh.primaries.map(({ name, network }) => `${name} ${network}`)).toEqual([
    'vc1 network1',
    'vc2 network1',
  ]);
  expect([...names('vc1', 'Gateway'), ...names('vc2', 'Gateway')]).toEqual([]);
});

test('vc-host has what is for vc-host, and nothing of Istio', () => {
  expect(names('vc-host', 'Namespace')).toEqual(['vc1', 'vc2']);
  expect(names('vc-host', 'NetworkPolicy')).toEqual([
    'vc1/np-vc-allow-all',
    'vc1/np-vc-client',
    'vc2/np-vc-allow-all',
  ]);
  expect(names('vc-host', 'IngressRouteTCP')).toEqual([
    'vc1/vc1',
    'vc1/vc1-dashboard',
    'vc2/vc2',
    'vc2/vc2-dashboard',
  ]);
  expect(names('vc-host', 'IstioOperator')).toEqual([]);
});

describe.each([
  ['vc1', 'v1'],
  ['vc2', 'v2'],
] as const)('%s', (name, version) => {
  test('is a pinned chart with the two values of the document', () => {
    expect(file(`vc-host/${name}/Chart.yaml`)).toEqual({
      apiVersion: 'v2',
      name,
      type: 'application',
      version: '0.27.0',
      dependencies: [
        { name: 'vcluster', version: '0.27.0', repository: 'oci://mtr.devops.telekom.de/caas/charts' },
      ],
    });
    expect(file(`vc-host/${name}/values.yaml`)).toEqual({
      vcluster: {
        controlPlane: { proxy: { extraSANs: [`${name}.otc.mcsps.de`] } },
        policies: { networkPolicy: { enabled: false } },
      },
    });
    expect(file(`vc-host/${name}/.argocd-source.yaml`)).toEqual({ helm: { releaseName: name } });
  });

  test('is reached by the host that its certificate is valid for, and by which the hub calls it', () => {
    const route = (host: string, service: string) => ({
      entryPoints: ['websecure'],
      routes: [{ match: `HostSNI(\`${host}\`)`, services: [{ name: service, port: 443 }] }],
      tls: { passthrough: true },
    });
    const api = object('vc-host', 'IngressRouteTCP', name, name);
    expect(api.apiVersion).toBe('traefik.io/v1alpha1');
    expect(api.spec).toEqual(route(`${name}.otc.mcsps.de`, name));
    expect(object('vc-host', 'IngressRouteTCP', `${name}-dashboard`, name).spec).toEqual(
      route(`${name}-dashboard.otc.mcsps.de`, `kubernetes-dashboard-x-kubernetes-dashboard-x-${name}`),
    );
    expect(vcluster.mesh.cluster(name).spec.server).toBe(`https://${name}.otc.mcsps.de`);
  });

  test('is closed by no policy', () => {
    expect(object('vc-host', 'NetworkPolicy', 'np-vc-allow-all', name).spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{}],
      egress: [{}],
    });
  });

  test('is administered by u-istio', () => {
    expect(object(name, 'ClusterRoleBinding', 'vc-istio-admin')).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'User', name: 'u-istio' }],
    });
    const { request, ...spec } = object(name, 'CertificateSigningRequest', 'u-istio').spec;
    expect(spec).toEqual({
      signerName: 'kubernetes.io/kube-apiserver-client',
      expirationSeconds: 31_536_000,
      usages: ['client auth'],
    });
    expect(Buffer.from(request, 'base64').toString()).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----\n/);
  });

  test('has the Istio of the document, under its own name', () => {
    const identity = { fsGroup: 2000, runAsGroup: 2000, runAsUser: 2000, supplementalGroups: [2000] };
    expect(object(name, 'IstioOperator', 'istiooperator').spec).toEqual({
      profile: 'minimal',
      hub: 'mtr.devops.telekom.de/istio',
      tag: '1.29.1',
      components: {
        base: { enabled: true },
        pilot: { enabled: true, k8s: { securityContext: identity } },
        ingressGateways: [
          {
            name: 'istio-ingressgateway',
            enabled: true,
            k8s: { securityContext: identity, service: { type: 'ClusterIP' } },
          },
        ],
      },
      meshConfig: {
        enablePrometheusMerge: true,
        trustDomain: 'cluster.local',
        trustDomainAliases: ['cluster.local'],
      },
      values: {
        defaultRevision: 'default',
        // Nothing is injected here: it would run as another user than the document's.
        gateways: { 'istio-ingressgateway': { autoscaleEnabled: false, replicaCount: 1 } },
        global: {
          logging: { level: 'default:error' },
          meshID: 'mesh1',
          multiCluster: { clusterName: name },
          network: 'network1',
        },
        pilot: { autoscaleEnabled: false, replicaCount: 1 },
        telemetry: { enabled: false },
      },
    });
    expect(object(name, 'Namespace', 'istio-system').metadata.labels).toEqual({
      'topology.istio.io/network': 'network1',
    });
  });

  test('runs its version of helloworld, and sleep where it is asked from', () => {
    const expected = name === 'vc1' ? ['sample/helloworld-v1', 'sample/sleep'] : ['sample/helloworld-v2'];
    expect(names(name, 'Deployment')).toEqual(expected);
    const { template } = object(name, 'Deployment', `helloworld-${version}`).spec;
    expect(template.metadata.labels).toEqual({ app: 'helloworld', version });
    expect(template.spec.containers[0]).toMatchObject({
      image: `mtr.devops.telekom.de/istio/examples-helloworld-${version}:1.0`,
      ports: [{ containerPort: 5000 }],
    });
    expect(object(name, 'Namespace', 'sample').metadata.labels).toEqual({ 'istio-injection': 'enabled' });
  });
});

test('vc-client may do in both namespaces what it may in its own', () => {
  for (const namespace of ['vc1', 'vc2']) {
    const binding = object('vc-host', 'RoleBinding', 'vc-client', namespace);
    expect(binding.roleRef).toMatchObject({ kind: 'ClusterRole', name: 'admin' });
    expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: 'vc-client', namespace: 'vc1' }]);
  }
  const { template, ...spec } = object('vc-host', 'StatefulSet', 'vc-client', 'vc1').spec;
  expect(spec).toMatchObject({ replicas: 1, serviceName: 'vc-client' });
  expect(template.spec).toMatchObject({
    serviceAccountName: 'vc-client',
    terminationGracePeriodSeconds: 3,
    securityContext: { fsGroup: 1000, supplementalGroups: [1000] },
    containers: [{ image: 'mtr.devops.telekom.de/caas/k8s-tools:latest', imagePullPolicy: 'Always' }],
  });
  expect(object('vc-host', 'NetworkPolicy', 'np-vc-client').spec).toEqual({
    podSelector: { matchLabels: { app: 'vc-client' } },
    policyTypes: ['Egress'],
    egress: [{}],
  });
});

test("Gatekeeper exempts the proxy of the mesh's own version from three rules", () => {
  for (const [kind, name] of [
    ['K8sPSPCapabilities', 'vcluster-capabilities'],
    ['K8sPSPAllowedUsers', 'vcluster-allowed-users'],
    ['K8sPSPReadOnlyRootFilesystem', 'vcluster-read-only-root-filesystem'],
  ] as const) {
    const { match, parameters } = object('vc-host', kind, name).spec;
    expect(parameters.exemptImages).toEqual(['mtr.devops.telekom.de/istio/proxyv2:1.29.1']);
    expect(match.namespaces).toEqual(['vc1', 'vc2']);
    expect(match.labelSelector.matchExpressions).toEqual([
      { key: 'vcluster.loft.sh/managed-by', operator: 'Exists' },
    ]);
  }
});
