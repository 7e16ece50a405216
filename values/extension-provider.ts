/** A service of the mesh that a provider is reached at. */
interface ProviderService {
  /** Host name, or `namespace/host name` where several namespaces know the host. */
  readonly service: string;
  /** 1-65535. */
  readonly port: number;
}

/** A header of what is sent to a provider. One of `value` and `envName`. */
export interface ProviderHeader {
  readonly name: string;
  /** @default - none */
  readonly value?: string;
  /**
   * Variable of the proxy's environment.
   * @default - none
   */
  readonly envName?: string;
}

interface AuthorizationProvider extends ProviderService {
  /** @default 600s */
  readonly timeout?: string;
  /**
   * Lets a request pass where the service does not answer.
   * @default false
   */
  readonly failOpen?: boolean;
  /**
   * Routes a request anew when the service changed its headers.
   * @default false
   */
  readonly clearRouteCache?: boolean;
  /**
   * HTTP status where the service does not answer.
   * @default - 403
   */
  readonly statusOnError?: string;
  /** @default - no body */
  readonly includeRequestBodyInCheck?: {
    readonly maxRequestBytes: number;
    readonly allowPartialMessage?: boolean;
    readonly packAsBytes?: boolean;
  };
}

/** Asks an HTTP service whether a request may pass. */
export interface EnvoyExtAuthzHttpProvider extends AuthorizationProvider {
  /** @default - none */
  readonly pathPrefix?: string;
  /**
   * Patterns of names, `x-*` included.
   * @default - Host, Method, Path, Content-Length and Authorization
   */
  readonly includeRequestHeadersInCheck?: readonly string[];
  /** @default - none */
  readonly includeAdditionalHeadersInCheck?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly headersToUpstreamOnAllow?: readonly string[];
  /** @default - all */
  readonly headersToDownstreamOnDeny?: readonly string[];
  /** @default - none */
  readonly headersToDownstreamOnAllow?: readonly string[];
}

interface TracingProvider extends ProviderService {
  /**
   * Characters of a path in a tag.
   * @default 256
   */
  readonly maxTagLength?: number;
}

export interface ZipkinProvider extends TracingProvider {
  /** @default - 128 bits */
  readonly enable64bitTraceId?: boolean;
  /** @default - /api/v2/spans */
  readonly path?: string;
  /** @default USE_B3 */
  readonly traceContextOption?: 'USE_B3' | 'USE_B3_WITH_W3C_PROPAGATION';
  /** @default - 5s */
  readonly timeout?: string;
  /** @default - none */
  readonly headers?: readonly ProviderHeader[];
}

interface HttpService {
  readonly path: string;
  /** @default - Envoy's */
  readonly timeout?: string;
  /** @default - none */
  readonly headers?: readonly ProviderHeader[];
}

/** Sends spans over gRPC, or over HTTP where `http` is given. */
export interface OpenTelemetryProvider extends TracingProvider {
  /** @default - gRPC */
  readonly http?: HttpService;
  /** @default - none */
  readonly grpc?: { readonly timeout?: string; readonly initialMetadata?: readonly ProviderHeader[] };
  /** @default - none */
  readonly resourceDetectors?: {
    readonly environment?: Readonly<Record<string, never>>;
    readonly dynatrace?: Readonly<Record<string, never>>;
  };
  /** @default - Envoy's sampling */
  readonly dynatraceSampler?: {
    readonly tenant: string;
    readonly clusterId: number;
    readonly rootSpansPerMinute?: number;
    readonly httpService?: ProviderService & { readonly http: HttpService };
  };
}

interface AccessLogService extends ProviderService {
  /** @default - Istio's */
  readonly logName?: string;
}

interface GrpcAccessLogService extends AccessLogService {
  /** @default - none */
  readonly filterStateObjectsToLog?: readonly string[];
}

export interface EnvoyHttpAlsProvider extends GrpcAccessLogService {
  /** @default - none */
  readonly additionalRequestHeadersToLog?: readonly string[];
  /** @default - none */
  readonly additionalResponseHeadersToLog?: readonly string[];
  /** @default - none */
  readonly additionalResponseTrailersToLog?: readonly string[];
}

interface LogFormat {
  /**
   * Envoy's format string.
   * @default - Istio's
   */
  readonly text?: string;
  /**
   * Envoy's format strings by field.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The kinds of provider that today's Istio has; a provider is one of them. */
export const extensionProviderKinds = [
  'envoyExtAuthzHttp',
  'envoyExtAuthzGrpc',
  'zipkin',
  'datadog',
  'stackdriver',
  'skywalking',
  'opentelemetry',
  'prometheus',
  'envoyFileAccessLog',
  'envoyHttpAls',
  'envoyTcpAls',
  'envoyOtelAls',
  'sds',
] as const;
export type ExtensionProviderKind = (typeof extensionProviderKinds)[number];

/**
 * A backend of logs, metrics, traces or authorisation that objects refer to by its name. Exactly one kind; Istio has
 * `prometheus`, `stackdriver` and `envoy` already.
 */
export interface ExtensionProvider {
  /** Unique in the mesh. */
  readonly name: string;
  readonly envoyExtAuthzHttp?: EnvoyExtAuthzHttpProvider;
  readonly envoyExtAuthzGrpc?: AuthorizationProvider;
  readonly zipkin?: ZipkinProvider;
  readonly datadog?: TracingProvider;
  readonly stackdriver?: {
    readonly maxTagLength?: number;
    readonly logging?: { readonly labels: Readonly<Record<string, string>> };
  };
  readonly skywalking?: ProviderService & { readonly accessToken?: string };
  readonly opentelemetry?: OpenTelemetryProvider;
  readonly prometheus?: Readonly<Record<string, never>>;
  /** Writes the access log to a file. */
  readonly envoyFileAccessLog?: {
    /** `/dev/stdout` for the container's own. */
    readonly path: string;
    readonly logFormat?: LogFormat;
    /** @default false */
    readonly omitEmptyValues?: boolean;
  };
  readonly envoyHttpAls?: EnvoyHttpAlsProvider;
  readonly envoyTcpAls?: GrpcAccessLogService;
  readonly envoyOtelAls?: AccessLogService & { readonly logFormat?: LogFormat };
  /** Certificates from a service of your own. */
  readonly sds?: ProviderService & { readonly name: string };
}
