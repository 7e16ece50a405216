import type { ClusterSpec } from './cluster-spec';
import type { ArgocdSpec, RepositorySpec } from './delivery-spec';
import type { IstioSpec } from './istio-spec';
import type { MachineSpec } from './machine-spec';
import type { NodesSpec } from './node-spec';
import type { RancherSpec } from './rancher-spec';

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
  /**
   * Findings that may be there.
   * @default - none
   */
  readonly allow?: readonly AllowanceSpec[];
}

/** A finding that a mesh has on purpose. */
export interface AllowanceSpec {
  /** `MW1301`; `npx meshwright explain MW1301` says what it means. */
  readonly code: string;
  /**
   * The objects that it may be found of: kind, name and namespace, where `*` is any text: `Service *.shop`.
   * @default '*', all of the mesh
   */
  readonly object?: string;
  /** Why, for whoever reads the report. */
  readonly reason: string;
}

export interface NetworkSpec {
  /**
   * Whether the other networks reach its addresses without a gateway.
   * @default false
   */
  readonly directlyReachable?: boolean;
}
