import type { Broken, Fields } from './broken';
import {
  add,
  annotations,
  cluster,
  CLUSTERS,
  labels,
  MAIN,
  needle,
  podMetadata,
  service,
  type Needle,
} from './needle';

const sameEverywhere: readonly Needle[] = [
  needle('MW1001', ['MW1001 cluster-0009 IstioOperator istio-system/istio-pilot'], (mesh) => {
    mesh.spec(cluster(9), 'IstioOperator', 'istio-pilot')['meshConfig'].enableAutoMtls = false;
  }),
  needle('MW1002', [`MW1002 cluster-0000 VirtualService ${service(2)}`], (mesh) =>
    mesh.remove(cluster(3), 'VirtualService', service(2)),
  ),
  needle('MW1003', [`MW1003 cluster-0004 VirtualService ${service(3)}`], (mesh) => {
    mesh.spec(cluster(4), 'VirtualService', service(3))['http'][1].timeout = '50s';
  }),
  needle('MW1004', ['MW1004 cluster-0005 ConfigMap istio-system/istio-ca-root-cert'], (mesh) => {
    const { data } = mesh.object(cluster(5), 'ConfigMap', 'istio-ca-root-cert') as { data: Fields };
    data['root-cert.pem'] = (data['root-cert.pem'] as string).replace('bWVzaCByb290', 'b3RoZXIgcm9vdA==');
  }),
  needle(
    'MW1005',
    [`MW1005 cluster-0004 Service ${service(5)}`, `IST0170 cluster-0004 Service ${service(5)}`],
    (mesh) => {
      mesh.spec(cluster(4), 'Service', service(5))['ports'][0].port = 8080;
    },
  ),
  needle('MW1006', [`MW1006 cluster-0006 Deployment ${service(6)}`], (mesh) => {
    podMetadata(mesh, cluster(6), service(6))['labels']['topology.istio.io/network'] = 'net-cluster-0007';
  }),
  needle('MW1007', ['MW1007 cluster-0008 Namespace team-008'], (mesh) => {
    labels(mesh, cluster(8), 'Namespace', 'team-008')['istio.io/rev'] = 'old';
  }),
  needle(
    'MW1008',
    ['istio-base', 'istio-ewgw', 'istio-igws', 'istio-pilot'].map(
      (name) => `MW1008 cluster-0007 IstioOperator istio-system/${name}`,
    ),
    (mesh) => {
      for (const name of ['istio-base', 'istio-ewgw', 'istio-igws', 'istio-pilot'])
        mesh.spec(cluster(7), 'IstioOperator', name)['values'].global.multiCluster.clusterName = cluster(0);
    },
  ),
  needle('MW1009', ['MW1009 outpost ServiceEntry istio-system/api'], (mesh) => {
    mesh.add(['outpost', 'Namespace', 'istio-system'], {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: 'api', namespace: 'istio-system' },
      spec: {
        hosts: ['far.example.com'],
        resolution: 'DNS',
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      },
    });
  }),
];

const arrival: readonly Needle[] = [
  needle('MW1101', [`MW1101 ${MAIN} VirtualService shop/stock`], (mesh) => {
    mesh.spec(MAIN, 'Service', 'shop/stock')['selector'] = { app: 'stok' };
  }),
  needle('MW1102', ['MW1102 cluster-0008 IstioOperator istio-system/istio-base'], (mesh) => {
    mesh.remove(cluster(8), 'Gateway', 'cross-network-gateway');
    const [gateway] = mesh.spec(cluster(8), 'IstioOperator', 'istio-ewgw')['components']
      .ingressGateways as Fields[];
    delete gateway!['label']['topology.istio.io/network'];
  }),
  needle('MW1103', ['MW1103 cluster-0002 Gateway istio-system/cross-network-gateway'], (mesh) => {
    mesh.spec(cluster(2), 'Gateway', 'cross-network-gateway')['servers'][0].tls.mode = 'PASSTHROUGH';
  }),
  needle('MW1104', ['MW1104 cluster-0003 IstioOperator istio-system/istio-ewgw'], (mesh) => {
    const [gateway] = mesh.spec(cluster(3), 'IstioOperator', 'istio-ewgw')['components']
      .ingressGateways as Fields[];
    delete gateway!['label']['topology.istio.io/network'];
  }),
  needle(
    'MW1105',
    [
      ...everywhere(`MW1105 VirtualService ${service(14)}`, [cluster(5)]),
      `MW1003 cluster-0005 DestinationRule ${service(14)}`,
      `IST0101 cluster-0005 VirtualService ${service(14)}`,
    ],
    (mesh) => {
      mesh.spec(cluster(5), 'DestinationRule', service(14))['subsets'][0].name = 'v2';
    },
  ),
  needle('MW1106', [`MW1106 ${MAIN} Gateway shop/raw`], (mesh) =>
    add(mesh, 'Gateway', 'shop', 'raw', {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 443, name: 'tcp', protocol: 'TCP' }, hosts: ['*'] }],
    }),
  ),
  needle('MW1107', ['MW1107 cluster-0006 VirtualService istio-system/istiod-vs'], (mesh) => {
    mesh.spec(cluster(6), 'VirtualService', 'istiod-vs')['tls'][0].route[0].destination.port.number = 15010;
  }),
  needle('MW1108', ['MW1108 cluster-0009 Sidecar team-009/known'], (mesh) =>
    mesh.add([cluster(9), 'Namespace', 'team-009'], {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name: 'known', namespace: 'team-009' },
      spec: {
        workloadSelector: { labels: { app: 'service-0090' } },
        egress: [{ hosts: ['shop/plain.shop.svc.cluster.local', './*', 'istio-system/*'] }],
      },
    }),
  ),
];

const failover: readonly Needle[] = [
  needle('MW1201', [`MW1201 ${MAIN} DestinationRule shop/outlier`], (mesh) => {
    delete mesh.spec(MAIN, 'DestinationRule', 'shop/outlier')['trafficPolicy'].outlierDetection;
  }),
  needle('MW1202', [`MW1202 cluster-0002 DestinationRule ${service(21)}`], (mesh) => {
    locality(mesh, cluster(2), service(21))['distribute'] = [
      { from: 'earth/cluster-0002/*', to: { 'earth/cluster-0002/*': 90, 'earth/cluster-0020/*': 10 } },
    ];
  }),
  needle('MW1203', [`MW1203 ${MAIN} DestinationRule shop/local`], (mesh) => {
    locality(mesh, MAIN, 'shop/local')['distribute'][0].to = {
      'earth/cluster-0001/*': 80,
      'earth/cluster-0002/*': 20,
    };
  }),
  needle('MW1205', [`MW1205 ${MAIN} DestinationRule shop/prior`], (mesh) => {
    locality(mesh, MAIN, 'shop/prior')['failoverPriority'] = ['tier=gold'];
  }),
  needle('MW1206', [`MW1206 ${MAIN} WorkloadEntry racks/nowhere`], (mesh) => {
    delete mesh.spec(MAIN, 'WorkloadEntry', 'racks/nowhere')['locality'];
  }),
  needle('MW1207', everywhere(`MW1207 VirtualService ${service(27)}`), (mesh) => {
    for (const one of CLUSTERS)
      mesh.spec(one, 'DestinationRule', service(27))['subsets'][0].labels['topology.istio.io/cluster'] =
        cluster(3);
  }),
  needle('MW1208', [`MW1208 ${MAIN} DestinationRule shop/partner`], (mesh) => {
    const spec = mesh.spec(MAIN, 'ServiceEntry', 'shop/partner');
    spec['resolution'] = 'DNS';
    (spec['endpoints'] as Fields[]).forEach(
      (one, index) => (one['address'] = `api-${index}.partner.example`),
    );
  }),
  needle(
    'MW1209',
    [
      `MW1209 cluster-0002 DestinationRule ${service(29)}`,
      `MW1003 cluster-0002 DestinationRule ${service(29)}`,
    ],
    (mesh) => {
      delete mesh.spec(cluster(2), 'DestinationRule', service(29))['trafficPolicy'].outlierDetection
        .maxEjectionPercent;
    },
  ),
];

const permission: readonly Needle[] = [
  needle('MW1301', [`MW1301 ${MAIN} Ingress shop/plain`], (mesh) =>
    mesh.add([MAIN, 'Namespace', 'shop'], {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'plain', namespace: 'shop' },
      spec: {
        ingressClassName: 'nginx',
        rules: [
          {
            host: 'plain.example.org',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'plain', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    }),
  ),
  needle('MW1302', [`MW1302 ${MAIN} Deployment shop/probed`], (mesh) => {
    const { template } = mesh.spec(MAIN, 'Deployment', 'shop/probed') as { template: Fields };
    template['spec'].containers[0].readinessProbe = { httpGet: { path: '/health', port: 8080 } };
    podMetadata(mesh, MAIN, 'shop/probed')['annotations']['sidecar.istio.io/rewriteAppHTTPProbers'] = 'false';
  }),
  needle('MW1303', [`MW1303 ${MAIN} Deployment shop/counted`], (mesh) => {
    Object.assign(podMetadata(mesh, MAIN, 'shop/counted')['annotations'] as Fields, {
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '8080',
      'prometheus.istio.io/merge-metrics': 'false',
    });
  }),
  needle('MW1304', [`MW1304 ${MAIN} DestinationRule shop/secret`], (mesh) => {
    mesh.spec(MAIN, 'DestinationRule', 'shop/secret')['trafficPolicy'].tls.mode = 'DISABLE';
  }),
  needle('MW1305', [`MW1305 cluster-0006 AuthorizationPolicy ${service(35)}`], (mesh) => {
    mesh.spec(cluster(6), 'AuthorizationPolicy', service(35))['rules'][0].from[0].source.principals = [
      'cluster.local/ns/team-999/sa/service-0034',
    ];
  }),
  needle(
    'MW1306',
    ['front', 'cart'].map((name) => `MW1306 ${MAIN} AuthorizationPolicy shop/${name}`),
    (mesh) => {
      mesh.spec(MAIN, 'AuthorizationPolicy', 'shop/cart')['rules'][0].to[0].operation.paths = ['/basket*'];
      mesh.spec(MAIN, 'AuthorizationPolicy', 'shop/front')['rules'][0].from[0].source.namespaces = ['shop'];
    },
  ),
  needle('MW1307', [`MW1307 cluster-0006 AuthorizationPolicy ${service(37)}`], (mesh) => {
    mesh.spec(cluster(6), 'AuthorizationPolicy', service(37))['rules'][0].to[0].operation.ports = ['80'];
  }),
  needle('MW1311', [`MW1311 ${MAIN} NetworkPolicy team-007/control`], (mesh) =>
    close(mesh, 'team-007/control', 'egress', 15012),
  ),
  needle('MW1312', [`MW1312 ${MAIN} NetworkPolicy team-007/names`], (mesh) =>
    close(mesh, 'team-007/names', 'egress', 53),
  ),
  needle('MW1313', [`MW1313 ${MAIN} NetworkPolicy team-007/abroad`], (mesh) =>
    close(mesh, 'team-007/abroad', 'egress', 15443),
  ),
  needle('MW1314', [`MW1314 ${MAIN} NetworkPolicy shop/cart`], (mesh) => {
    (mesh.spec(MAIN, 'NetworkPolicy', 'shop/cart')['ingress'] as object[]).shift();
  }),
  needle('MW1315', [`MW1315 ${MAIN} NetworkPolicy shop/watched`], (mesh) =>
    close(mesh, 'shop/watched', 'ingress', 15020),
  ),
  needle('MW1316', [`MW1316 ${MAIN} NetworkPolicy tunnels/far`], (mesh) =>
    close(mesh, 'tunnels/far', 'ingress', 15008),
  ),
];

const entry = (mesh: Broken, name: string) => mesh.spec(MAIN, 'WorkloadEntry', `racks/${name}`);

const machines: readonly Needle[] = [
  needle(
    'MW1401',
    [`MW1401 ${MAIN} WorkloadEntry racks/door`, `IST0133 ${MAIN} WorkloadEntry racks/door`],
    (mesh) => {
      delete entry(mesh, 'door')['address'];
      entry(mesh, 'door')['network'] = 'basement';
    },
  ),
  needle('MW1402', [`MW1402 ${MAIN} WorkloadEntry racks/account`], (mesh) => {
    entry(mesh, 'account')['serviceAccount'] = 'acount';
  }),
  needle('MW1403', [`MW1403 ${MAIN} WorkloadEntry racks/orphan`], (mesh) => {
    entry(mesh, 'orphan')['labels'] = { app: 'orphaned' };
  }),
  needle('MW1404', [`MW1404 ${MAIN} WorkloadEntry racks/port`], (mesh) => {
    entry(mesh, 'port')['ports'] = { web: 9090 };
  }),
  needle('MW1405', [`MW1405 ${MAIN} WorkloadGroup racks/probe`], (mesh) => {
    mesh.spec(MAIN, 'WorkloadGroup', 'racks/probe')['probe'].httpGet.port = 9090;
  }),
  needle('MW1406', [`MW1406 ${MAIN} WorkloadEntry racks/twin`], (mesh) => {
    entry(mesh, 'twin')['address'] = entry(mesh, 'service')['address'];
  }),
  needle('MW1407', [`MW1407 ${MAIN} WorkloadEntry racks/network`], (mesh) => {
    entry(mesh, 'network')['network'] = 'net-clutser-0001';
  }),
  needle('MW1408', [`MW1408 ${MAIN} WorkloadEntry racks/place`], (mesh) => {
    entry(mesh, 'place')['locality'] = 'eatrh/cluster-0001';
  }),
  needle('MW1409', [`MW1409 ${MAIN} MachineBundle shop/virt-01`], (mesh) => {
    mesh.spec(MAIN, 'WorkloadGroup', 'shop/virtual')['metadata'].labels.tier = 'back';
  }),
  needle('MW1410', [`MW1410 ${MAIN} MachineBundle shop/virt-02`], (mesh) =>
    mesh.remove(MAIN, 'WorkloadGroup', 'shop/joined'),
  ),
];

const delivery: readonly Needle[] = [
  needle('MW1501', ['MW1501 cluster-0003 Secret istio-system/istio-remote-secret-cluster-0002'], (mesh) =>
    mesh.remove(cluster(2), 'Secret', 'istio-remote-secret-cluster-0003'),
  ),
  needle('MW1502', [`MW1502 ${MAIN} Gateway shop/front`], (mesh) => {
    (mesh.object(MAIN, 'Certificate', 'shop-tls')['metadata'] as Fields)['namespace'] = 'shop';
  }),
  needle('MW1511', ['MW1511 hub ApplicationSet argocd/bench'], (mesh) => {
    const spec = mesh.spec('hub', 'AppProject', 'bench');
    spec['clusterResourceWhitelist'] = (spec['clusterResourceWhitelist'] as { kind: string }[]).filter(
      ({ kind }) => kind !== 'IngressClass',
    );
  }),
  needle('MW1512', ['MW1512 hub ApplicationSet argocd/bench'], (mesh) =>
    mesh.add(['hub', 'Application', 'hub-argocd-settings'], {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: 'again',
        namespace: 'argocd',
        annotations: { 'argocd.argoproj.io/sync-wave': '9' },
      },
      spec: {
        project: 'bench',
        source: {
          repoURL: 'https://git.example.org/platform.git',
          path: 'dist/bench/cluster-0008/service-0052',
          targetRevision: 'main',
        },
        destination: { server: 'https://cluster-0008.example.org:6443', namespace: 'team-005' },
      },
    }),
  ),
  needle('MW1513', [`MW1513 ${MAIN} Widget quiet/first`], (mesh) => {
    annotations(mesh, MAIN, 'CustomResourceDefinition', 'widgets.shop.example.org')[
      'argocd.argoproj.io/sync-wave'
    ] = '5';
  }),
  needle('MW1514', ['MW1514 hub ApplicationSet argocd/bench-istio'], (mesh) => {
    const { template } = mesh.spec('hub', 'ApplicationSet', 'bench-istio') as { template: Fields };
    template['spec'].ignoreDifferences.push({ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec'] });
  }),
];

export const meshNeedles: readonly Needle[] = [
  ...sameEverywhere,
  ...arrival,
  ...failover,
  ...permission,
  ...machines,
  ...delivery,
];

/** Its setting of localities. */
function locality(mesh: Broken, where: string, rule: string): Fields {
  return mesh.spec(where, 'DestinationRule', rule)['trafficPolicy'].loadBalancer.localityLbSetting as Fields;
}

/** One port less in what a NetworkPolicy lets out or in. */
function close(mesh: Broken, policy: string, direction: 'ingress' | 'egress', closed: number): void {
  const spec = mesh.spec(MAIN, 'NetworkPolicy', policy);
  spec[direction] = (spec[direction] as { ports: { port: number }[] }[])
    .map((rule) => ({ ...rule, ports: rule.ports.filter(({ port }) => port !== closed) }))
    .filter(({ ports }) => ports.length > 0);
}

/** What is found of the same in each cluster. */
function everywhere(text: string, but: readonly string[] = []): readonly string[] {
  return CLUSTERS.filter((one) => !but.includes(one)).map((one) => {
    const [code, ...rest] = text.split(' ');
    return [code, one, ...rest].join(' ');
  });
}
