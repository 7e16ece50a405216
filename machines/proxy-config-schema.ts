import type { FieldType, MessageType } from './proto-json';

/** The fields of Istio's ProxyConfig and of what it holds. Source: istio/api 1.29, mesh/v1alpha1/proxy.proto. */

const strings: FieldType = { list: 'string' };

const enumeration = (...names: readonly string[]): FieldType => ({
  enumeration: Object.fromEntries(names.map((name, index) => [name, index])),
});

const message = (fields: MessageType['fields'], ...oneofs: readonly (readonly string[])[]): FieldType => ({
  message: { fields, oneofs },
});

const tlsSettings = message({
  mode: enumeration('DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'),
  clientCertificate: 'string',
  privateKey: 'string',
  caCertificates: 'string',
  credentialName: 'string',
  subjectAltNames: strings,
  sni: 'string',
  insecureSkipVerify: 'BoolValue',
  caCrl: 'string',
});

const remoteService = message({
  address: 'string',
  tlsSettings,
  tcpKeepalive: message({ probes: 'uint32', time: 'Duration', interval: 'Duration' }),
});

const tracing = message(
  {
    zipkin: message({ address: 'string' }),
    lightstep: message({ address: 'string', accessToken: 'string' }),
    datadog: message({ address: 'string' }),
    stackdriver: message({
      debug: 'bool',
      maxNumberOfAttributes: 'Int64Value',
      maxNumberOfAnnotations: 'Int64Value',
      maxNumberOfMessageEvents: 'Int64Value',
    }),
    openCensusAgent: message({
      address: 'string',
      context: {
        list: enumeration('UNSPECIFIED', 'W3C_TRACE_CONTEXT', 'GRPC_BIN', 'CLOUD_TRACE_CONTEXT', 'B3'),
      },
    }),
    customTags: {
      map: message(
        {
          literal: message({ value: 'string' }),
          environment: message({ name: 'string', defaultValue: 'string' }),
          header: message({ name: 'string', defaultValue: 'string' }),
        },
        ['literal', 'environment', 'header'],
      ),
    },
    maxPathTagLength: 'uint32',
    sampling: 'double',
    tlsSettings,
    enableIstioTags: 'BoolValue',
  },
  ['zipkin', 'lightstep', 'datadog', 'stackdriver', 'openCensusAgent'],
);

const forwardClientCertDetails = enumeration(
  'UNDEFINED',
  'SANITIZE',
  'FORWARD_ONLY',
  'APPEND_FORWARD',
  'SANITIZE_SET',
  'ALWAYS_FORWARD_ONLY',
);

const keyProvider = message({ pollDelay: 'Duration', fallback: 'BoolValue' });

const disabled = message({ disabled: 'BoolValue' });
const enabled = message({ enabled: 'BoolValue' });

const proxyHeaders = message({
  forwardedClientCert: forwardClientCertDetails,
  setCurrentClientCertDetails: message({
    subject: 'BoolValue',
    cert: 'BoolValue',
    chain: 'BoolValue',
    dns: 'BoolValue',
    uri: 'BoolValue',
  }),
  requestId: disabled,
  server: message({ disabled: 'BoolValue', value: 'string' }),
  attemptCount: disabled,
  envoyDebugHeaders: disabled,
  metadataExchangeHeaders: message({ mode: enumeration('UNDEFINED', 'IN_MESH') }),
  preserveHttp1HeaderCase: 'BoolValue',
  xForwardedHost: enabled,
  xForwardedPort: enabled,
});

/** How the agent asks whether the program is well. Source: istio/api 1.29, networking/v1alpha3/workload_group.proto. */
export const readinessProbeType: MessageType = {
  fields: {
    initialDelaySeconds: 'int32',
    timeoutSeconds: 'int32',
    periodSeconds: 'int32',
    successThreshold: 'int32',
    failureThreshold: 'int32',
    httpGet: message({
      path: 'string',
      port: 'uint32',
      host: 'string',
      scheme: 'string',
      httpHeaders: { list: message({ name: 'string', value: 'string' }) },
    }),
    tcpSocket: message({ host: 'string', port: 'uint32' }),
    exec: message({ command: strings }),
    grpc: message({ port: 'uint32', service: 'string' }),
  },
  oneofs: [['httpGet', 'tcpSocket', 'exec', 'grpc']],
};

export const proxyConfigType: MessageType = {
  fields: {
    configPath: 'string',
    binaryPath: 'string',
    serviceCluster: 'string',
    tracingServiceName: enumeration(
      'APP_LABEL_AND_NAMESPACE',
      'CANONICAL_NAME_ONLY',
      'CANONICAL_NAME_AND_NAMESPACE',
    ),
    drainDuration: 'Duration',
    discoveryAddress: 'string',
    discoveryRefreshDelay: 'Duration',
    zipkinAddress: 'string',
    statsdUdpAddress: 'string',
    envoyMetricsServiceAddress: 'string',
    proxyAdminPort: 'int32',
    availabilityZone: 'string',
    controlPlaneAuthPolicy: { enumeration: { NONE: 0, MUTUAL_TLS: 1, INHERIT: 1000 } },
    customConfigFile: 'string',
    statNameLength: 'int32',
    concurrency: 'Int32Value',
    proxyBootstrapTemplatePath: 'string',
    interceptionMode: enumeration('REDIRECT', 'TPROXY', 'NONE'),
    tracing,
    sds: message({ enabled: 'bool', k8sSaJwtPath: 'string' }),
    envoyAccessLogService: remoteService,
    envoyMetricsService: remoteService,
    proxyMetadata: { map: 'string' },
    runtimeValues: { map: 'string' },
    statusPort: 'int32',
    extraStatTags: strings,
    gatewayTopology: message({
      numTrustedProxies: 'uint32',
      forwardClientCertDetails,
      proxyProtocol: message({}),
    }),
    terminationDrainDuration: 'Duration',
    meshId: 'string',
    readinessProbe: { message: readinessProbeType },
    proxyStatsMatcher: message({
      inclusionPrefixes: strings,
      inclusionSuffixes: strings,
      inclusionRegexps: strings,
    }),
    holdApplicationUntilProxyStarts: 'BoolValue',
    caCertificatesPem: strings,
    image: message({ imageType: 'string' }),
    privateKeyProvider: message({ cryptomb: keyProvider, qat: keyProvider }, ['cryptomb', 'qat']),
    proxyHeaders,
    fileFlushInterval: 'Duration',
    fileFlushMinSizeKb: 'uint32',
    statsCompression: 'BoolValue',
  },
  oneofs: [['serviceCluster', 'tracingServiceName']],
};
