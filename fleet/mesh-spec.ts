import type { MeshConfig } from '../values/mesh-config';
import type { Probe } from '../values/probe';

/**
 * A mesh as a user writes it: names of clusters, networks and machines are literal types, so that a reference to
 * one that is not there does not compile. What types cannot say is checked by `defineMesh` (validate.ts).
 */
export interface MeshSpec<C extends string = string, N extends string = string, M extends string = string> {
  /** DNS label. The first folder below dist, and the name of the mesh's Argo CD project. */
  readonly name: string;
  /**
   * What Istio calls the mesh in telemetry and in `global.meshID`.
   * @default - the name
   */
  readonly meshId?: string;
  /**
   * SPIFFE trust domain of all workloads.
   * @default 'cluster.local'
   */
  readonly trustDomain?: string;
  /**
   * The Istio that the primaries run.
   * @default - none: clusters and machines without a mesh
   */
  readonly istio?: IstioSpec;
  /**
   * Networks by name. Inside one, every address reaches every other.
   * @default - none
   */
  readonly networks?: Readonly<Record<N, NetworkSpec>>;
  /** Clusters by name, at least one. */
  readonly clusters: Readonly<Record<C, ClusterSpec<NoInfer<N>>>>;
  /**
   * Virtual machines by name.
   * @default - none
   */
  readonly machines?: Readonly<Record<M, MachineSpec<NoInfer<C>, NoInfer<N>>>>;
  /**
   * How the clusters' own nodes are set up; rendered as cloud-init for each node that a cluster names.
   * @default - nodes are somebody else's
   */
  readonly nodes?: NodesSpec;
  /**
   * The project of Rancher that the control plane's namespace belongs to, in each cluster that Rancher manages.
   * @default - none
   */
  readonly rancher?: RancherSpec;
  /**
   * The git repository that Argo CD reads dist from.
   * @default - none: nothing of Argo CD is rendered
   */
  readonly repository?: RepositorySpec;
  /**
   * The Argo CD of the hub.
   * @default - installed by its own manifests, telling nobody
   */
  readonly argocd?: ArgocdSpec;
}

export interface RepositorySpec {
  /** URL as the hub reaches it, without credentials: `https://host/path`, `git@host:path`. */
  readonly url: string;
  /**
   * Branch, tag or commit.
   * @default 'HEAD', the tip of the default branch
   */
  readonly revision?: string;
  /**
   * The folder of the repository that is dist.
   * @default 'dist'
   */
  readonly path?: string;
}

/** How Argo CD came to the hub. */
export const argocdInstallations = ['manifests', 'chart'] as const;
export type ArgocdInstallation = (typeof argocdInstallations)[number];

export interface ArgocdSpec {
  /**
   * An Argo CD of its own manifests gets its settings and the plugin's sidecar as patches; one of its Helm chart as a
   * file of values for that chart.
   * @default 'manifests'
   */
  readonly installedBy?: ArgocdInstallation;
  /**
   * Who is told of what: recipients by `<trigger>.<service>`, as Argo CD's notifications name them:
   * `{ 'on-sync-failed.slack': 'mesh-alerts' }`.
   * @default - nobody
   */
  readonly notifications?: Readonly<Record<string, string>>;
}

/** Who turns IstioOperator documents into objects. */
export const installers = ['plugin', 'operator'] as const;
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
   * Whether proxies report Istio's metrics where no Telemetry says so.
   * @default true
   */
  readonly metrics?: boolean;
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

export interface NetworkSpec {
  /**
   * Whether the other networks reach its addresses without a gateway.
   * @default false
   */
  readonly directlyReachable?: boolean;
}

/**
 * What a cluster does: the `hub` runs Argo CD, a `primary` runs istiod, a `member` is just a cluster.
 */
export const roles = ['hub', 'primary', 'member'] as const;
export type Role = (typeof roles)[number];

export interface ClusterSpec<N extends string = string> {
  /** @default - 'primary' where the mesh has Istio, else 'member' */
  readonly role?: Role | readonly Role[];
  /** URL of the API server, as the hub reaches it. */
  readonly server: string;
  /**
   * Network of the pods.
   * @default - none; a primary needs one
   */
  readonly network?: N;
  /**
   * `region`, `region/zone` or `region/zone/subzone`.
   * @default - whatever the nodes are labelled
   */
  readonly locality?: string;
  /**
   * Address ranges of the pods. Ranges of different networks may overlap, those of one may not.
   * @default - not known
   */
  readonly podCidrs?: readonly string[];
  /**
   * Address range of the services, not routed outside the cluster.
   * @default - not known
   */
  readonly serviceCidr?: string;
  /**
   * Gateway for traffic from outside of the mesh.
   * @default - none
   */
  readonly ingress?: GatewaySpec;
  /**
   * Gateway for traffic from other networks of the mesh.
   * @default - none
   */
  readonly eastWest?: EastWestSpec;
  /**
   * What Rancher calls the cluster, where it manages it; the mesh's `rancher` says the rest.
   * @default - not managed by Rancher
   */
  readonly rancher?: { readonly clusterId: string };
  /**
   * Names of the cluster's nodes whose configuration this repository renders.
   * @default - none
   */
  readonly nodes?: readonly string[];
  /**
   * What exists outside dist, so that checks are about mistakes and not about ignorance.
   * @default - nothing but what every cluster has
   */
  readonly provided?: ProvidedSpec;
}

export interface GatewaySpec {
  /** @default 'istio-ingressgateway' */
  readonly name?: string;
  /**
   * Seconds for which a stopping pod goes on serving, so that load balancers notice.
   * @default - none
   */
  readonly drainSeconds?: number;
  /**
   * Address that the cluster's load balancer gives the gateway.
   * @default - not known in advance
   */
  readonly address?: string;
  /** @default 'LoadBalancer' */
  readonly serviceType?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /**
   * Replicas of the gateway. A fixed number turns autoscaling off.
   * @default - Istio's autoscaling
   */
  readonly replicas?: number;
}

export interface EastWestSpec extends Omit<GatewaySpec, 'name'> {
  /** @default 'istio-eastwestgateway' */
  readonly name?: string;
  /**
   * Port for traffic of the mesh.
   * @default 15443
   */
  readonly port?: number;
  /**
   * Whether machines and other clusters reach istiod through it, as `istiod.<cluster>`.
   * @default false
   */
  readonly exposeIstiod?: boolean;
  /**
   * Name of the gateway's IstioOperator.
   * @default 'istio-ewgw'
   */
  readonly document?: string;
}

export interface ProvidedSpec {
  /** @default - default, kube-system, kube-public and kube-node-lease */
  readonly namespaces?: readonly string[];
  /**
   * Secrets by `namespace/name`.
   * @default - none
   */
  readonly secrets?: readonly string[];
}

export interface MachineSpec<C extends string = string, N extends string = string> {
  /** The primary that the machine is onboarded through. */
  readonly cluster: C;
  readonly network: N;
  /** IPv4 or IPv6 address, as the machine's network knows it. */
  readonly address: string;
  /**
   * Address by which the mesh reaches the machine, where that is not its own: behind NAT.
   * @default - the address
   */
  readonly externalAddress?: string;
  /** @default - none */
  readonly locality?: string;
  /** What the machine is in the mesh: its workload group, rendered by the application that it belongs to. */
  readonly workloadGroup: WorkloadGroupSpec;
  /**
   * Whether the machine's WorkloadEntry is made when it connects, and goes when it is gone.
   * @default true
   */
  readonly autoregister?: boolean;
  /**
   * Whether the sidecar answers the machine's DNS requests, so that it knows the mesh's services by name.
   * @default true
   */
  readonly captureDns?: boolean;
  /**
   * The package that the sidecar comes in.
   * @default - Debian's for amd64, of the mesh's Istio version
   */
  readonly sidecar?: SidecarPackageSpec;
  /**
   * The program that the machine runs, as a systemd unit.
   * @default - none is installed
   */
  readonly service?: MachineServiceSpec;
}

export interface WorkloadGroupSpec {
  readonly name: string;
  readonly namespace: string;
  /** A machine has no other identity: istiod refuses one without. */
  readonly serviceAccount: string;
  /**
   * Labels that services select by.
   * @default - { app: <name> }
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Annotations of its entries; `proxy.istio.io/config` among them sets their sidecars.
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * Ports by name.
   * @default - none
   */
  readonly ports?: Readonly<Record<string, number>>;
  /**
   * How the agent asks whether the program is well.
   * @default - no probe: healthy while connected
   */
  readonly probe?: Probe;
}

/** Where a machine gets the sidecar from. */
export interface SidecarPackageSpec {
  /** @default 'deb' */
  readonly format?: 'deb' | 'rpm';
  /** @default 'amd64' */
  readonly architecture?: 'amd64' | 'arm64';
  /**
   * SHA-256 of the package, 64 hexadecimal digits.
   * @default - the checksum that is published beside the package
   */
  readonly sha256?: string;
  /**
   * Where the package is.
   * @default - Istio's own place for releases
   */
  readonly url?: string;
}

export interface MachineServiceSpec {
  /** Name of the systemd unit, without `.service`. */
  readonly name: string;
  readonly description: string;
  /** The command line, absolute. */
  readonly command: string;
  /**
   * User that the program runs as; not istio-proxy, whose traffic goes past the sidecar.
   * @default - one of the unit's own, without rights on the machine
   */
  readonly user?: string;
  /**
   * Packages of the machine's distribution that the program needs.
   * @default - none
   */
  readonly packages?: readonly string[];
  /**
   * Shell commands that put the program into place, run once before its first start.
   * @default - none
   */
  readonly install?: readonly string[];
}

export interface NodesSpec {
  readonly k3s: K3sSpec;
  /** @default - k3s' own network */
  readonly calico?: CalicoSpec;
  /**
   * Pull-through registries by the registry that they stand for: `{ 'docker.io': 'http://192.0.2.1:5001' }`.
   * @default - none
   */
  readonly registryMirrors?: Readonly<Record<string, string>>;
}

export interface K3sSpec {
  /** Release of k3s: `v1.34.4+k3s1`. */
  readonly version: string;
  /**
   * Components of k3s that are left out.
   * @default - none
   */
  readonly disable?: readonly string[];
}

export interface CalicoSpec {
  /** Release of Calico: `v3.31.2`. */
  readonly version: string;
  /** Prefix length of the block of addresses that a node takes at a time. */
  readonly blockSize: number;
  readonly encapsulation: 'None' | 'IPIP' | 'IPIPCrossSubnet' | 'VXLAN' | 'VXLANCrossSubnet';
}

export interface RancherSpec {
  readonly project: {
    readonly name: string;
    /** @default - the name */
    readonly displayName?: string;
    /** @default - none */
    readonly description?: string;
    /** What the project's namespaces may have together, and each by default, as Kubernetes quantities. */
    readonly quota: { readonly limitsCpu: string; readonly limitsMemory: string };
    /**
     * Limits and requests of containers that say none.
     * @default - none
     */
    readonly containers?: {
      readonly limitsCpu: string;
      readonly limitsMemory: string;
      readonly requestsCpu: string;
      readonly requestsMemory: string;
    };
  };
  /**
   * Labels of the nodes that take the pods of the control plane's namespace.
   * @default - any node
   */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}
