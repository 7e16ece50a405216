import rancher from '../../clusters/rancher/index';
import { renderedMesh } from '../support/objects';

const { object, names } = renderedMesh(rancher);

const sites = [
  {
    cluster: 'mcsps-test-k8s-01',
    id: 'c-f7r9g',
    network: 'mcsps-test-01',
    version: 'v1',
    target: '80.158.47.22',
  },
  {
    cluster: 'mcsps-test-k8s-02',
    id: 'c-pzk8b',
    network: 'mcsps-test-02',
    version: 'v2',
    target: '80.158.59.119',
  },
] as const;
const host = 'helloistio.mcsps.telekomcloud.com';

test('the hub is the first of the two clusters', () => {
  expect(rancher.mesh.hub?.name).toBe('mcsps-test-k8s-01');
  expect(rancher.mesh.primaries.map(({ name }) => name)).toEqual(sites.map(({ cluster }) => cluster));
});

describe.each(sites)('$cluster', ({ cluster, id, network, version, target }) => {
  const ports = (name: string, direction: 'ingress' | 'egress', namespace: string): readonly string[] => {
    const rules: { ports?: { port: number; protocol: string }[] }[] = object(
      cluster,
      'NetworkPolicy',
      name,
      namespace,
    ).spec[direction];
    return rules.flatMap((rule) => (rule.ports ?? []).map(({ port, protocol }) => `${port}/${protocol}`));
  };

  test('every mark of the namespace is of the cluster itself', () => {
    const { metadata } = object(cluster, 'Namespace', 'istio-system');
    expect(metadata.annotations).toEqual({
      'field.cattle.io/projectId': `${id}:istio`,
      'field.cattle.io/resourceQuota': '{"limit":{"limitsCpu":"12000m","limitsMemory":"12000Mi"}}',
      'scheduler.alpha.kubernetes.io/node-selector': 'role=ingress',
    });
    expect(metadata.labels).toEqual({
      'field.cattle.io/projectId': 'istio',
      'topology.istio.io/network': network,
    });
    expect(object(cluster, 'Namespace', 'sample').metadata.labels).toEqual({ 'istio-injection': 'enabled' });
  });

  test("its project is an object of Rancher's cluster", () => {
    const project = object('raseed-test', 'Project', 'istio', id);
    const quota = { limit: { limitsCpu: '12000m', limitsMemory: '12000Mi' } };
    expect(project.spec).toEqual({
      clusterName: id,
      displayName: 'istio',
      description: 'Istio Manage Project',
      resourceQuota: quota,
      namespaceDefaultResourceQuota: quota,
      containerDefaultResourceLimit: {
        limitsCpu: '200m',
        limitsMemory: '128Mi',
        requestsCpu: '100m',
        requestsMemory: '64Mi',
      },
    });
  });

  test('Istio is the cluster and the network that it is in', () => {
    expect(names(cluster, 'IstioOperator')).toEqual(['istio-system/eastwest', 'istio-system/mcsps-test']);
    for (const [name, profile] of [
      ['mcsps-test', 'demo'],
      ['eastwest', 'empty'],
    ] as const) {
      const { spec } = object(cluster, 'IstioOperator', name);
      expect(spec).toMatchObject({
        profile,
        hub: 'mtr.external.otc.telekomcloud.com/istio',
        tag: '1.29.1',
        values: { global: { meshID: 'mcsps-test', multiCluster: { clusterName: cluster }, network } },
      });
    }
    const [gateway] = object(cluster, 'IstioOperator', 'eastwest').spec.components.ingressGateways;
    expect(gateway.label['topology.istio.io/network']).toBe(network);
    expect(gateway.k8s.env).toEqual([{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: network }]);
    expect(object(cluster, 'Gateway', 'cross-network-gateway').spec.servers).toEqual([
      {
        hosts: ['*.local'],
        port: { number: 15443, name: 'tls', protocol: 'TLS' },
        tls: { mode: 'AUTO_PASSTHROUGH' },
      },
    ]);
  });

  test('the limits of containers are those of the document', () => {
    const { metadata, spec } = object(cluster, 'LimitRange', 'istio-limitrange');
    expect(metadata).toMatchObject({
      namespace: 'istio-system',
      labels: { 'resourcequota.management.cattle.io/default-resource-quota': 'true' },
    });
    expect(spec.limits).toEqual([
      {
        type: 'Container',
        default: { cpu: '100m', memory: '100Mi' },
        defaultRequest: { cpu: '10m', memory: '10Mi' },
      },
    ]);
  });

  test('np-istio lets pass what is of the mesh', () => {
    const meshed = [{ namespaceSelector: { matchLabels: { 'istio-injection': 'enabled' } } }];
    expect(object(cluster, 'NetworkPolicy', 'np-istio').spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: meshed }],
      egress: [{ to: meshed }],
    });
  });

  const istio = ['15010/TCP', '15012/TCP', '15014/TCP', '15017/TCP', '15443/TCP'];
  test('np-istio-ports has the ports of the document, and those that it forgets', () => {
    expect(ports('np-istio-ports', 'ingress', 'istio-system')).toEqual([
      '80/TCP',
      ...istio,
      ...['8080/TCP', '8443/TCP', '15021/TCP', '15020/TCP', '15090/TCP'],
    ]);
    expect(ports('np-istio-ports', 'egress', 'istio-system')).toEqual([
      '80/TCP',
      ...istio,
      ...['6443/TCP', '53/TCP', '53/UDP', '443/TCP'],
    ]);
  });

  test('np-istio-ports lets in what the Service of the east-west gateway hands on', () => {
    const open = ports('np-istio-ports', 'ingress', 'istio-system');
    const [gateway] = object(cluster, 'IstioOperator', 'eastwest').spec.components.ingressGateways;
    for (const { targetPort } of gateway.k8s.service.ports) expect(open).toContain(`${targetPort}/TCP`);
  });

  test('np-helloworld has the ports of the document, and those that it forgets', () => {
    expect(object(cluster, 'NetworkPolicy', 'np-helloworld', 'sample').spec.podSelector).toEqual({
      matchLabels: { app: 'helloworld' },
    });
    expect(ports('np-helloworld', 'ingress', 'sample')).toEqual([
      ...['5000/TCP', '15012/TCP'],
      ...['15020/TCP', '15090/TCP'],
    ]);
    expect(ports('np-helloworld', 'egress', 'sample')).toEqual([
      ...['5000/TCP', '15012/TCP', '53/TCP', '53/UDP'],
      '15443/TCP',
    ]);
  });

  test('it runs its version, and leads to both', () => {
    expect(names(cluster, 'Deployment')).toContain(`sample/helloworld-${version}`);
    expect(object(cluster, 'Deployment', `helloworld-${version}`).spec.template.metadata.labels).toEqual({
      app: 'helloworld',
      version,
    });
    expect(object(cluster, 'Service', 'helloworld').spec).toMatchObject({
      selector: { app: 'helloworld' },
      ports: [{ name: 'http', port: 5000 }],
    });
    const subsets = object(cluster, 'DestinationRule', 'helloworld').spec.subsets;
    expect(subsets).toEqual([
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v2' } },
    ]);
  });

  test.each([
    ['helloworld', 'sample', 'sample/helloworld-gateway', 10, 90],
    ['helloworld-ssl', 'istio-system', 'istio-system/helloworld-ssl-gateway', 90, 10],
  ])('%s sends %4$i of a hundred to v1', (name, namespace, gateway, v1, v2) => {
    const { spec } = object(cluster, 'VirtualService', name, namespace);
    const to = (subset: string, weight: number) => ({
      destination: { host: 'helloworld.sample.svc.cluster.local', port: { number: 5000 }, subset },
      weight,
    });
    expect(spec).toEqual({
      hosts: ['*'],
      gateways: [gateway],
      http: [{ match: [{ uri: { exact: '/hello' } }], route: [to('v1', v1), to('v2', v2)] }],
    });
  });

  test("the certificate is where the gateway looks for it, and the name leads to the cluster's own gateway", () => {
    const certificate = object(cluster, 'Certificate', 'helloistio', 'istio-system').spec;
    expect(certificate).toEqual({
      secretName: 'helloistio-mcsps-telekomcloud-com',
      commonName: host,
      dnsNames: [host],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'letsencrypt-wild' },
    });
    const gateway = object(cluster, 'Gateway', 'helloworld-ssl-gateway', 'istio-system');
    expect(gateway.metadata.annotations).toEqual({ 'external-dns.alpha.kubernetes.io/target': target });
    expect(gateway.spec.servers).toEqual([
      {
        hosts: [host],
        port: { number: 443, name: 'https', protocol: 'HTTPS' },
        tls: { mode: 'SIMPLE', credentialName: certificate.secretName },
      },
    ]);
    expect(object(cluster, 'Gateway', 'helloworld-gateway', 'sample').spec.servers).toEqual([
      { hosts: ['*'], port: { number: 80, name: 'http', protocol: 'HTTP' } },
    ]);
    expect(object(cluster, 'ClusterIssuer', 'letsencrypt-wild').spec.acme).toEqual({
      server: 'https://acme-v02.api.letsencrypt.org/directory',
      email: 'cloud-operations@telekom.de',
      privateKeySecretRef: { name: 'letsencrypt-wild' },
      solvers: [{ dns01: { webhook: { groupName: 'acme.syseleven.de', solverName: 'designatedns' } } }],
    });
  });

  test("external-dns reads Istio's gateways, and marks its records as the cluster's", () => {
    const [container] = object(cluster, 'Deployment', 'external-dns').spec.template.spec.containers;
    expect(container.args).toEqual([
      '--log-level=info',
      '--log-format=text',
      '--domain-filter=mcsps.telekomcloud.com',
      '--policy=sync',
      '--provider=webhook',
      '--registry=txt',
      '--interval=1m',
      '--txt-owner-id=$(K8S_NAME)',
      '--txt-prefix=_$(K8S_NAME)_',
      '--source=service',
      '--source=ingress',
      '--source=istio-gateway',
    ]);
    expect(container.env).toEqual([{ name: 'K8S_NAME', value: cluster }]);
  });
});

test('the API servers behind Rancher are asked for by their ids', () => {
  const servers = rancher.mesh.clusters.map(({ name, spec }) => `${name} ${spec.server}`);
  expect(servers).toEqual([
    'mcsps-test-k8s-01 https://kubernetes.default.svc',
    'mcsps-test-k8s-02 https://raseed-test.external.otc.telekomcloud.com/k8s/clusters/c-pzk8b',
    'raseed-test https://raseed-test.external.otc.telekomcloud.com/k8s/clusters/local',
  ]);
});
