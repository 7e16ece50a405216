import { brief, Subject, type Broken } from './broken';

/**
 * What people really do to a mesh, and the finding that says so: `[what, how, findings]`. No other finding of level
 * Error may be there.
 */
type Fault = readonly [what: string, breakIt: (mesh: Broken) => void, ...findings: string[]];

const faults: Readonly<Record<string, readonly Fault[]>> = {
  'multi-primary': [
    [
      'two clusters have their networks swapped',
      (mesh) => {
        for (const name of ['istio-pilot']) {
          mesh.spec('kube-01', 'IstioOperator', name)['values'].global.network = 'network2';
          mesh.spec('kube-02', 'IstioOperator', name)['values'].global.network = 'network1';
        }
      },
      'MW1006',
    ],
    [
      'copied documents keep the cluster name of the other one',
      (mesh) => {
        for (const name of ['istio-base', 'istio-cni', 'istio-pilot', 'istio-igws', 'istio-ewgw'])
          mesh.spec('kube-02', 'IstioOperator', name)['values'].global.multiCluster.clusterName = 'kube-01';
      },
      'MW1008',
    ],
    [
      'one cluster has another trust domain',
      (mesh) => {
        mesh.spec('kube-02', 'IstioOperator', 'istio-pilot')['meshConfig'].trustDomain = 'kube-02.local';
      },
      'MW1001',
    ],
    [
      "the VirtualService is missing in the other client's cluster",
      (mesh) => mesh.remove('kube-02', 'VirtualService', 'httpbin/httpbin'),
      'MW1002',
    ],
    [
      'the east-west gateway ends TLS instead of passing it on',
      (mesh) => {
        mesh.spec('kube-01', 'Gateway', 'cross-network-gateway')['servers'][0].tls.mode = 'PASSTHROUGH';
      },
      'MW1103 kube-01 Gateway istio-system/cross-network-gateway',
    ],
    [
      'the east-west gateway has lost the label of its network',
      (mesh) => {
        delete mesh.spec('kube-02', 'IstioOperator', 'istio-ewgw')['components'].ingressGateways[0].label[
          'topology.istio.io/network'
        ];
      },
      'MW1104',
    ],
    [
      'the namespace still asks for the revision of the last upgrade',
      (mesh) => {
        mesh.object('kube-01', 'Namespace', 'httpbin')['metadata'].labels['istio.io/rev'] = '1-28-0';
      },
      'MW1007 kube-01 Namespace httpbin',
    ],
    [
      'the route names a port that the Service does not have',
      (mesh) => {
        mesh.spec('kube-01', 'VirtualService', 'httpbin/httpbin')[
          'http'
        ][0].route[0].destination.port.number = 8080;
      },
      'IST0101 kube-01 VirtualService httpbin/httpbin',
    ],
    [
      "the machine's service account is called otherwise",
      (mesh) => {
        mesh.spec('kube-01', 'WorkloadGroup', 'httpbin/httpbin')['template'].serviceAccount = 'httpbin-vm';
      },
      'MW14',
    ],
    [
      'a DestinationRule turns mutual TLS off where it is demanded',
      (mesh) => {
        mesh.spec('kube-01', 'DestinationRule', 'httpbin/httpbin')['trafficPolicy'].tls = { mode: 'DISABLE' };
      },
      'MW1304 kube-01 DestinationRule httpbin/httpbin',
    ],
  ],
  'active-standby': [
    [
      'failover without outlier detection',
      (mesh) => {
        delete mesh.spec('active-cluster', 'DestinationRule', 'ns-a/app-a')['trafficPolicy'].outlierDetection;
      },
      'IST0133 active-cluster DestinationRule ns-a/app-a',
    ],
    [
      'failover by a label that no endpoint has',
      (mesh) => {
        mesh.spec('mgmt-cluster', 'DestinationRule', 'istio-system/abc')[
          'trafficPolicy'
        ].loadBalancer.localityLbSetting.failoverPriority = ['site=active-cluster'];
      },
      'MW12',
    ],
    [
      'an AuthorizationPolicy forgets the gateway',
      (mesh) => {
        mesh.spec('active-cluster', 'AuthorizationPolicy', 'ns-a/abc')['rules'][0].from[0].source.namespaces =
          ['ns-b', 'ns-c'];
      },
      'MW1306',
    ],
    [
      'an AuthorizationPolicy names a namespace that there is not',
      (mesh) => {
        mesh
          .spec('active-cluster', 'AuthorizationPolicy', 'ns-b/abc')
          ['rules'][0].from[0].source.namespaces.push('ns-d');
      },
      'IST0101 active-cluster AuthorizationPolicy ns-b/abc',
    ],
    [
      'the gateway selects pods that there are not',
      (mesh) => {
        mesh.spec('standby-cluster', 'Gateway', 'istio-system/abc')['selector'] = { istio: 'ingress' };
      },
      'IST0101 standby-cluster Gateway istio-system/abc',
    ],
    [
      'the tier-1 route leads to a host with a slip of the pen',
      (mesh) => {
        mesh.spec('mgmt-cluster', 'VirtualService', 'istio-system/abc')['http'][0].route[0].destination.host =
          'tier2.abc.tetrate.prod';
      },
      'IST0101 mgmt-cluster VirtualService istio-system/abc',
    ],
    [
      'the Service selects no pod any more',
      (mesh) => {
        mesh.spec('active-cluster', 'Service', 'ns-a/app-a')['selector'] = { app: 'app-aa' };
        mesh.spec('standby-cluster', 'Service', 'ns-a/app-a')['selector'] = { app: 'app-aa' };
      },
      'MW1101',
    ],
    [
      'the ports of a Service differ between the clusters',
      (mesh) => {
        mesh.spec('standby-cluster', 'Service', 'ns-a/app-a')['ports'][0].port = 8080;
      },
      'MW1005',
    ],
    [
      'the ServiceEntry has no address for its hosts to go to',
      (mesh) => {
        mesh.spec('mgmt-cluster', 'ServiceEntry', 'istio-system/abc')['resolution'] = 'BOGUS';
      },
      'IST0106 mgmt-cluster ServiceEntry istio-system/abc',
    ],
    [
      'a DestinationRule is for a host with a slip of the pen',
      (mesh) => {
        mesh.spec('active-cluster', 'DestinationRule', 'ns-c/app-c')['host'] = 'app-c.ns-b.svc.cluster.local';
      },
      'IST0174 active-cluster DestinationRule ns-c/app-c',
    ],
  ],
  vcluster: [
    [
      'the two virtual clusters are said to be on two networks',
      (mesh) => {
        mesh.spec('vc2', 'IstioOperator', 'istiooperator')['values'].global.network = 'network2';
      },
      'MW1102',
      'MW1006 vc2',
    ],
    [
      'the mesh IDs differ',
      (mesh) => {
        mesh.spec('vc2', 'IstioOperator', 'istiooperator')['values'].global.meshID = 'mesh2';
      },
      'MW1001',
    ],
    [
      'a field is misspelt',
      (mesh) => {
        const spec = mesh.spec('vc1', 'Deployment', 'sample/helloworld-v1')['template'].spec;
        spec.containers[0].imagePullPolcy = 'Always';
      },
      'MW0002 vc1 Deployment sample/helloworld-v1',
    ],
    [
      'the document asks for a component that there is not',
      (mesh) => {
        mesh.spec('vc1', 'IstioOperator', 'istiooperator')['components'].pilots = { enabled: true };
      },
      'IST0106 vc1 IstioOperator istio-system/istiooperator',
    ],
    [
      'a quantity is written in a unit that there is not',
      (mesh) => {
        mesh.spec('vc1', 'Deployment', 'sample/helloworld-v1')[
          'template'
        ].spec.containers[0].resources.limits.memory = '128MB';
      },
      'MW0002 vc1 Deployment sample/helloworld-v1',
    ],
    [
      'the selector of a Deployment does not match its pods',
      (mesh) => {
        mesh.spec('vc1', 'Deployment', 'sample/helloworld-v1')['selector'].matchLabels.version = 'v3';
      },
      'MW0002 vc1 Deployment sample/helloworld-v1',
    ],
    [
      'the Service has two ports without names',
      (mesh) => {
        const ports = mesh.spec('vc1', 'Service', 'sample/helloworld')['ports'] as object[];
        ports.splice(0, ports.length, { port: 5000 }, { port: 5001 });
      },
      'MW0002 vc1 Service sample/helloworld',
    ],
    [
      'the namespace of the application is missing',
      (mesh) => mesh.remove('vc1', 'Namespace', 'sample'),
      'MW0005',
    ],
    [
      'a constraint of Gatekeeper has lost its parameters',
      (mesh) => {
        mesh.spec('vc-host', 'K8sPSPAllowedUsers', 'vcluster-allowed-users')['paramters'] = {};
      },
      'MW0002 vc-host K8sPSPAllowedUsers vcluster-allowed-users',
    ],
    [
      'pods of sleep run as the user of the sidecar',
      (mesh) => {
        mesh.spec('vc1', 'Deployment', 'sample/sleep')[
          'template'
        ].spec.containers[0].securityContext.runAsUser = 1337;
      },
      'IST0144 vc1 Deployment sample/sleep',
    ],
  ],
  rancher: [
    [
      'NetworkPolicies forget 15012',
      (mesh) => {
        const spec = mesh.spec('mcsps-test-k8s-01', 'NetworkPolicy', 'istio-system/np-istio-ports');
        for (const rule of spec['ingress'])
          rule.ports = rule.ports.filter(({ port }: { port: number }) => port !== 15012);
        mesh.spec('mcsps-test-k8s-01', 'NetworkPolicy', 'istio-system/np-istio')['ingress'] = [
          { from: [{ podSelector: {} }] },
        ];
      },
      'MW1311',
    ],
    [
      'NetworkPolicies forget DNS',
      (mesh) => {
        const spec = mesh.spec('mcsps-test-k8s-01', 'NetworkPolicy', 'istio-system/np-istio-ports');
        for (const rule of spec['egress'])
          rule.ports = rule.ports.filter(({ port }: { port: number }) => port !== 53);
        mesh.spec('mcsps-test-k8s-01', 'NetworkPolicy', 'istio-system/np-istio')['egress'] = [
          { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'sample' } } }] },
        ];
      },
      'MW1312',
    ],
    [
      'a NetworkPolicy names the port of the Service instead of that of the gateway',
      (mesh) => {
        const spec = mesh.spec('mcsps-test-k8s-01', 'NetworkPolicy', 'istio-system/np-istio-ports');
        for (const rule of spec['ingress'])
          rule.ports = rule.ports.filter(({ port }: { port: number }) => port !== 8080 && port !== 8443);
      },
      'MW1314',
    ],
    [
      'the NetworkPolicy closes the way between the networks',
      (mesh) => {
        const spec = mesh.spec('mcsps-test-k8s-01', 'NetworkPolicy', 'istio-system/np-istio-ports');
        for (const rule of spec['ingress'])
          rule.ports = rule.ports.filter(({ port }: { port: number }) => port !== 15443);
      },
      'MW1313',
    ],
    [
      'a subset that no DestinationRule defines',
      (mesh) => {
        mesh.spec('mcsps-test-k8s-01', 'VirtualService', 'sample/helloworld')[
          'http'
        ][0].route[1].destination.subset = 'v3';
      },
      'IST0101 mcsps-test-k8s-01 VirtualService sample/helloworld',
    ],
    [
      'a subset that no pod of any cluster has',
      (mesh) => {
        for (const cluster of ['mcsps-test-k8s-01', 'mcsps-test-k8s-02'])
          mesh.spec(cluster, 'DestinationRule', 'sample/helloworld')['subsets'][1].labels.version = 'v22';
      },
      'IST0173',
    ],
    [
      'the certificate goes to a Secret of another name',
      (mesh) => {
        mesh.spec('mcsps-test-k8s-01', 'Certificate', 'istio-system/helloistio')['secretName'] = 'helloistio';
      },
      'IST0101 mcsps-test-k8s-01 Gateway istio-system/helloworld-ssl-gateway',
    ],
    [
      'a weight in quotes',
      (mesh) => {
        mesh.spec('mcsps-test-k8s-01', 'VirtualService', 'sample/helloworld')['http'][0].route[0].weight =
          '10';
      },
      'IST0106 mcsps-test-k8s-01 VirtualService sample/helloworld',
    ],
    [
      'the same object in two components',
      (mesh) => {
        mesh.add(
          ['mcsps-test-k8s-01', 'Gateway', 'cross-network-gateway'],
          structuredClone(mesh.object('mcsps-test-k8s-01', 'Service', 'sample/helloworld')),
        );
      },
      'MW0004 mcsps-test-k8s-01 Service sample/helloworld',
    ],
    [
      'the DestinationRule is missing in one of the clusters',
      (mesh) => {
        mesh.remove('mcsps-test-k8s-02', 'DestinationRule', 'sample/helloworld');
      },
      'IST0101 mcsps-test-k8s-02 VirtualService',
      'MW1105 mcsps-test-k8s-01 VirtualService',
    ],
  ],
  'edge-tunnel': [
    [
      'a label that is too long',
      (mesh) => {
        mesh.object('ohio', 'Pod', 'plumbr/plumbr-example-a')['metadata'].labels = { app: 'x'.repeat(64) };
      },
      'MW0003 ohio Pod plumbr/plumbr-example-a',
    ],
    [
      'a Pod without containers',
      (mesh) => {
        mesh.spec('ohio', 'Pod', 'plumbr/plumbr-example-a')['containers'] = [];
      },
      'MW0002 ohio Pod plumbr/plumbr-example-a',
    ],
    [
      'the Pod asks for an image with no name',
      (mesh) => {
        mesh.spec('ohio', 'Pod', 'plumbr/plumbr-example-a')['containers'][0].image = '';
      },
      'MW0002 ohio Pod plumbr/plumbr-example-a',
    ],
    [
      'the volume that is mounted is not there',
      (mesh) => {
        mesh.spec('mumbai', 'Pod', 'plumbr/plumbr-example-b')['volumes'] = [];
      },
      'MW0002 mumbai Pod plumbr/plumbr-example-b',
    ],
    [
      'an object of a kind that nobody knows',
      (mesh) => {
        mesh.object('ohio', 'NetworkAttachmentDefinition', 'plumbr/br-plumr-config')['kind'] =
          'NetworkAttachmentDefintion';
      },
      'MW0001 ohio NetworkAttachmentDefintion plumbr/br-plumr-config',
      // Nor does Argo CD know it: the project lists the right kind.
      'MW1511 ohio ApplicationSet argocd/edge-tunnel',
    ],
    ['the namespace is missing', (mesh) => mesh.remove('ohio', 'Namespace', 'plumbr'), 'MW0005'],
    [
      'a ConfigMap with a number for a text',
      (mesh) => {
        const configMap = mesh.object('ohio', 'ConfigMap', 'plumbr/plumbr-entrypoint-config');
        configMap['data'] = { port: 9001 };
      },
      'MW0002 ohio ConfigMap plumbr/plumbr-entrypoint-config',
    ],
    [
      'a name that no object may have',
      (mesh) => {
        mesh.object('mumbai', 'ConfigMap', 'plumbr/plumbr-entrypoint-config')['metadata'].name =
          'Plumbr_Config';
      },
      'MW0003 mumbai ConfigMap plumbr/Plumbr_Config',
    ],
    [
      'an unknown restart policy',
      (mesh) => {
        mesh.spec('mumbai', 'Pod', 'plumbr/plumbr-example-b')['restartPolicy'] = 'Sometimes';
      },
      'MW0002 mumbai Pod plumbr/plumbr-example-b',
    ],
    [
      'the same Pod twice',
      (mesh) => {
        mesh.add(
          ['ohio', 'Pod', 'plumbr/plumbr-example-a'],
          structuredClone(mesh.object('ohio', 'Pod', 'plumbr/plumbr-example-a')),
        );
      },
      'MW0004 ohio Pod plumbr/plumbr-example-a',
    ],
  ],
};

describe.each(Object.entries(faults))('%s', (name, list) => {
  const subject = Subject.named(name);

  test('as it is, has nothing that is wrong', () => {
    expect(
      subject
        .findings()
        .filter(({ level }) => level !== 'Info')
        .map(brief),
    ).toEqual([]);
  });

  test.each(list.map(([what, breakIt, ...findings]) => [what, breakIt, findings] as const))(
    '%s',
    (_, breakIt, expected) => {
      const found = subject.findings(breakIt).filter(({ level }) => level !== 'Info');
      const texts = found.map(brief);
      for (const wanted of expected) expect(texts).toContainEqual(expect.stringContaining(wanted));
      const isMeant = (text: string) => expected.some((wanted) => text.startsWith(wanted));
      const beside = found.filter((one) => one.level === 'Error' && !isMeant(brief(one)));
      expect(beside.map((one) => `${brief(one)}: ${one.message}`)).toEqual([]);
    },
  );
});

test('there are ten for each of the five meshes', () => {
  expect(Object.values(faults).map((list) => list.length)).toEqual([10, 10, 10, 10, 10]);
});
