import { cidrContains, isCidr } from '../../values/address';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';

/** An address that every pod of the network gets. */
export interface StaticAddress {
  /** With the length of its range: `10.10.1.200/24`. */
  readonly address: string;
  /** @default - none, or the bridge's where that is a gateway */
  readonly gateway?: string;
}

/** Where packets to a range go. */
export interface StaticRoute {
  /** Range of addresses. */
  readonly dst: string;
  /**
   * Address of the next hop.
   * @default - the gateway of the address that the pod has
   */
  readonly gw?: string;
}

/**
 * Hands out addresses that are written down: here, or by each pod.
 *
 * @see https://www.cni.dev/plugins/current/ipam/static/
 */
export interface StaticIpam {
  /**
   * For networks of a single pod.
   * @default - none; each pod asks for its own, `networkSelection({ network, ips: ['10.10.1.200/24'] })`
   */
  readonly addresses?: readonly StaticAddress[];
  /** @default - none but that to the pod's own range */
  readonly routes?: readonly StaticRoute[];
}

/** @param hasGateway - whether the plugin knows a gateway where none is written */
export function checkStaticIpam(
  { addresses = [], routes = [] }: StaticIpam,
  hasGateway: boolean,
  checks: Checks,
): void {
  addresses.forEach(({ address, gateway }, index) => {
    const at = checks.at('addresses').at(index);
    if (!checkAddress(address, at.at('address')) || gateway === undefined) return;
    if (!at.at('gateway').ipAddress(gateway)) return;
    at.at('gateway').expect(
      cidrContains(address, gateway),
      `${show(gateway)} is not in the range of ${address}: the pod could not reach it`,
    );
  });
  const anyGateway = hasGateway || addresses.some(({ gateway }) => gateway !== undefined);
  routes.forEach(({ dst, gw }, index) => {
    const at = checks.at('routes').at(index);
    at.at('dst').cidr(dst);
    if (gw !== undefined) at.at('gw').ipAddress(gw);
    at.at('gw').expect(
      gw !== undefined || anyGateway,
      "is missing, and nothing else names a gateway: the route would lead to the pod's own link; give gw, or set isGateway",
    );
    at.at('dst').expect(
      !routes.slice(0, index).some((other) => other.dst === dst),
      `${show(dst)} is there already: the plugin fails at the second`,
    );
  });
}

/** Records what is not an address with the length of its range. */
export function checkAddress(address: string, checks: Checks): boolean {
  return checks.expect(
    isCidr(address),
    `${show(address)} is not an address with the length of its range (such as 10.10.1.200/24): the plugin refuses it`,
  );
}

export function lowerStaticIpam({ addresses = [], routes = [] }: StaticIpam) {
  return {
    type: 'static',
    ...(addresses.length > 0 && {
      addresses: addresses.map(({ address, gateway }) => ({ address, gateway })),
    }),
    ...(routes.length > 0 && { routes: routes.map(({ dst, gw }) => ({ dst, gw })) }),
  };
}
