/** A label selector as Kubernetes has it. */
export interface LabelSelector {
  /** @default - none */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    /** @default - none; In and NotIn need them */
    readonly values?: readonly string[];
  }[];
}

/** TCP keep-alive of a connection. */
export interface TcpKeepalive {
  /**
   * Probes without an answer until the connection counts as dead.
   * @default - the operating system's
   */
  readonly probes?: number;
  /**
   * Duration without traffic until the first probe.
   * @default - the operating system's
   */
  readonly time?: string;
  /**
   * Duration between two probes.
   * @default - the operating system's
   */
  readonly interval?: string;
}

/** TLS of a connection that a proxy or istiod opens to a service of its own. Files are in the proxy's container. */
export interface RemoteTlsSettings {
  readonly mode: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
  /** @default - none; MUTUAL needs it */
  readonly clientCertificate?: string;
  /** @default - none; MUTUAL needs it */
  readonly privateKey?: string;
  /** @default - the operating system's */
  readonly caCertificates?: string;
  /** @default - any */
  readonly subjectAltNames?: readonly string[];
  /** @default - the host */
  readonly sni?: string;
  /** @default false */
  readonly insecureSkipVerify?: boolean;
}

/** How the places of client and endpoints steer the traffic, unless a DestinationRule says otherwise. */
export interface MeshLocalityLoadBalancing {
  /** @default true */
  readonly enabled?: boolean;
  /**
   * Fixed shares by place of the client, 100 in all.
   * @default - none; the nearest endpoints first
   */
  readonly distribute?: readonly {
    readonly from: string;
    readonly to: Readonly<Record<string, number>>;
  }[];
  /**
   * Which region comes next.
   * @default - any
   */
  readonly failover?: readonly { readonly from: string; readonly to: string }[];
  /**
   * Labels, `key` or `key=value`, that order the endpoints.
   * @default - region, zone, subzone
   */
  readonly failoverPriority?: readonly string[];
}

/** Retries of HTTP requests that name none of their own. */
export interface MeshRetryPolicy {
  /**
   * 0 turns retries off.
   * @default 2
   */
  readonly attempts?: number;
  /**
   * Conditions, comma-separated, as Envoy names them.
   * @default - failed connections and refused streams
   */
  readonly retryOn?: string;
  /** @default - other localities too */
  readonly retryRemoteLocalities?: boolean;
  /** @default true */
  readonly retryIgnorePreviousHosts?: boolean;
  /**
   * Least duration between two attempts.
   * @default 25ms
   */
  readonly backoff?: string;
}

/** A root certificate that workloads trust beside istiod's own. One of `pem` and `spiffeBundleUrl`. */
export interface MeshCaCertificate {
  /** @default - none */
  readonly pem?: string;
  /** @default - none */
  readonly spiffeBundleUrl?: string;
  /**
   * Signers that it is used for.
   * @default - all
   */
  readonly certSigners?: readonly string[];
  /**
   * Trust domains that it is used for.
   * @default - all
   */
  readonly trustDomains?: readonly string[];
}
