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
  /**
   * Where nodes are besides the cluster's own `locality`: `region/zone/subzone`.
   * @default - nowhere else
   */
  readonly localities?: readonly string[];
}
