/** One way to onboard a machine: what the cluster holds, and what istioctl is told. */
export interface OnboardingCase {
  readonly name: string;
  /** The WorkloadGroup, as YAML. */
  readonly group: string;
  /** The document `mesh` of istiod's ConfigMap. */
  readonly mesh: string;
  /** Flags of istioctl by name; the same are given to our function. */
  readonly flags: Flags;
  /**
   * `global.multiCluster.clusterName` of the injector's values, where istioctl looks without `--clusterID`.
   * @default - empty
   */
  readonly clusterName?: string;
  /**
   * The Service in front of istiod, `namespace/name`, with the addresses of its status or spec.
   * @default - none
   */
  readonly service?: ServiceFixture;
  /**
   * The name of istiod that stands in for the Service's. istioctl knows none; its files are edited to it.
   * @default - the Service's
   */
  readonly istiodHost?: string;
  /**
   * Whether both have to refuse.
   * @default false
   */
  readonly refused?: boolean;
}

export interface Flags {
  readonly clusterID?: string;
  readonly revision?: string;
  readonly autoregister?: boolean;
  readonly 'capture-dns'?: boolean;
  readonly internalIP?: string;
  readonly externalIP?: string;
  readonly ingressIP?: string;
  readonly ingressService?: string;
}

export interface ServiceFixture {
  readonly namespace: string;
  readonly name: string;
  readonly loadBalancer?: readonly { readonly ip?: string; readonly hostname?: string }[];
  readonly externalIPs?: readonly string[];
}

const plainMesh = `
accessLogFile: /dev/stdout
defaultConfig:
  discoveryAddress: istiod.istio-system.svc:15012
  meshId: mesh1
  proxyMetadata: {}
enablePrometheusMerge: true
rootNamespace: istio-system
trustDomain: cluster.local
`;

const revisionedMesh = plainMesh.replaceAll('istiod.istio', 'istiod-1-29-1.istio');

/**
 * Names and values out of pieces that writers of YAML trip over; the same for the same seed. Without U+0085, U+2028 and
 * U+2029, which are line breaks to istioctl's YAML: it loses them.
 */
function generated(seed: number, count: number): Record<string, string> {
  const pieces = [
    ...[
      'a',
      'B',
      'z9',
      '0',
      '10',
      '007',
      '_',
      '-',
      '.',
      ':',
      ': ',
      ' #',
      '#',
      ' ',
      '  ',
      '\n',
      '\n\n',
      '\t',
      '\u0001',
    ],
    ...[
      '"',
      "'",
      '\\',
      '{',
      '}',
      '[',
      ']',
      ',',
      '&',
      '*',
      '!',
      '|',
      '>',
      '%',
      '@',
      '`',
      '?',
      '- ',
      '~',
      '<',
      '=',
    ],
    ...[
      'yes',
      'null',
      'true',
      '1e5',
      '0x1F',
      '2024-01-31',
      'T10:11:12Z',
      '---',
      '...',
      'é',
      '中',
      '\u{1f600}',
    ],
    ...['\u00a0', '/', '\\', 'lorem ipsum dolor sit amet ', 'consectetur-adipiscing-elit'],
  ];
  let state = seed;
  const below = (limit: number): number => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * limit);
  };
  const text = (most: number, from: readonly string[]): string =>
    Array.from({ length: below(most) + 1 }, () => from[below(from.length)] ?? '').join('');
  // The library's order of names that begin with 0 contradicts itself, so that theirs is random.
  const forNames = pieces.filter((piece) => !piece.startsWith('0'));
  const entries = Array.from({ length: count }, (_, index) => [
    text(below(20) === 0 ? 12 : 3, forNames),
    text(index % 4 === 0 ? 24 : 5, pieces),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** A WorkloadGroup `httpbin/httpbin` with the given body of its spec. */
function group(spec: string, metadata = ''): string {
  return `
apiVersion: networking.istio.io/v1
kind: WorkloadGroup
metadata:
  name: httpbin
  namespace: httpbin
${metadata}
spec:
${spec}
`;
}

const plainGroup = group(`
  metadata: {labels: {app: httpbin}}
  template: {serviceAccount: httpbin, network: vm-network}
`);

const withProbe = (probe: string): string =>
  group(`
  metadata: {labels: {app: httpbin}}
  probe: ${probe}
  template: {serviceAccount: httpbin, network: vm-network}
`);

const withAnnotation = (config: string): string =>
  group(`
  metadata:
    labels: {app: httpbin}
    annotations:
      proxy.istio.io/config: |
${config.replaceAll(/^/gm, '        ')}
  template: {serviceAccount: httpbin, network: vm-network}
`);

const withConfig = (config: string): string =>
  plainMesh.replace('  proxyMetadata: {}\n', `  proxyMetadata: {}\n${config.replaceAll(/^(?=.)/gm, '  ')}`);

const common = {
  group: plainGroup,
  mesh: plainMesh,
  flags: { clusterID: 'kube-01' },
} satisfies Partial<OnboardingCase>;

export const onboardingCases: readonly OnboardingCase[] = [
  { ...common, name: 'plain' },
  {
    ...common,
    name: 'virt-01 of the flagship, by the Service name',
    mesh: revisionedMesh.replace('{}', '{ISTIO_META_DNS_CAPTURE: "true"}'),
    group: group(`
  metadata: {labels: {app: httpbin}}
  probe: {periodSeconds: 5, httpGet: {path: /get, port: 8080}}
  template:
    serviceAccount: httpbin
    network: vm-network
    locality: milky-way/solar-system/virt-01
    ports: {http: 8080}
`),
    flags: {
      clusterID: 'kube-01',
      revision: '1-29-1',
      autoregister: true,
      'capture-dns': true,
      internalIP: '192.168.64.5',
      ingressIP: '192.168.64.3',
    },
  },
  {
    ...common,
    name: 'a revision',
    mesh: revisionedMesh,
    flags: { clusterID: 'kube-01', revision: '1-29-1' },
  },
  { ...common, name: 'revision "default"', flags: { clusterID: 'kube-01', revision: 'default' } },
  {
    ...common,
    name: 'a revision whose mesh names no discovery address',
    mesh: 'trustDomain: cluster.local\n',
    flags: { clusterID: 'kube-01', revision: 'canary' },
  },
  { ...common, name: 'an empty mesh config', mesh: '{}\n' },
  { ...common, name: 'cluster id from the injector', flags: {}, clusterName: 'kube-02' },
  { ...common, name: 'no cluster id anywhere', flags: {} },
  { ...common, name: 'autoregister', flags: { clusterID: 'kube-01', autoregister: true } },
  { ...common, name: 'no DNS capture', flags: { clusterID: 'kube-01', 'capture-dns': false } },
  {
    ...common,
    name: 'no DNS capture, and the mesh captures',
    mesh: plainMesh.replace('{}', '{ISTIO_META_DNS_CAPTURE: "true"}'),
    flags: { clusterID: 'kube-01', 'capture-dns': false },
  },
  { ...common, name: 'internal address', flags: { clusterID: 'kube-01', internalIP: '10.1.2.3' } },
  { ...common, name: 'external address', flags: { clusterID: 'kube-01', externalIP: '203.0.113.7' } },
  { ...common, name: 'internal IPv6 address', flags: { clusterID: 'kube-01', internalIP: 'fd00::5' } },
  { ...common, name: 'external IPv6 address', flags: { clusterID: 'kube-01', externalIP: '2001:db8::5' } },
  {
    ...common,
    name: 'internal and external address',
    flags: { clusterID: 'kube-01', internalIP: '10.1.2.3', externalIP: '203.0.113.7' },
    refused: true,
  },
  { ...common, name: 'ingress address', flags: { clusterID: 'kube-01', ingressIP: '192.168.64.3' } },
  { ...common, name: 'ingress IPv6 address', flags: { clusterID: 'kube-01', ingressIP: 'fd00::3' } },
  {
    ...common,
    name: 'ingress address of a revision',
    mesh: revisionedMesh,
    flags: { clusterID: 'kube-01', revision: '1-29-1', ingressIP: '192.168.64.3' },
  },
  {
    ...common,
    name: 'ingress service with a load balancer',
    service: {
      namespace: 'istio-system',
      name: 'istio-eastwestgateway',
      loadBalancer: [{ ip: '192.0.2.10' }],
    },
  },
  {
    ...common,
    name: 'ingress service with external addresses',
    service: { namespace: 'istio-system', name: 'istio-eastwestgateway', externalIPs: ['192.0.2.11'] },
  },
  {
    ...common,
    name: 'ingress service whose load balancer has a name',
    service: {
      namespace: 'istio-system',
      name: 'istio-eastwestgateway',
      loadBalancer: [{ hostname: 'lb.example.org' }],
      externalIPs: ['192.0.2.11'],
    },
  },
  {
    ...common,
    name: 'ingress service of another namespace',
    flags: { clusterID: 'kube-01', ingressService: 'edge.gateways' },
    service: { namespace: 'gateways', name: 'edge', loadBalancer: [{ ip: '192.0.2.12' }] },
  },
  {
    ...common,
    name: 'ingress address that is none, and a service',
    flags: { clusterID: 'kube-01', ingressIP: 'gateway.example.org' },
    service: {
      namespace: 'istio-system',
      name: 'istio-eastwestgateway',
      loadBalancer: [{ ip: '192.0.2.10' }],
    },
  },
  { ...common, name: 'ingress address that is none', flags: { clusterID: 'kube-01', ingressIP: '1.2.3' } },
  {
    ...common,
    name: 'status port',
    mesh: withConfig('statusPort: 15999\n'),
  },
  { ...common, name: 'status port 15021', mesh: withConfig('statusPort: 15021\n') },
  { ...common, name: 'status port by annotation', group: withAnnotation('statusPort: 16000') },
  {
    ...common,
    name: 'status port that an annotation takes back',
    mesh: withConfig('statusPort: 15999\n'),
    group: withAnnotation('statusPort: 0'),
  },
  {
    ...common,
    name: 'probe: HTTP, every field',
    group: withProbe(
      '{initialDelaySeconds: 3, timeoutSeconds: 4, periodSeconds: 5, successThreshold: 2, failureThreshold: 6, ' +
        'httpGet: {path: "/health?full=1", port: 8443, host: 127.0.0.1, scheme: HTTPS, ' +
        'httpHeaders: [{name: X-Probe, value: "yes"}, {name: Accept, value: "*/*"}]}}',
    ),
  },
  { ...common, name: 'probe: TCP', group: withProbe('{tcpSocket: {port: 5432, host: localhost}}') },
  {
    ...common,
    name: 'probe: command',
    group: withProbe('{periodSeconds: 30, exec: {command: [sh, -c, "test -e /ready # on"]}}'),
  },
  { ...common, name: 'probe: gRPC', group: withProbe('{grpc: {port: 9000, service: shop.v1.Cart}}') },
  {
    ...common,
    name: 'probe: only timing, zero seconds',
    group: withProbe('{periodSeconds: 0, timeoutSeconds: 2}'),
  },
  {
    ...common,
    name: 'probe of the mesh, none of the group',
    mesh: withConfig('readinessProbe: {tcpSocket: {port: 1}}\n'),
  },
  {
    ...common,
    name: 'one port',
    group: group(`
  metadata: {labels: {app: httpbin}}
  template: {serviceAccount: httpbin, ports: {http: 8080}}
`),
  },
  {
    ...common,
    name: 'several ports, numbers in names',
    group: group(`
  metadata: {labels: {app: httpbin}}
  template: {serviceAccount: httpbin, ports: {tcp-10: 10, tcp-9: 9, http: 8080, admin: 15000}}
`),
  },
  {
    ...common,
    name: 'labels: canonical name and revision from app.kubernetes.io',
    group: group(`
  metadata: {labels: {app: a, app.kubernetes.io/name: b, app.kubernetes.io/version: v1.2, version: v9}}
  template: {serviceAccount: httpbin}
`),
  },
  {
    ...common,
    name: 'labels: canonical ones given',
    group: group(`
  metadata: {labels: {service.istio.io/canonical-name: shop, service.istio.io/canonical-revision: "2"}}
  template: {serviceAccount: httpbin}
`),
  },
  {
    ...common,
    name: 'labels: of the template over those of the metadata',
    group: group(`
  metadata: {labels: {app: meta, version: v1, tier: back}}
  template: {serviceAccount: httpbin, labels: {app: template, Zone: A}}
`),
  },
  {
    ...common,
    name: 'labels: none, characters that JSON escapes',
    group: group(`
  metadata: {labels: {note: "a<b>&c", "10": ten, "9": nine, Z: z, _a: u}}
  template: {serviceAccount: httpbin}
`),
  },
  { ...common, name: 'no service account', group: group('  template: {network: vm-network}') },
  { ...common, name: 'no template at all', group: group('  metadata: {}') },
  {
    ...common,
    name: 'another service account, locality and weight',
    group: group(`
  metadata: {labels: {app: httpbin}}
  template: {serviceAccount: web-2, locality: milky-way/solar-system/virt-01, weight: 7, network: net-1}
`),
  },
  {
    ...common,
    name: 'another namespace',
    group: plainGroup.replace('namespace: httpbin', 'namespace: vms'),
  },
  { ...common, name: 'trust domain', mesh: plainMesh.replace('cluster.local', 'shop.example.org') },
  { ...common, name: 'no trust domain, no mesh id', mesh: 'defaultConfig: {proxyMetadata: {}}\n' },
  {
    ...common,
    name: 'custom CA address and discovery address',
    mesh: `
defaultConfig:
  discoveryAddress: istiod.kube-01:15012
  proxyMetadata: {CA_ADDR: "ca.example.org:443", PILOT_CERT_PROVIDER: custom}
`,
  },
  {
    ...common,
    name: 'custom CA address under a revision',
    mesh: 'defaultConfig: {discoveryAddress: "istiod.kube-01:15012", proxyMetadata: {CA_ADDR: "ca.example.org:443"}}\n',
    flags: { clusterID: 'kube-01', revision: '1-29-1' },
  },
  {
    ...common,
    name: 'istiod under a name of its own',
    mesh: revisionedMesh,
    flags: { clusterID: 'kube-01', revision: '1-29-1', autoregister: true, ingressIP: '192.168.64.3' },
    istiodHost: 'istiod.kube-01',
  },
  {
    ...common,
    name: 'istiod under a name of its own, no revision',
    flags: { clusterID: 'kube-01', ingressIP: '192.168.64.3' },
    istiodHost: 'istiod.kube-01',
  },
  {
    ...common,
    name: 'discovery address by annotation',
    mesh: revisionedMesh,
    group: withAnnotation('discoveryAddress: istiod.kube-01:15012'),
    flags: { clusterID: 'kube-01', revision: '1-29-1', ingressIP: '192.168.64.3' },
  },
  {
    ...common,
    name: 'proxyMetadata: values that need quotes',
    mesh: `
defaultConfig:
  proxyMetadata:
    B10: "ten"
    B9: "nine"
    b: "true"
    EMPTY: ""
    YES: "yes"
    NUMBER: "0755"
    FLOAT: "1e3"
    DATE: "2024-02-29"
    NO_DATE: "2023-02-29"
    TIME: "12:30"
    COLON: "a: b"
    HASH: "a #b"
    QUOTE: "it's \\"x\\""
    STAR: "*"
    DASH: "- x"
    SPACE: " x "
    TAB: "a\\tb"
    LINES: "a\\nb\\n"
    LINES_KEPT: "a\\n\\n"
    LINES_INDENTED: "  a\\nb"
    LINES_TRAILING: "a \\nb"
    UMLAUT: "Grüße"
    EMOJI: "ok \\U0001F600"
    JSON: '{"a":[1,2]}'
    LONG: "${'long words of a value '.repeat(8).trim()}"
    TILDE: "~"
    DOT: ".5"
    HEX: "0xff"
    UNDERSCORE: "1_000"
    W: "www"
    PERCENT: "100%"
`,
  },
  {
    ...common,
    name: 'proxyMetadata of mesh, group and entry',
    mesh: 'defaultConfig: {proxyMetadata: {A: mesh, B: mesh, C: mesh}}\n',
    group: group(
      `
  metadata:
    annotations:
      proxy.istio.io/config: "proxyMetadata: {C: entry, D: entry}"
  template: {serviceAccount: httpbin}
`,
      `  annotations:
    proxy.istio.io/config: "proxyMetadata: {B: group, C: group}"`,
    ),
  },
  {
    ...common,
    name: 'proxyMetadata that the machine sets itself',
    mesh: 'defaultConfig: {proxyMetadata: {POD_NAMESPACE: x, ISTIO_META_NETWORK: x, ISTIO_INBOUND_PORTS: "1", SERVICE_ACCOUNT: x}}\n',
  },
  {
    ...common,
    name: 'proxy config: every kind of field',
    mesh: `
defaultConfig:
  proxyMetadata: {}
  configPath: ./etc/istio/proxy
  serviceCluster: istio-proxy
  drainDuration: 1m30s
  terminationDrainDuration: 250ms
  fileFlushInterval: 0s
  fileFlushMinSizeKb: 64
  proxyAdminPort: 15000
  controlPlaneAuthPolicy: MUTUAL_TLS
  interceptionMode: TPROXY
  statNameLength: 189
  concurrency: 0
  holdApplicationUntilProxyStarts: false
  extraStatTags: [tag-a, tag_b]
  runtimeValues: {"envoy.reloadable_features.x": "true", a10: "1", a9: "2"}
  gatewayTopology: {numTrustedProxies: 2, forwardClientCertDetails: APPEND_FORWARD, proxyProtocol: {}}
  tracing:
    sampling: 12.5
    maxPathTagLength: 128
    zipkin: {address: "zipkin.istio-system:9411"}
    customTags:
      env: {literal: {value: prod}}
      host: {environment: {name: HOST, defaultValue: none}}
      id: {header: {name: x-id}}
    tlsSettings: {mode: SIMPLE, subjectAltNames: [a, b], insecureSkipVerify: false}
    enableIstioTags: false
  envoyAccessLogService: {address: "als:9000", tcpKeepalive: {probes: 3, time: 10s, interval: 1.5s}}
  proxyStatsMatcher: {inclusionRegexps: [".*circuit.*"], inclusionPrefixes: []}
  caCertificatesPem:
  - |
    -----BEGIN CERTIFICATE-----
    MIIB
    -----END CERTIFICATE-----
  image: {imageType: distroless}
  privateKeyProvider: {cryptomb: {pollDelay: 10ms, fallback: true}}
  proxyHeaders:
    forwardedClientCert: SANITIZE
    server: {disabled: false, value: shop}
    requestId: {disabled: true}
    envoyDebugHeaders: {}
    metadataExchangeHeaders: {mode: IN_MESH}
    setCurrentClientCertDetails: {subject: true, uri: false}
  statsCompression: true
`,
  },
  {
    ...common,
    name: 'proxy config: snake case, unknown fields, nulls, numbers in quotes, zero values',
    mesh: `
default_config: {}
unknownField: 1
defaultConfig:
  proxyMetadata: {}
  discovery_address: "istiod:15012"
  drain_duration: 45s
  unknown: {a: b}
  statusPort: "15999"
  concurrency: "4"
  interceptionMode: REDIRECT
  controlPlaneAuthPolicy: 1
  meshId: ""
  extraStatTags: []
  image: null
  holdApplicationUntilProxyStarts: yes
  proxy_headers: {preserve_http1_header_case: true}
`,
  },
  {
    ...common,
    name: 'proxy config: whole numbers of 64 bits, small and large fractions',
    mesh: `
defaultConfig:
  proxyMetadata: {}
  tracing: {sampling: 0.00001, stackdriver: {debug: false, maxNumberOfAttributes: 200}}
`,
  },
  {
    ...common,
    name: 'proxy config: an annotation replaces a message whole',
    mesh: withConfig('tracing: {sampling: 10, zipkin: {address: "a:1"}}\nserviceCluster: x\n'),
    group: withAnnotation('tracing: {maxPathTagLength: 9}\ntracingServiceName: CANONICAL_NAME_ONLY'),
  },
  {
    ...common,
    name: 'proxy config: a service name of the first kind',
    mesh: withConfig('tracingServiceName: APP_LABEL_AND_NAMESPACE\n'),
  },
  ...[1, 2, 3, 4].map((seed) => ({
    ...common,
    name: `proxyMetadata: 200 generated names and values (${seed})`,
    // JSON is YAML, but for characters beyond 16 bits.
    mesh: JSON.stringify({ defaultConfig: { proxyMetadata: generated(seed, 200) } }).replace(
      /[^\x20-\x7e]/gu,
      (character) => `\\U${character.codePointAt(0)!.toString(16).padStart(8, '0')}`,
    ),
  })),
  {
    ...common,
    name: 'a network that YAML 1.1 takes for false',
    group: plainGroup.replace('vm-network', 'n'),
    refused: true,
  },
  { ...common, name: 'proxy config: a wrong type', mesh: withConfig('concurrency: many\n'), refused: true },
  {
    ...common,
    name: 'proxy config: an unknown word',
    mesh: withConfig('interceptionMode: MAGIC\n'),
    refused: true,
  },
  {
    ...common,
    name: 'proxy config: a duration of days',
    mesh: withConfig('drainDuration: 2d\n'),
    refused: true,
  },
  {
    ...common,
    name: 'proxy config: a number for a string of the metadata',
    mesh: 'defaultConfig: {proxyMetadata: {A: 1}}\n',
    refused: true,
  },
  {
    ...common,
    name: 'proxy config: an annotation that is no YAML',
    group: withAnnotation('{'),
    refused: true,
  },
  {
    ...common,
    name: 'group of another API version, snake case in its template',
    group: `
apiVersion: networking.istio.io/v1alpha3
kind: WorkloadGroup
metadata: {name: legacy.db, namespace: httpbin}
spec:
  metadata: {labels: {app: db}}
  template: {service_account: httpbin, network: net-1}
  probe: {http_get: {port: 80}, period_seconds: 3}
`,
  },
];
