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
