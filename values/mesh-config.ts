import type { ExtensionProvider } from './extension-provider';
import type {
  LabelSelector,
  MeshCaCertificate,
  MeshLocalityLoadBalancing,
  MeshRetryPolicy,
  RemoteTlsSettings,
  TcpKeepalive,
} from './mesh-settings';
import type { ProxyConfig } from './proxy-config';

/** Forms of the access log. */
export const accessLogEncodings = ['TEXT', 'JSON'] as const;
export type AccessLogEncoding = (typeof accessLogEncodings)[number];

/** REGISTRY_ONLY drops what is sent to a host that the mesh does not know. */
export const outboundTrafficPolicyModes = ['ALLOW_ANY', 'REGISTRY_ONLY'] as const;
export type OutboundTrafficPolicyMode = (typeof outboundTrafficPolicyModes)[number];

/** Where a sidecar hands on what it receives: to the pod's address, or to 127.0.0.1 as Istio did before 1.10. */
export const inboundTrafficPolicyModes = ['PASSTHROUGH', 'LOCALHOST'] as const;
export type InboundTrafficPolicyMode = (typeof inboundTrafficPolicyModes)[number];

/** Which Ingress objects Istio serves: none, those without a class too, those of its class alone. */
export const ingressControllerModes = ['OFF', 'DEFAULT', 'STRICT'] as const;
export type IngressControllerMode = (typeof ingressControllerModes)[number];

export const h2UpgradePolicies = ['DO_NOT_UPGRADE', 'UPGRADE'] as const;
export type H2UpgradePolicy = (typeof h2UpgradePolicies)[number];

/** What a proxy makes of a request's path before it routes and authorises; each does what those before it do. */
export const pathNormalizations = [
  'DEFAULT',
  'NONE',
  'BASE',
  'MERGE_SLASHES',
  'DECODE_AND_MERGE_SLASHES',
] as const;
export type PathNormalization = (typeof pathNormalizations)[number];

export const meshTlsProtocols = ['TLS_AUTO', 'TLSV1_2', 'TLSV1_3'] as const;
export type MeshTlsProtocol = (typeof meshTlsProtocols)[number];

/**
 * Istio's MeshConfig, in the JSON form that the control plane, the installer and a machine's mesh.yaml share. Fields
 * that today's Istio no longer reads are left out; durations are strings with a unit (`10s`).
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export interface MeshConfig {
  /**
   * What the proxies start with. A workload overrides it by annotation or by a ProxyConfig object.
   * @default - Istio's
   */
  readonly defaultConfig?: ProxyConfig;

  /**
   * File of the proxies' access log, `/dev/stdout` for the container's own.
   * @default - no access log
   */
  readonly accessLogFile?: string;
  /**
   * Envoy's format string; for JSON, a JSON object of them.
   * @default - Istio's fields
   */
  readonly accessLogFormat?: string;
  /** @default TEXT */
  readonly accessLogEncoding?: AccessLogEncoding;
  /**
   * Sends the access log to `defaultConfig.envoyAccessLogService`.
   * @default false
   */
  readonly enableEnvoyAccessLogService?: boolean;
  /**
   * Leaves out the log of connections that no route takes.
   * @default false
   */
  readonly disableEnvoyListenerLog?: boolean;
  /** @default true */
  readonly enableTracing?: boolean;
  /**
   * Serves the application's and the proxy's metrics on one port.
   * @default true
   */
  readonly enablePrometheusMerge?: boolean;
  /**
   * Backends of logs, metrics, traces and authorisation that Telemetry and AuthorizationPolicy name.
   * @default - Istio's own
   */
  readonly extensionProviders?: readonly ExtensionProvider[];
  /**
   * Names of the providers in use where no Telemetry says otherwise.
   * @default - prometheus for metrics
   */
  readonly defaultProviders?: {
    readonly tracing?: readonly string[];
    readonly metrics?: readonly string[];
    readonly accessLogging?: readonly string[];
  };
  /**
   * Pattern such as `%SERVICE_FQDN%_%SERVICE_PORT%`.
   * @default - Istio's
   */
  readonly inboundClusterStatName?: string;
  /** @default - Istio's */
  readonly outboundClusterStatName?: string;

  /**
   * The same in every cluster of a mesh that shares a root certificate.
   * @default cluster.local
   */
  readonly trustDomain?: string;
  /**
   * Former trust domains that policies go on to mean.
   * @default - none
   */
  readonly trustDomainAliases?: readonly string[];
  /** @default - istiod's own and the plugged-in root */
  readonly caCertificates?: readonly MeshCaCertificate[];
  /**
   * An outside signer that istiod hands requests to.
   * @default - istiod signs
   */
  readonly ca?: {
    /** `host:port`. */
    readonly address: string;
    readonly tlsSettings?: RemoteTlsSettings;
    /** @default 10s */
    readonly requestTimeout?: string;
    /** @default true */
    readonly istiodSide?: boolean;
  };
  /**
   * Proxies speak mutual TLS to every workload that has one, without a DestinationRule.
   * @default true
   */
  readonly enableAutoMtls?: boolean;
  /**
   * TLS inside the mesh. It has no ECDH curves: Istio refuses them here.
   * @default - Istio's
   */
  readonly meshMTLS?: {
    readonly minProtocolVersion?: MeshTlsProtocol;
    readonly cipherSuites?: readonly string[];
  };
  /**
   * TLS that is not Istio's own: gateways, and what leaves the mesh.
   * @default - Istio's
   */
  readonly tlsDefaults?: {
    readonly minProtocolVersion?: MeshTlsProtocol;
    readonly ecdhCurves?: readonly string[];
    readonly cipherSuites?: readonly string[];
  };

  /** @default ALLOW_ANY */
  readonly outboundTrafficPolicy?: { readonly mode: OutboundTrafficPolicyMode };
  /** @default PASSTHROUGH */
  readonly inboundTrafficPolicy?: { readonly mode: InboundTrafficPolicyMode };
  /** @default - enabled, the nearest endpoints first */
  readonly localityLbSetting?: MeshLocalityLoadBalancing;
  /** @default - two attempts */
  readonly defaultHttpRetryPolicy?: MeshRetryPolicy;
  /** @default - DEFAULT, which is BASE */
  readonly pathNormalization?: { readonly normalization: PathNormalization };
  /** @default DO_NOT_UPGRADE */
  readonly h2UpgradePolicy?: H2UpgradePolicy;
  /**
   * 1ms to 1h.
   * @default 10s
   */
  readonly connectTimeout?: string;
  /**
   * How long a proxy looks at a connection whose protocol nobody declared. 0s looks for ever.
   * @default 0s
   */
  readonly protocolDetectionTimeout?: string;
  /**
   * How long a waypoint or gateway keeps an idle connection to ztunnel.
   * @default 1h
   */
  readonly hboneIdleTimeout?: string;
  /**
   * How soon a host name that does not resolve is asked for again.
   * @default 60s
   */
  readonly dnsRefreshRate?: string;
  /** @default - none */
  readonly tcpKeepalive?: TcpKeepalive;
  /** @default 15001 */
  readonly proxyListenPort?: number;
  /** @default 15006 */
  readonly proxyInboundListenPort?: number;
  /**
   * Port of an HTTP proxy for the application.
   * @default - none
   */
  readonly proxyHttpPort?: number;

  /**
   * Namespace whose policies hold for the whole mesh.
   * @default - that of istiod
   */
  readonly rootNamespace?: string;
  /**
   * Namespaces that istiod looks at.
   * @default - all
   */
  readonly discoverySelectors?: readonly LabelSelector[];
  /**
   * Namespaces that services are visible to, `.` for their own, `*` for all.
   * @default - *
   */
  readonly defaultServiceExportTo?: readonly string[];
  /** @default - * */
  readonly defaultVirtualServiceExportTo?: readonly string[];
  /** @default - * */
  readonly defaultDestinationRuleExportTo?: readonly string[];
  /**
   * Services that stay within their cluster.
   * @default - none
   */
  readonly serviceSettings?: readonly {
    readonly settings: { readonly clusterLocal: boolean };
    /** Host names, of which the first label may be `*`. */
    readonly hosts: readonly string[];
  }[];
  /**
   * In ambient mode, services that other clusters see.
   * @default - those labelled istio.io/global=true, in profile ambient
   */
  readonly serviceScopeConfigs?: readonly {
    readonly namespaceSelector?: LabelSelector;
    readonly servicesSelector?: LabelSelector;
    readonly scope: 'LOCAL' | 'GLOBAL';
  }[];

  /**
   * Where istiod reads Istio's objects from, `k8s://` for the cluster among them.
   * @default - the cluster
   */
  readonly configSources?: readonly {
    readonly address: string;
    readonly tlsSettings?: RemoteTlsSettings;
    readonly subscribedResources?: readonly 'SERVICE_REGISTRY'[];
  }[];

  /**
   * Class of the Ingress objects that Istio serves.
   * @default istio
   */
  readonly ingressClass?: string;
  /**
   * Service that they are served by.
   * @default istio-ingressgateway
   */
  readonly ingressService?: string;
  /**
   * Value of the label `istio` of the gateway that serves them.
   * @default ingressgateway
   */
  readonly ingressSelector?: string;
  /** @default STRICT */
  readonly ingressControllerMode?: IngressControllerMode;
}
