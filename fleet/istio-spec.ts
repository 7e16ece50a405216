import type { MeshConfig } from '../values/mesh-config';

/** Who turns IstioOperator documents into objects. */
export const installers = ['plugin', 'helm', 'rendered', 'operator'] as const;
export type Installer = (typeof installers)[number];

export interface IstioSpec {
  /** Full version, 1.22.0 or later: `1.29.1`. */
  readonly version: string;
  /**
   * Revision of the control plane, a DNS label: `1-29-1`.
   * @default - none, the default revision
   */
  readonly revision?: string;
  /** @default 'plugin' */
  readonly installer?: Installer;
  /** @default 'docker.io/istio' */
  readonly hub?: string;
  /** @default - the version */
  readonly tag?: string;
  /**
   * Mesh-wide settings, the same in every cluster. Trust domain and cluster names are added.
   * @default - Istio's
   */
  readonly meshConfig?: MeshConfig;
  /**
   * Mutual TLS that every workload of the mesh demands.
   * @default - no policy: Istio's PERMISSIVE
   */
  readonly mutualTls?: 'STRICT' | 'PERMISSIVE';
  /**
   * Settings of istiod, the same in every cluster.
   * @default - Istio's
   */
  readonly pilot?: PilotSpec;
  /**
   * Installs Istio's CNI plugin in place of init containers.
   * @default - none
   */
  readonly cni?: CniSpec;
  /**
   * Installs base, istiod, CNI plugin and ingress gateway from one document, beside what its profile brings.
   * @default - a document for each, of profile `empty`, each a component of its own
   */
  readonly document?: DocumentSpec;
  /**
   * Who the pods of istiod and of the gateways run as.
   * @default - as Istio's charts have it
   */
  readonly podIdentity?: PodIdentitySpec;
  /**
   * What istiod logs: `default:error`.
   * @default - Istio's
   */
  readonly logLevel?: string;
  /**
   * The ClusterIssuer of cert-manager, in every primary, that signs the intermediate by which istiod signs workloads.
   * @default - somebody makes them: `meshwright pki`
   */
  readonly certificateIssuer?: string;
  /**
   * A second control plane beside the first, of another version, for some namespaces: the way from one version to the
   * next.
   * @default - none
   */
  readonly canary?: CanarySpec;
  /**
   * Whether proxies report Istio's metrics where no Telemetry says so.
   * @default true
   */
  readonly metrics?: boolean;
}

/** The control plane that namespaces move to, one after the other. */
export interface CanarySpec {
  /** Full version: `1.29.2`. */
  readonly version: string;
  /** Its revision, another than the first one's: `1-29-2`. */
  readonly revision: string;
  /** @default - that of the mesh */
  readonly hub?: string;
  /** @default - the version */
  readonly tag?: string;
  /**
   * Namespaces whose pods it injects.
   * @default - none yet
   */
  readonly namespaces?: readonly string[];
}

/** One document for the whole control plane. */
export interface DocumentSpec {
  /** Name of the IstioOperator. */
  readonly name: string;
  readonly profile: 'default' | 'minimal' | 'demo';
}

/** Identity of a pod's processes, for clusters that want one named. */
export interface PodIdentitySpec {
  readonly runAsUser: number;
  readonly runAsGroup: number;
  readonly fsGroup: number;
  readonly supplementalGroups?: readonly number[];
}

export interface PilotSpec {
  /**
   * Replicas of istiod. A fixed number turns autoscaling off.
   * @default - Istio's autoscaling
   */
  readonly replicas?: number;
  /**
   * Environment of istiod: `{ PILOT_ENABLE_WORKLOAD_ENTRY_AUTOREGISTRATION: 'true' }`.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string>>;
}

export interface CniSpec {
  /** @default '/opt/cni/bin' */
  readonly binDir?: string;
  /** @default '/etc/cni/net.d' */
  readonly confDir?: string;
  /**
   * Namespaces whose pods the plugin leaves alone.
   * @default - Istio's: kube-system
   */
  readonly excludeNamespaces?: readonly string[];
}
