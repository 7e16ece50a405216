import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { checkInteger } from '../../values/numbers';
import { show } from '../../values/user-error';
import { ClusterResource, type ClusterResourceProps } from '../resource';
import { checkIpPools, enabled, lowerIpPool, type IpPool } from './ip-pool';

export const cniTypes = ['Calico', 'GKE', 'AmazonVPC', 'AzureVNET'] as const;
/** Who connects pods to the network; all but Calico are installed by something else. */
export type CniType = (typeof cniTypes)[number];

export const ipamTypes = ['Calico', 'HostLocal', 'AmazonVPC', 'AzureVNET'] as const;
/** Who hands out the pods' addresses. */
export type IpamType = (typeof ipamTypes)[number];

/** The IPAM plugins that the operator takes with a CNI plugin, its default first. */
const ipamOf: Readonly<Record<CniType, readonly IpamType[]>> = {
  Calico: ['Calico', 'HostLocal'],
  GKE: ['HostLocal'],
  AmazonVPC: ['AmazonVPC'],
  AzureVNET: ['AzureVNET'],
};

export const linuxDataplanes = ['Iptables', 'BPF', 'VPP', 'Nftables'] as const;
export type LinuxDataplane = (typeof linuxDataplanes)[number];

/** The pods' network. */
export interface CalicoNetwork {
  /**
   * Made where the cluster has none yet.
   * @default - one, of the cluster's pod range
   */
  readonly ipPools?: readonly IpPool[];
  /**
   * Routes between nodes over BGP.
   * @default true, with the CNI Calico
   */
  readonly bgp?: boolean;
  /** @default Iptables */
  readonly linuxDataplane?: LinuxDataplane;
  /**
   * Bytes in a packet of a pod.
   * @default - found out by the operator
   */
  readonly mtu?: number;
  /**
   * Lets containers forward packets, as k3s needs it.
   * @default false
   */
  readonly containerIpForwarding?: boolean;
  /** @default true */
  readonly hostPorts?: boolean;
}

export interface InstallationProps extends Omit<ClusterResourceProps, 'name'> {
  /** @default - the operator's own defaults */
  readonly calicoNetwork?: CalicoNetwork;
  /** @default - Calico's own, with the operator's IPAM for it */
  readonly cni?: {
    readonly type: CniType;
    /** @default - the one that goes with the type */
    readonly ipam?: IpamType;
  };
  /**
   * Registry of all images, with a slash at the end: `registry.example.org/`.
   * @default - each image's own
   */
  readonly registry?: string;
  /**
   * Path of all images in it.
   * @default - each image's own
   */
  readonly imagePath?: string;
  /**
   * Secrets of the operator's namespace for pulling images.
   * @default - none
   */
  readonly imagePullSecrets?: readonly string[];
}

/**
 * Installs Calico by the Tigera operator, which reads the one Installation called `default` and no other.
 *
 * @throws UserError for what the operator would refuse
 * @see https://docs.tigera.io/calico/latest/reference/installation/api
 */
export class Installation extends ClusterResource {
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: InstallationProps = {}) {
    super(scope, id, { ...props, name: 'default' });
    this.check('Installation', (checks) => checkInstallation(props, checks));
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: 'operator.tigera.io/v1',
      kind: 'Installation',
      metadata: this.metadata,
      spec: lower(props),
    });
  }
}

function checkInstallation({ calicoNetwork, cni, registry }: InstallationProps, checks: Checks): void {
  const cniType = cni?.type ?? 'Calico';
  const knownCni = checks.at('cni').at('type').oneOf(cniType, cniTypes);
  if (knownCni && cni?.ipam !== undefined) {
    checks
      .at('cni')
      .at('ipam')
      .expect(
        ipamOf[cniType].includes(cni.ipam),
        `${show(cni.ipam)} does not go with the CNI ${cniType} (${ipamOf[cniType].join(', ')}): the operator refuses it`,
      );
  }
  if (registry !== undefined) {
    checks
      .at('registry')
      .expect(
        registry.endsWith('/') || registry === 'UseDefault',
        `${show(registry)} does not end with "/": the operator refuses it; UseDefault is each image's own`,
      );
  }
  if (calicoNetwork === undefined || !knownCni) return;

  const at = checks.at('calicoNetwork');
  const { ipPools, bgp, linuxDataplane, mtu, hostPorts, containerIpForwarding } = calicoNetwork;
  const ipamType = cni?.ipam ?? ipamOf[cniType][0] ?? 'Calico';
  if (ipPools !== undefined) {
    checkIpPools(ipPools, { bgp: bgp ?? cniType === 'Calico', cniType, ipamType }, at.at('ipPools'));
  }
  if (linuxDataplane !== undefined) at.at('linuxDataplane').oneOf(linuxDataplane, linuxDataplanes);
  if (mtu !== undefined) checkInteger(at.at('mtu'), mtu, 576, 65535);
  const ofCalicoAlone = { bgp, hostPorts, containerIpForwarding };
  for (const [field, value] of Object.entries(ofCalicoAlone)) {
    at.at(field).expect(
      !value || cniType === 'Calico',
      `is given with the CNI ${cniType}: the operator refuses it, only Calico's has it`,
    );
  }
}

function lower({ calicoNetwork, cni, registry, imagePath, imagePullSecrets }: InstallationProps) {
  return {
    registry,
    imagePath,
    imagePullSecrets: imagePullSecrets?.map((name) => ({ name })),
    cni: cni && { type: cni.type, ipam: cni.ipam && { type: cni.ipam } },
    calicoNetwork: calicoNetwork && lowerNetwork(calicoNetwork),
  };
}

function lowerNetwork(network: CalicoNetwork) {
  const { ipPools, bgp, linuxDataplane, mtu, containerIpForwarding, hostPorts } = network;
  return {
    bgp: bgp === undefined ? undefined : enabled(bgp),
    linuxDataplane,
    mtu,
    containerIPForwarding: containerIpForwarding === undefined ? undefined : enabled(containerIpForwarding),
    hostPorts: hostPorts === undefined ? undefined : enabled(hostPorts),
    ipPools: ipPools?.map(lowerIpPool),
  };
}
