/** Settings that all ingress gateways, or all egress gateways, of a document share. */
export interface EgressGatewayValues {
  /** @default - true; false in profile demo */
  readonly autoscaleEnabled?: boolean;
  /** @default 1 */
  readonly autoscaleMin?: number;
  /** @default 5 */
  readonly autoscaleMax?: number;
  /**
   * Has istiod fill in the container, so that it is of istiod's version: `gateway`.
   * @default - none; the chart renders the container, of the document's hub and tag
   */
  readonly injectionTemplate?: string;
  /**
   * Lets the gateway open ports below 1024.
   * @default false
   */
  readonly runAsRoot?: boolean;
  /**
   * Leaves the Service to something else.
   * @default false
   */
  readonly customService?: boolean;
  /** @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Secrets of the gateway's namespace as files; one that does not exist is left out.
   * @default - certs and ca-certs of istio-ingressgateway
   */
  readonly secretVolumes?: readonly {
    readonly name: string;
    readonly secretName: string;
    readonly mountPath: string;
  }[];
  /**
   * ConfigMaps of the gateway's namespace as files.
   * @default - none
   */
  readonly configVolumes?: readonly {
    readonly name: string;
    readonly configMapName: string;
    readonly mountPath: string;
  }[];
  /** @default - none */
  readonly serviceAccount?: { readonly annotations: Readonly<Record<string, string>> };
  /** @default - the cluster's */
  readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[];
  /** @default - the cluster's */
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';
}

export interface IngressGatewayValues extends EgressGatewayValues {
  /**
   * Number of pods without autoscaling, to the chart, which renders a disruption budget from 2.
   * @default 1
   */
  readonly replicaCount?: number;
}

export interface GatewaysValues {
  /** Of every entry of `components.ingressGateways`, whatever its name. */
  readonly 'istio-ingressgateway'?: IngressGatewayValues;
  /** Of every entry of `components.egressGateways`, whatever its name. */
  readonly 'istio-egressgateway'?: EgressGatewayValues;
}
