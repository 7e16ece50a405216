/** Endpoints that are in a network: those of an address range, or of a cluster by its name. One of the two. */
export interface NetworkEndpoints {
  /** @default - none */
  readonly fromCidr?: string;
  /**
   * Name of a cluster, as its istiod is told.
   * @default - none
   */
  readonly fromRegistry?: string;
}

/** Where a network is entered from others. One of `address` and `registryServiceName`. */
export interface NetworkGateway {
  /**
   * Address, or host name that the clients resolve.
   * @default - none
   */
  readonly address?: string;
  /**
   * Host name of the gateway's service, whose outside addresses are taken.
   * @default - none
   */
  readonly registryServiceName?: string;
  /** 1-65535. */
  readonly port: number;
  /**
   * `region/zone/subzone`.
   * @default - none
   */
  readonly locality?: string;
}

/** A network, declared by hand. A gateway whose service has the label topology.istio.io/network needs no such entry. */
export interface Network {
  readonly endpoints: readonly NetworkEndpoints[];
  readonly gateways: readonly NetworkGateway[];
}

/** Networks by name. */
export type MeshNetworks = Readonly<Record<string, Network>>;
