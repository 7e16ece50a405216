import type { Probe } from '../values/probe';

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
