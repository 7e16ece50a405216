import type { Broken, Fields } from './broken';
import { add, annotations, cluster, labels, MAIN, needle, podMetadata, service, type Needle } from './needle';

const webhook = (name: string, url: string): Fields => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name },
  webhooks: [
    {
      name: 'validation.istio.io',
      clientConfig: { url },
      namespaceSelector: { matchLabels: { nobody: 'has-this' } },
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
    },
  ],
});

const httpFilter = (name: string) => ({
  name,
  typed_config: {
    '@type': 'type.googleapis.com/envoy.extensions.filters.http.buffer.v3.Buffer',
    max_request_bytes: 1000,
  },
});

/** An EnvoyFilter with one patch, for the workload `listed`. */
function addFilter(mesh: Broken, name: string, patch: Fields, priority?: number): void {
  const workloadSelector = { labels: { app: 'listed' } };
  add(mesh, 'EnvoyFilter', 'quiet', name, {
    ...(priority && { priority }),
    workloadSelector,
    configPatches: [patch],
  });
}

const gateway = (name: string, host: string, number = 80): Fields => ({
  selector: { istio: 'ingressgateway' },
  servers: [{ port: { number, name: `http-${name}`, protocol: 'HTTP' }, hosts: [host] }],
});

/** The version of a definition of the Gateway API. */
const definition = (kind: string, plural: string, version: string): Fields => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: `${plural}.gateway.networking.k8s.io`,
    annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/gateway-api/pull/1' },
  },
  spec: {
    group: 'gateway.networking.k8s.io',
    names: { kind, plural },
    scope: 'Namespaced',
    versions: [
      { name: version, served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
    ],
  },
});

const objects: readonly Needle[] = [
  needle('IST0002', [`IST0002 ${MAIN} VirtualService shop/slow`], (mesh) =>
    add(mesh, 'VirtualService', 'shop', 'slow', {
      exportTo: ['.'],
      hosts: ['local.shop.svc.cluster.local'],
      http: [
        {
          fault: { delay: { percent: 5, fixedDelay: '5s' } },
          route: [{ destination: { host: 'local', port: { number: 80 } } }],
        },
      ],
    }),
  ),
  needle(
    'IST0101',
    ['IST0101', 'MW1003'].map((code) => `${code} cluster-0003 VirtualService ${service(40)}`),
    (mesh) => {
      mesh.spec(cluster(3), 'VirtualService', service(40))['http'][1].route[0].destination.subset = 'v2';
    },
  ),
  needle('IST0102', [`IST0102 ${MAIN} Namespace lonely`], (mesh) =>
    mesh.add([MAIN, 'Namespace', 'quiet'], {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'lonely' },
    }),
  ),
  needle('IST0103', ['IST0103 cluster-0009 Pod tools/bare'], (mesh) => {
    delete labels(mesh, cluster(9), 'Pod', 'tools/bare')['sidecar.istio.io/inject'];
  }),
  needle('IST0106', [`IST0106 cluster-0003 VirtualService ${service(41)}`], (mesh) => {
    mesh.spec(cluster(3), 'VirtualService', service(41))['http'][0].route[0].weight = '100';
  }),
  needle('IST0107', [`IST0107 cluster-0003 Service ${service(42)}`], (mesh) => {
    annotations(mesh, cluster(3), 'Service', service(42))['sidecar.istio.io/proxyCPU'] = '100m';
  }),
  needle('IST0108', [`IST0108 cluster-0003 Service ${service(43)}`], (mesh) => {
    annotations(mesh, cluster(3), 'Service', service(43))['networking.istio.io/exportto'] = '.';
  }),
  needle('IST0112', [`IST0112 ${MAIN} VirtualService shop/plain`], (mesh) => {
    mesh
      .spec(MAIN, 'Service', 'shop/plain')
      ['ports'].push({ name: 'http-admin', port: 81, targetPort: 8081 });
    add(mesh, 'VirtualService', 'shop', 'plain', {
      exportTo: ['.'],
      hosts: ['plain.shop.svc.cluster.local'],
      http: [{ route: [{ destination: { host: 'plain' } }] }],
    });
  }),
  needle('IST0116', [`IST0116 ${MAIN} Deployment shop/watched`], (mesh) => {
    mesh
      .spec(MAIN, 'Service', 'shop/watched')
      ['ports'].push({ name: 'http3', port: 80, protocol: 'UDP', targetPort: 8443 });
  }),
  needle('IST0118', [`IST0118 ${MAIN} Service shop/counted`], (mesh) => {
    mesh.spec(MAIN, 'Service', 'shop/counted')['ports'].push({ name: 'stats', port: 9102 });
  }),
  needle('IST0123', [`IST0123 ${MAIN} Namespace both`], (mesh) =>
    mesh.add([MAIN, 'Namespace', 'quiet'], {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'both', labels: { 'istio.io/rev': '1-29-1', 'istio-injection': 'enabled' } },
    }),
  ),
  needle('IST0125', [`IST0125 ${MAIN} Deployment shop/prior`], (mesh) => {
    podMetadata(mesh, MAIN, 'shop/prior')['annotations']['traffic.sidecar.istio.io/excludeInboundPorts'] =
      'all';
  }),
  needle('IST0126', ['IST0126 cluster-0002 IstioOperator istio-system/istio-pilot'], (mesh) => {
    mesh.spec(cluster(2), 'IstioOperator', 'istio-pilot')['values'].global.meshNetworks = {
      'net-other': {
        endpoints: [{ fromRegistry: 'cluster-0033' }],
        gateways: [{ address: '203.0.113.3', port: 15443 }],
      },
    };
  }),
  needle('IST0127', [`IST0127 ${MAIN} AuthorizationPolicy quiet/nobody`], (mesh) =>
    add(
      mesh,
      'AuthorizationPolicy',
      'quiet',
      'nobody',
      { selector: { matchLabels: { app: 'lister' } } },
      'security',
    ),
  ),
  needle('IST0128', [`IST0128 ${MAIN} DestinationRule shop/mail`], (mesh) => {
    delete mesh.spec(MAIN, 'DestinationRule', 'shop/mail')['trafficPolicy'].tls.caCertificates;
  }),
  needle('IST0129', [`IST0129 ${MAIN} DestinationRule shop/mail`], (mesh) => {
    delete mesh.spec(MAIN, 'DestinationRule', 'shop/mail')['trafficPolicy'].portLevelSettings[0].tls
      .caCertificates;
  }),
  needle('IST0134', [`IST0134 ${MAIN} ServiceEntry shop/mail`], (mesh) => {
    delete mesh.spec(MAIN, 'ServiceEntry', 'shop/mail')['addresses'];
  }),
  needle('IST0135', [`IST0135 cluster-0003 Service ${service(45)}`], (mesh) => {
    annotations(mesh, cluster(3), 'Service', service(45))['alpha.istio.io/canonical-serviceaccounts'] = 'a@b';
  }),
  needle('IST0137', [`IST0137 ${MAIN} Deployment shop/local`], (mesh) => {
    mesh
      .spec(MAIN, 'Service', 'shop/local')
      ['ports'].push({ name: 'http-again', port: 81, targetPort: 'http' });
  }),
  needle(
    'IST0139',
    ['IST0139 cluster-0003 MutatingWebhookConfiguration istio-sidecar-injector-old'],
    (mesh) =>
      mesh.add([cluster(3), 'IstioOperator', 'istio-pilot'], {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'MutatingWebhookConfiguration',
        metadata: { name: 'istio-sidecar-injector-old', labels: { 'istio.io/rev': 'old' } },
        webhooks: [
          {
            name: 'old.sidecar-injector.istio.io',
            clientConfig: { service: { name: 'istiod-old', namespace: 'istio-system' } },
            namespaceSelector: { matchLabels: { 'istio.io/rev': 'older' } },
            admissionReviewVersions: ['v1'],
            sideEffects: 'None',
          },
        ],
      }),
  ),
  needle('IST0144', [`IST0144 ${MAIN} Deployment shop/plain`], (mesh) => {
    const { template } = mesh.spec(MAIN, 'Deployment', 'shop/plain') as { template: Fields };
    template['spec'].containers[0].securityContext = { runAsUser: 1337 };
  }),
  needle('IST0146', [`IST0146 ${MAIN} Deployment ingress/edge`], (mesh) =>
    mesh.add([MAIN, 'Deployment', 'ingress/nginx'], {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'edge', namespace: 'ingress' },
      spec: {
        selector: { matchLabels: { app: 'edge' } },
        template: {
          metadata: { labels: { app: 'edge' } },
          spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
        },
      },
    }),
  ),
  needle('IST0147', ['IST0147 cluster-0009 Pod tools/edge'], (mesh) => {
    mesh.spec(cluster(9), 'Pod', 'tools/edge')['containers'][0].image = 'auto';
  }),
  needle('IST0148', ['IST0148 cluster-0009 Namespace lonely'], (mesh) => {
    const { data } = mesh.object(cluster(9), 'ConfigMap', 'istio-sidecar-injector') as { data: Fields };
    data['values'] = (data['values'] as string).replace('Default":false', 'Default":true');
    mesh.add([cluster(9), 'Namespace', 'tools'], {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'lonely' },
    });
  }),
  needle('IST0150', [`IST0150 ${MAIN} Service shop/away`], (mesh) =>
    mesh.add([MAIN, 'Service', 'shop/plain'], {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'away', namespace: 'shop' },
      spec: { type: 'ExternalName', externalName: 'away.example.com', ports: [{ name: 'tcp', port: 9000 }] },
    }),
  ),
  needle(
    'IST0156',
    [`IST0156 ${MAIN} CustomResourceDefinition httproutes.gateway.networking.k8s.io`],
    (mesh) => mesh.add([MAIN, 'Namespace', 'quiet'], definition('HTTPRoute', 'httproutes', 'v1')),
  ),
  needle('IST0158', ['IST0158 cluster-0009 Namespace tools'], (mesh) => {
    mesh.spec(cluster(9), 'Pod', 'tools/old')['containers'][1].image = 'docker.io/istio/proxyv2:1.28.0';
  }),
  needle('IST0161', ['IST0161 cluster-0008 Gateway team-008/edge'], (mesh) =>
    mesh.add([cluster(8), 'Certificate', 'edge-tls'], {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'edge-tls', namespace: 'istio-system' },
      data: { 'tls.crt': 'aGVsbG8=', 'tls.key': 'a2V5' },
    }),
  ),
  needle(
    'IST0163',
    ['MW0002', 'IST0163'].map(
      (code) => `${code} ${MAIN} ValidatingWebhookConfiguration istiod-default-validator`,
    ),
    (mesh) =>
      mesh.add([MAIN, 'Namespace', 'quiet'], webhook('istiod-default-validator', '://istiod.example.org')),
  ),
  needle('IST0164', [`IST0164 ${MAIN} ValidatingWebhookConfiguration istio-validator-external`], (mesh) => {
    mesh.object(MAIN, 'ValidatingWebhookConfiguration', 'istio-validator-external')[
      'webhooks'
    ][0].clientConfig.url = 'https://192.0.2.9:15017/validate';
  }),
  needle('IST0171', [`IST0171 cluster-0003 Service ${service(46)}`], (mesh) => {
    mesh.object(cluster(3), 'Service', service(46))['status'] = {
      conditions: [
        {
          type: 'istio.io/WaypointBound',
          status: 'False',
          reason: 'AttachmentDenied',
          message: 'not allowed',
          lastTransitionTime: '2026-01-01T00:00:00Z',
        },
      ],
    };
  }),
  needle(
    'IST0172',
    [`IST0172 ${MAIN} CustomResourceDefinition gateways.gateway.networking.k8s.io`],
    (mesh) => {
      mesh.spec(MAIN, 'CustomResourceDefinition', 'gateways.gateway.networking.k8s.io')['versions'] = [
        { name: 'v1beta1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
      ];
    },
  ),
];

const routes: readonly Needle[] = [
  needle(
    'IST0109',
    ['', '-again'].map((end) => `IST0109 ${MAIN} VirtualService shop/stock${end}`),
    (mesh) =>
      add(mesh, 'VirtualService', 'shop', 'stock-again', {
        exportTo: ['.'],
        hosts: ['stock.shop.svc.cluster.local'],
        http: [{ redirect: { uri: '/' } }],
      }),
  ),
  needle('IST0130', [`IST0130 ${MAIN} VirtualService shop/stock`], (mesh) => {
    mesh.spec(MAIN, 'VirtualService', 'shop/stock')['http'].push({
      route: [{ destination: { host: 'stock', port: { number: 80 } } }],
    });
  }),
  needle('IST0131', [`IST0131 ${MAIN} VirtualService shop/stock`], (mesh) => {
    mesh.spec(MAIN, 'VirtualService', 'shop/stock')['http'][1].match.push({ uri: { prefix: '/list' } });
  }),
  needle('IST0132', [`IST0132 ${MAIN} VirtualService shop/lost`], (mesh) =>
    add(mesh, 'VirtualService', 'shop', 'lost', {
      hosts: ['lost.example.org'],
      gateways: ['wild'],
      http: [{ redirect: { uri: '/' } }],
    }),
  ),
  needle(
    'IST0138',
    ['wild', 'wilder'].map((name) => `IST0138 ${MAIN} Gateway shop/${name}`),
    (mesh) =>
      add(mesh, 'Gateway', 'shop', 'wilder', {
        selector: { istio: 'ingressgateway' },
        servers: [
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts: ['b.wilder.example.org'],
            tls: { mode: 'SIMPLE', credentialName: 'wild-tls' },
          },
        ],
      }),
  ),
  needle('IST0140', [`IST0140 ${MAIN} VirtualService shop/wild`], (mesh) => {
    mesh.spec(MAIN, 'VirtualService', 'shop/wild')['gateways'].push('mesh');
    mesh.spec(MAIN, 'DestinationRule', 'shop/prior')['subsets'] = [{ name: 'v1', labels: { version: 'v1' } }];
    add(mesh, 'VirtualService', 'shop', 'prior', {
      exportTo: ['.'],
      hosts: ['prior.shop.svc.cluster.local'],
      http: [{ route: [{ destination: { host: 'prior', subset: 'v1', port: { number: 80 } } }] }],
    });
  }),
  needle(
    'IST0145',
    ['one', 'two'].map((name) => `IST0145 cluster-0009 Gateway tools/${name}`),
    (mesh) => {
      mesh.spec(cluster(9), 'Gateway', 'tools/two')['servers'][0].hosts = ['one.example.org'];
    },
  ),
  needle('IST0149', [`IST0149 ${MAIN} VirtualService shop/front`], (mesh) => {
    mesh.spec(MAIN, 'VirtualService', 'shop/front')['http'][0].match[0].headers = {
      '@request.auth.claims.group': { exact: 'admin' },
    };
  }),
  needle('IST0162', [`IST0162 ${MAIN} Gateway shop/odd`], (mesh) =>
    add(mesh, 'Gateway', 'shop', 'odd', gateway('odd', 'odd.example.org', 8099)),
  ),
  needle('IST0165', [`IST0165 ${MAIN} VirtualService shop/wild`], (mesh) => {
    mesh
      .spec(MAIN, 'VirtualService', 'shop/wild')
      ['gateways'].push('edge~istio-autogenerated-k8s-gateway~http');
  }),
  needle('IST0173', [`IST0173 ${MAIN} DestinationRule shop/secret`], (mesh) => {
    mesh.spec(MAIN, 'DestinationRule', 'shop/secret')['subsets'] = [
      { name: 'v9', labels: { version: 'v9' } },
    ];
  }),
  needle('IST0174', [`IST0174 ${MAIN} DestinationRule shop/gone`], (mesh) =>
    add(mesh, 'DestinationRule', 'shop', 'gone', { exportTo: ['.'], host: 'gone.shop.svc.cluster.local' }),
  ),
];

const scopes: readonly Needle[] = [
  needle(
    'IST0110',
    ['listed', 'twice'].map((name) => `IST0110 ${MAIN} Sidecar quiet/${name}`),
    (mesh) =>
      add(mesh, 'Sidecar', 'quiet', 'twice', {
        workloadSelector: { labels: { app: 'listed' } },
        egress: [{ hosts: ['*/*'] }],
      }),
  ),
  needle(
    'IST0111',
    ['default', 'other'].map((name) => `IST0111 ${MAIN} Sidecar quiet/${name}`),
    (mesh) => add(mesh, 'Sidecar', 'quiet', 'other', { egress: [{ hosts: ['*/*'] }] }),
  ),
  needle('IST0151', [`IST0151 ${MAIN} EnvoyFilter quiet/buffers`], (mesh) => {
    const spec = mesh.spec(MAIN, 'EnvoyFilter', 'quiet/buffers');
    delete spec['priority'];
    spec['configPatches'][0].patch.operation = 'INSERT_BEFORE';
  }),
  needle('IST0152', [`IST0152 ${MAIN} EnvoyFilter quiet/replace`], (mesh) =>
    addFilter(
      mesh,
      'replace',
      { applyTo: 'CLUSTER', patch: { operation: 'REPLACE', value: { name: 'one' } } },
      10,
    ),
  ),
  needle('IST0153', [`IST0153 ${MAIN} EnvoyFilter quiet/add`], (mesh) =>
    addFilter(mesh, 'add', { applyTo: 'HTTP_ROUTE', patch: { operation: 'ADD', value: { name: 'one' } } }),
  ),
  needle('IST0154', [`IST0154 ${MAIN} EnvoyFilter quiet/remove`], (mesh) =>
    addFilter(mesh, 'remove', { applyTo: 'ROUTE_CONFIGURATION', patch: { operation: 'REMOVE' } }, 10),
  ),
  needle('IST0155', [`IST0155 ${MAIN} EnvoyFilter quiet/later`], (mesh) => {
    const match = { proxy: { proxyVersion: '^1\\.29.*' } };
    addFilter(mesh, 'early', {
      applyTo: 'HTTP_FILTER',
      match,
      patch: { operation: 'INSERT_FIRST', value: httpFilter('twice') },
    });
    addFilter(mesh, 'later', {
      applyTo: 'HTTP_FILTER',
      match,
      patch: { operation: 'INSERT_AFTER', value: httpFilter('twice') },
    });
  }),
  needle('IST0157', [`IST0157 ${MAIN} Telemetry quiet/listed`], (mesh) => {
    mesh.spec(MAIN, 'Telemetry', 'quiet/listed')['accessLogging'] = [{ disabled: false }];
  }),
  needle(
    'IST0159',
    ['listed', 'twice'].map((name) => `IST0159 ${MAIN} Telemetry quiet/${name}`),
    (mesh) =>
      add(
        mesh,
        'Telemetry',
        'quiet',
        'twice',
        { selector: { matchLabels: { app: 'listed' } }, tracing: [{ randomSamplingPercentage: 2 }] },
        'telemetry',
      ),
  ),
  needle(
    'IST0160',
    ['default', 'other'].map((name) => `IST0160 ${MAIN} Telemetry quiet/${name}`),
    (mesh) =>
      add(mesh, 'Telemetry', 'quiet', 'other', { tracing: [{ randomSamplingPercentage: 2 }] }, 'telemetry'),
  ),
  needle('IST0166', [`IST0166 ${MAIN} AuthorizationPolicy quiet/edge`], (mesh) => {
    mesh.add([MAIN, 'Deployment', 'quiet/listed'], {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'edge-istio', namespace: 'quiet' },
      spec: {
        selector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'edge' } },
        template: {
          metadata: { labels: { team: 'edge', 'gateway.networking.k8s.io/gateway-name': 'edge' } },
          spec: { containers: [{ name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.29.1' }] },
        },
      },
    });
    add(
      mesh,
      'AuthorizationPolicy',
      'quiet',
      'edge',
      { selector: { matchLabels: { team: 'edge' } }, rules: [{}] },
      'security',
    );
  }),
  needle('IST0167', [`IST0167 ${MAIN} Sidecar tunnels/default`], (mesh) =>
    add(mesh, 'Sidecar', 'tunnels', 'default', { egress: [{ hosts: ['*/*'] }] }),
  ),
];

const schemas: readonly Needle[] = [
  needle('MW0001', [`MW0001 ${MAIN} Wigdet quiet/second`], (mesh) => {
    mesh.object(MAIN, 'Widget', 'quiet/second')['kind'] = 'Wigdet';
  }),
  needle('MW0002', [`MW0002 cluster-0003 Deployment ${service(47)}`], (mesh) => {
    mesh.spec(cluster(3), 'Deployment', service(47))['replics'] = 2;
  }),
  needle('MW0003', [`MW0003 cluster-0003 Service ${service(48)}`], (mesh) => {
    labels(mesh, cluster(3), 'Service', service(48))['team'] = 'x'.repeat(64);
  }),
  needle('MW0004', [`MW0004 cluster-0003 ServiceAccount ${service(49)}`], (mesh) =>
    mesh.add(
      [cluster(3), 'ServiceAccount', service(49)],
      structuredClone(mesh.object(cluster(3), 'ServiceAccount', service(49))),
    ),
  ),
  needle('MW0005', [`MW0005 ${MAIN} Widget alone/third`], (mesh) => mesh.remove(MAIN, 'Namespace', 'alone')),
];

export const istioNeedles: readonly Needle[] = [...objects, ...routes, ...scopes, ...schemas];
