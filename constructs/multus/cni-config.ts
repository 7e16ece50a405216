import type { Checks } from '../../values/checks';
import { checkInteger, UINT32_MAX } from '../../values/numbers';
import { show } from '../../values/user-error';
import { checkStaticIpam, lowerStaticIpam, type StaticIpam } from './static-ipam';

export const cniVersions = ['0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'] as const;
/** Version of the CNI specification; a plugin refuses one that is newer than itself. */
export type CniVersion = (typeof cniVersions)[number];

export const cniCapabilities = [
  'ips',
  'mac',
  'portMappings',
  'bandwidth',
  'infinibandGUID',
  'deviceID',
] as const;
/** What a pod may ask for when it is attached. Multus passes on what the configuration declares, and drops the rest. */
export type CniCapability = (typeof cniCapabilities)[number];

/** What every plugin's configuration has. */
export interface CniCommon {
  /** @default 1.0.0 */
  readonly cniVersion?: CniVersion;
  /**
   * Name of the network, for the plugins' own bookkeeping.
   * @default - Multus', the name of the NetworkAttachmentDefinition
   */
  readonly name?: string;
  /**
   * What a pod may ask for. Of the plugin, not of its IPAM: the CNI library reads it there alone.
   * @default - `ips` where the IPAM hands out no addresses of its own, else none
   */
  readonly capabilities?: readonly CniCapability[];
}

/**
 * A Linux bridge on the node, which pods are attached to.
 *
 * @see https://www.cni.dev/plugins/current/main/bridge/
 */
export interface BridgePlugin extends CniCommon {
  /**
   * Name of the bridge on the node, at most 15 characters; made where it is missing.
   * @default cni0
   */
  readonly bridge?: string;
  /**
   * Gives the bridge an address of each pod's range, the range's first unless said otherwise, so that pods route by it.
   * @default false
   */
  readonly isGateway?: boolean;
  /**
   * Makes the bridge the pods' default route as well.
   * @default false
   */
  readonly isDefaultGateway?: boolean;
  /**
   * Replaces an address of the bridge that is in the way of another.
   * @default false
   */
  readonly forceAddress?: boolean;
  /**
   * Whether what leaves the range bears the node's address.
   * @default false
   */
  readonly ipMasq?: boolean;
  /**
   * Bytes in a packet.
   * @default - the kernel's
   */
  readonly mtu?: number;
  /**
   * Lets a pod reach itself through the bridge.
   * @default false
   */
  readonly hairpinMode?: boolean;
  /** @default false */
  readonly promiscMode?: boolean;
  /**
   * VLAN of the pods' ports, 1-4094.
   * @default - none
   */
  readonly vlan?: number;
  /** @default - none: layer 2 alone, the pods get no address */
  readonly ipam?: StaticIpam;
}

/** The configuration of a CNI plugin, checked and written as JSON. */
export class CniConfig {
  static bridge(plugin: BridgePlugin): CniConfig {
    return new CniConfig(plugin);
  }

  readonly capabilities: readonly CniCapability[];

  private constructor(private readonly plugin: BridgePlugin) {
    const { capabilities, ipam } = plugin;
    this.capabilities = capabilities ?? (ipam !== undefined && !ipam.addresses?.length ? ['ips'] : []);
  }

  check(checks: Checks): void {
    const { cniVersion, name, bridge, mtu, vlan, hairpinMode, promiscMode, ipam } = this.plugin;
    if (cniVersion !== undefined) checks.at('cniVersion').oneOf(cniVersion, cniVersions);
    checks
      .at('name')
      .expect(
        name === undefined || /^[a-zA-Z0-9][-a-zA-Z0-9_.]*$/.test(name),
        `${show(name)} is not a network's name (letters, digits, "-", "_" and ".", first a letter or digit)`,
      );
    if (bridge !== undefined) checkInterfaceName(bridge, checks.at('bridge'));
    if (mtu !== undefined) checkInteger(checks.at('mtu'), mtu, 68, UINT32_MAX);
    if (vlan !== undefined) checkInteger(checks.at('vlan'), vlan, 1, 4094);
    checks
      .at('promiscMode')
      .expect(!hairpinMode || !promiscMode, 'is set with hairpinMode: the plugin refuses it');
    this.checkCapabilities(checks.at('capabilities'));
    const hasGateway = this.plugin.isGateway === true || this.plugin.isDefaultGateway === true;
    if (ipam !== undefined) checkStaticIpam(ipam, hasGateway, checks.at('ipam'));
    else this.checkWithoutIpam(checks);
  }

  /** Two spaces of indentation; keys in an order of their own, whatever the order in which they were given. */
  toJson(): string {
    const { cniVersion = '1.0.0', name, ipam, ...bridge } = this.plugin;
    const settings = Object.entries({ ...bridge, capabilities: undefined })
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const config = {
      cniVersion,
      name,
      type: 'bridge',
      ...Object.fromEntries(settings),
      capabilities:
        this.capabilities.length === 0
          ? undefined
          : Object.fromEntries([...this.capabilities].sort().map((capability) => [capability, true])),
      ipam: ipam && lowerStaticIpam(ipam),
    };
    return JSON.stringify(config, undefined, 2);
  }

  private checkCapabilities(checks: Checks): void {
    const { ipam } = this.plugin;
    this.capabilities.forEach((capability, index) => {
      checks.at(index).oneOf(capability, cniCapabilities);
      checks
        .at(index)
        .expect(
          !this.capabilities.slice(0, index).includes(capability),
          `${show(capability)} is there already`,
        );
    });
    checks.expect(
      ipam === undefined || this.capabilities.includes('ips') || (ipam.addresses?.length ?? 0) > 0,
      'leave out "ips", and ipam has no addresses: no pod would get one, and the plugin would attach none',
    );
  }

  private checkWithoutIpam(checks: Checks): void {
    for (const field of ['isGateway', 'isDefaultGateway', 'ipMasq'] as const) {
      checks
        .at(field)
        .expect(!this.plugin[field], 'is set without ipam: there are no addresses that it could be about');
    }
  }
}

/** What Linux takes as the name of an interface. */
export function checkInterfaceName(name: string, checks: Checks): void {
  checks.expect(
    /^[^\s/:]{1,15}$/.test(name) && name !== '.' && name !== '..',
    `${show(name)} is not an interface's name (at most 15 characters, without "/", ":" and spaces)`,
  );
}
