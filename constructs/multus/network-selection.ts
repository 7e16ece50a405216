import { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { checkInterfaceName, type CniCapability } from './cni-config';
import type { NetworkReference } from './network-attachment-definition';
import { checkAddress } from './static-ipam';

/** A network that a pod is attached to, and what it asks for there. */
export interface NetworkSelection {
  readonly network: NetworkReference;
  /**
   * The pod's addresses, with the length of their range: `10.10.1.200/24`. The network needs the capability `ips`.
   * @default - those that the network hands out
   */
  readonly ips?: readonly string[];
  /**
   * The network needs the capability `mac`.
   * @default - the kernel's choice
   */
  readonly mac?: string;
  /**
   * Name of the interface in the pod.
   * @default - net1, net2 and so on
   */
  readonly interface?: string;
  /**
   * Addresses of the network that become the pod's default route, in place of the cluster's.
   * @default - none
   */
  readonly defaultRoute?: readonly string[];
}

const ANNOTATION = 'k8s.v1.cni.cncf.io/networks';

/**
 * The annotation of a pod that attaches it to networks beside the cluster's own:
 *
 *     new Pod(component, 'tunnel-a', { annotations: networkSelection({ network, ips: ['10.10.1.200/24'] }), … });
 *
 * @throws UserError for what Multus would refuse, and for what the network would not be told
 */
export function networkSelection(
  ...selections: readonly NetworkSelection[]
): Readonly<Record<string, string>> {
  const checks = new Checks();
  checks.expect(selections.length > 0, 'has no network: leave the annotation out');
  const interfaces = new Set<string>();
  selections.forEach((selection, index) => {
    const at = checks.at(index);
    checkSelection(selection, at);
    if (selection.interface === undefined) return;
    at.at('interface').expect(
      !interfaces.has(selection.interface),
      `${show(selection.interface)} is the interface of another network of the pod`,
    );
    interfaces.add(selection.interface);
  });
  checks.throwIfAny('networkSelection');
  return { [ANNOTATION]: JSON.stringify(selections.map(lower), undefined, 2) };
}

function checkSelection(selection: NetworkSelection, checks: Checks): void {
  const { network, ips, mac, interface: name, defaultRoute } = selection;
  checks.at('network').at('name').dnsLabel(network.name);
  if (network.namespace !== undefined) checks.at('network').at('namespace').dnsLabel(network.namespace);
  ips?.forEach((address, index) => checkAddress(address, checks.at('ips').at(index)));
  checks
    .at('mac')
    .expect(
      mac === undefined || /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(mac),
      `${show(mac)} is not a MAC address`,
    );
  if (name !== undefined) {
    checkInterfaceName(name, checks.at('interface'));
    checks
      .at('interface')
      .expect(
        !['lo', 'eth0'].includes(name),
        `${show(name)} is the pod's already: Multus would not attach it`,
      );
  }
  defaultRoute?.forEach((address, index) => checks.at('defaultRoute').at(index).ipAddress(address));
  for (const [field, capability] of [
    ['ips', 'ips'],
    ['mac', 'mac'],
  ] as const) {
    checkCapability(selection[field] !== undefined, network, capability, checks.at(field));
  }
}

function checkCapability(
  isAsked: boolean,
  { name, capabilities }: NetworkReference,
  capability: CniCapability,
  checks: Checks,
): void {
  checks.expect(
    !isAsked || capabilities === undefined || capabilities.includes(capability),
    `is given, and network ${name} has no capability ${show(capability)}: Multus would drop it without a word`,
  );
}

/** Field names of Multus' NetworkSelectionElement. */
function lower({ network, ips, mac, interface: name, defaultRoute }: NetworkSelection) {
  return {
    name: network.name,
    namespace: network.namespace,
    ips: ips && [...ips],
    mac,
    interface: name,
    'default-route': defaultRoute && [...defaultRoute],
  };
}
