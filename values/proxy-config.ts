import type { RemoteTlsSettings, TcpKeepalive } from './mesh-settings';

/** How an inbound connection reaches the sidecar. TPROXY keeps the client's address, NONE captures nothing. */
export const interceptionModes = ['REDIRECT', 'TPROXY', 'NONE'] as const;
export type InterceptionMode = (typeof interceptionModes)[number];

/** What a workload is called in traces. */
export const tracingServiceNames = [
  'APP_LABEL_AND_NAMESPACE',
  'CANONICAL_NAME_ONLY',
  'CANONICAL_NAME_AND_NAMESPACE',
] as const;
export type TracingServiceName = (typeof tracingServiceNames)[number];

/** What becomes of the header `X-Forwarded-Client-Cert`. */
export const forwardClientCertModes = [
  'SANITIZE',
  'FORWARD_ONLY',
  'APPEND_FORWARD',
  'SANITIZE_SET',
  'ALWAYS_FORWARD_ONLY',
] as const;
export type ForwardClientCertMode = (typeof forwardClientCertModes)[number];

/** A service that proxies report to. */
export interface RemoteService {
  /** `host:port`. */
  readonly address: string;
  /** @default - plain text */
  readonly tlsSettings?: RemoteTlsSettings;
  /** @default - none */
  readonly tcpKeepalive?: TcpKeepalive;
}

/** What a tag of a span is filled with. One of the three. */
export interface TracingCustomTag {
  readonly literal?: { readonly value: string };
  /** A variable of the proxy's environment. */
  readonly environment?: { readonly name: string; readonly defaultValue?: string };
  /** A header of the request. */
  readonly header?: { readonly name: string; readonly defaultValue?: string };
}

/** Tracing that the proxies start with. A Telemetry object with a provider of the mesh is today's way. */
export interface ProxyTracing {
  /**
   * `host:port`, where `$(HOST_IP)` stands for the node's address.
   * @default - none
   */
  readonly zipkin?: { readonly address: string };
  /** @default - none */
  readonly datadog?: { readonly address: string };
  /**
   * Percentage of the requests, 0-100.
   * @default 1
   */
  readonly sampling?: number;
  /** @default - none */
  readonly customTags?: Readonly<Record<string, TracingCustomTag>>;
  /** @default 256 */
  readonly maxPathTagLength?: number;
  /** @default true */
  readonly enableIstioTags?: boolean;
  /** @default - plain text */
  readonly tlsSettings?: RemoteTlsSettings;
}

/** Headers that a proxy sets or takes away. */
export interface ProxyHeaders {
  /**
   * Of sidecars; a gateway has `gatewayTopology`.
   * @default APPEND_FORWARD
   */
  readonly forwardedClientCert?: ForwardClientCertMode;
  /**
   * Parts of the client's certificate that go into it.
   * @default - subject, dns and uri
   */
  readonly setCurrentClientCertDetails?: {
    readonly subject?: boolean;
    readonly cert?: boolean;
    readonly chain?: boolean;
    readonly dns?: boolean;
    readonly uri?: boolean;
  };
  /**
   * X-Request-Id.
   * @default - set
   */
  readonly requestId?: { readonly disabled: boolean };
  /**
   * Server.
   * @default - istio-envoy
   */
  readonly server?: { readonly disabled?: boolean; readonly value?: string };
  /**
   * X-Envoy-Attempt-Count.
   * @default - set
   */
  readonly attemptCount?: { readonly disabled: boolean };
  /**
   * Other X-Envoy headers.
   * @default - set
   */
  readonly envoyDebugHeaders?: { readonly disabled: boolean };
  /**
   * IN_MESH keeps Istio's own headers from hosts outside the mesh.
   * @default - sent to all
   */
  readonly metadataExchangeHeaders?: { readonly mode: 'UNDEFINED' | 'IN_MESH' };
  /** @default false */
  readonly preserveHttp1HeaderCase?: boolean;
  /**
   * X-Forwarded-Host.
   * @default - not set
   */
  readonly xForwardedHost?: { readonly enabled: boolean };
  /**
   * X-Forwarded-Port.
   * @default - not set
   */
  readonly xForwardedPort?: { readonly enabled: boolean };
}

/** When a proxy on a machine, or in a pod whose template says so, counts as ready. One check of the four. */
export interface ProxyReadinessProbe {
  readonly httpGet?: {
    /** 1-65535. */
    readonly port: number;
    readonly path?: string;
    readonly host?: string;
    readonly scheme?: 'HTTP' | 'HTTPS';
    readonly httpHeaders?: readonly { readonly name: string; readonly value: string }[];
  };
  readonly tcpSocket?: { readonly port: number; readonly host?: string };
  readonly exec?: { readonly command: readonly string[] };
  readonly grpc?: { readonly port: number; readonly service?: string };
  /** @default 0 */
  readonly initialDelaySeconds?: number;
  /** @default 1 */
  readonly timeoutSeconds?: number;
  /** @default 10 */
  readonly periodSeconds?: number;
  /** @default 1 */
  readonly successThreshold?: number;
  /** @default 3 */
  readonly failureThreshold?: number;
}

/**
 * Istio's ProxyConfig of the MeshConfig API (`defaultConfig`, the annotation `proxy.istio.io/config`, a machine's
 * mesh.yaml), in its JSON form. Not the ProxyConfig object of networking.istio.io, which knows a few of these.
 */
export interface ProxyConfig {
  /**
   * Environment of the proxy. Names that begin with `ISTIO_META_` reach istiod: `ISTIO_META_DNS_CAPTURE: 'true'` has
   * the proxy answer DNS. ServiceEntries get an address by themselves since 1.25.
   * @default - none
   */
  readonly proxyMetadata?: Readonly<Record<string, string>>;
  /**
   * Starts the application's containers when the proxy is ready.
   * @default false
   */
  readonly holdApplicationUntilProxyStarts?: boolean;
  /**
   * Worker threads; 0 takes every core.
   * @default - from the container's CPU limit, else its request
   */
  readonly concurrency?: number;
  /**
   * Duration, in whole seconds, within which a proxy that ends lets connections close.
   * @default 45s
   */
  readonly drainDuration?: string;
  /**
   * How long a pod's proxy goes on after it is told to end.
   * @default 5s
   */
  readonly terminationDrainDuration?: string;
  /**
   * `host:port` of istiod.
   * @default - the revision's service in the root namespace
   */
  readonly discoveryAddress?: string;
  /** @default - the trust domain */
  readonly meshId?: string;
  /**
   * `istio-proxy`, or what the application is called. Excludes `tracingServiceName`.
   * @default istio-proxy
   */
  readonly serviceCluster?: string;
  /** @default APP_LABEL_AND_NAMESPACE */
  readonly tracingServiceName?: TracingServiceName;
  /** @default REDIRECT */
  readonly interceptionMode?: InterceptionMode;
  /**
   * Variant of the proxy's image.
   * @default - default
   */
  readonly image?: { readonly imageType: string };
  /** @default - none */
  readonly readinessProbe?: ProxyReadinessProbe;
  /** @default - none */
  readonly tracing?: ProxyTracing;
  /** @default - none */
  readonly proxyHeaders?: ProxyHeaders;
  /**
   * What stands in front of a gateway.
   * @default - nothing that is trusted
   */
  readonly gatewayTopology?: {
    /** @default 0 */
    readonly numTrustedProxies?: number;
    /** @default SANITIZE_SET */
    readonly forwardClientCertDetails?: ForwardClientCertMode;
    /**
     * Reads the PROXY protocol.
     * @default - does not
     */
    readonly proxyProtocol?: Readonly<Record<string, never>>;
  };
  /**
   * Envoy statistics to keep beside Istio's own.
   * @default - Istio's
   */
  readonly proxyStatsMatcher?: {
    readonly inclusionPrefixes?: readonly string[];
    readonly inclusionSuffixes?: readonly string[];
    readonly inclusionRegexps?: readonly string[];
  };
  /**
   * Longest name of a statistic, in characters.
   * @default 189
   */
  readonly statNameLength?: number;
  /** @default true */
  readonly statsCompression?: boolean;
  /** @default - none */
  readonly envoyAccessLogService?: RemoteService;
  /** @default - none */
  readonly envoyMetricsService?: RemoteService;
  /**
   * `host:port`.
   * @default - none
   */
  readonly statsdUdpAddress?: string;
  /**
   * Buffers of files are written this often.
   * @default 1s
   */
  readonly fileFlushInterval?: string;
  /**
   * Kilobytes that are written at once.
   * @default 64
   */
  readonly fileFlushMinSizeKb?: number;
  /**
   * Port of Envoy's administration.
   * @default 15000
   */
  readonly proxyAdminPort?: number;
  /**
   * Port of the agent's health check.
   * @default 15020
   */
  readonly statusPort?: number;
  /**
   * Root certificates, PEM, that the proxy trusts to reach istiod.
   * @default - none
   */
  readonly caCertificatesPem?: readonly string[];
  /**
   * Offloads TLS. One of the two, its `pollDelay` above 0.
   * @default - none
   */
  readonly privateKeyProvider?: {
    readonly cryptomb?: { readonly pollDelay: string; readonly fallback?: boolean };
    readonly qat?: { readonly pollDelay: string; readonly fallback?: boolean };
  };
  /**
   * Envoy's runtime keys, at one's own risk.
   * @default - none
   */
  readonly runtimeValues?: Readonly<Record<string, string>>;
  /**
   * Envoy's whole configuration as a file, in place of the bootstrap.
   * @default - none
   */
  readonly customConfigFile?: string;
  /** @default - Istio's, in the image */
  readonly proxyBootstrapTemplatePath?: string;
  /** @default MUTUAL_TLS */
  readonly controlPlaneAuthPolicy?: 'NONE' | 'MUTUAL_TLS';
  /**
   * Folder of the files that the agent writes.
   * @default ./etc/istio/proxy
   */
  readonly configPath?: string;
  /** @default /usr/local/bin/envoy */
  readonly binaryPath?: string;
}
