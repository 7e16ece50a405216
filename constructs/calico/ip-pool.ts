import { cidrsOverlap } from '../../values/address';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';

export const encapsulations = ['IPIP', 'IPIPCrossSubnet', 'VXLAN', 'VXLANCrossSubnet', 'None'] as const;
/** How packets between nodes are wrapped; CrossSubnet only where a router stands between the two. */
export type Encapsulation = (typeof encapsulations)[number];

/** A range of addresses for pods. */
export interface IpPool {
  /**
   * Unique in the Installation.
   * @default - made by the operator from the range
   */
  readonly name?: string;
  /** Address range, IPv4 or IPv6; part of the cluster's own pod range. */
  readonly cidr: string;
  /**
   * Prefix length of the block that a node takes at a time: 20-32, or 116-128 for IPv6, and not shorter than the
   * pool's own.
   * @default 26, or 122 for IPv6
   */
  readonly blockSize?: number;
  /** @default IPIP; None for IPv6, and with a CNI other than Calico */
  readonly encapsulation?: Encapsulation;
  /**
   * Whether what leaves the pools bears the node's address.
   * @default true, false for IPv6
   */
  readonly natOutgoing?: boolean;
  /**
   * The nodes that take addresses from the pool, in Calico's selector language: `has(gpu)`.
   * @default all()
   */
  readonly nodeSelector?: string;
  /**
   * Keeps the pool's routes from other routers.
   * @default false
   */
  readonly disableBgpExport?: boolean;
}

/** What of the Installation decides which pools are allowed. */
export interface IpPoolContext {
  readonly bgp: boolean;
  readonly cniType: string;
  readonly ipamType: string;
}

/** Source: the Tigera operator's own checks, pkg/controller/ippool/validation.go. */
export function checkIpPools(pools: readonly IpPool[], context: IpPoolContext, checks: Checks): void {
  pools.forEach((pool, index) => {
    const at = checks.at(index);
    checkIpPool(pool, context, at);
    pools.slice(0, index).forEach((other, position) => {
      at.at('cidr').expect(
        !cidrsOverlap(pool.cidr, other.cidr),
        `${pool.cidr} overlaps ${checks.at(position).path}, ${other.cidr}: two pods could get one address`,
      );
      at.at('name').expect(
        pool.name === undefined || pool.name !== other.name,
        `${show(pool.name)} names two pools: the operator refuses it`,
      );
    });
  });
}

function checkIpPool(pool: IpPool, context: IpPoolContext, checks: Checks): void {
  const { name, cidr, encapsulation, nodeSelector } = pool;
  if (name !== undefined) checks.at('name').dnsSubdomain(name);
  if (checks.at('cidr').cidr(cidr)) checkBlockSize(pool, checks.at('blockSize'));
  const isCalico = context.cniType === 'Calico';
  const at = checks.at('nodeSelector');
  at.expect(
    nodeSelector !== '',
    'is empty, which the operator reads as all(), every node: leave it out for that',
  );
  at.expect(
    isCalico || nodeSelector === undefined || nodeSelector === 'all()',
    `${show(nodeSelector)} is not all(): the operator refuses anything else with the CNI ${context.cniType}`,
  );
  if (encapsulation === undefined || checks.at('encapsulation').oneOf(encapsulation, encapsulations)) {
    checkEncapsulation(pool, context, checks.at('encapsulation'));
  }
}

function checkBlockSize({ cidr, blockSize }: IpPool, checks: Checks): void {
  const isIpv6 = cidr.includes(':');
  const [least, most] = isIpv6 ? [116, 128] : [20, 32];
  // A pool that is smaller than the default block is refused as well where nothing says otherwise.
  const size = blockSize ?? (isIpv6 ? 122 : 26);
  const prefix = Number(cidr.slice(cidr.indexOf('/') + 1));
  if (
    checks.expect(
      Number.isInteger(size) && size >= least && size <= most,
      `${show(size)} is not a block's prefix length (${least}-${most} for ${isIpv6 ? 'IPv6' : 'IPv4'})`,
    )
  ) {
    checks.expect(
      size >= prefix,
      `${size}${blockSize === undefined ? ', the default,' : ''} is a block larger than the pool ${cidr}: no node could take one (${Math.max(prefix, least)}-${most} here)`,
    );
  }
}

function checkEncapsulation(
  { cidr, encapsulation }: IpPool,
  { bgp, cniType, ipamType }: IpPoolContext,
  checks: Checks,
): void {
  const isIpv6 = cidr.includes(':');
  const effective = encapsulation ?? (cniType === 'Calico' && !isIpv6 ? 'IPIP' : 'None');
  const got = encapsulation ?? `${effective}, the default,`;
  if (cniType !== 'Calico') {
    checks.expect(
      effective === 'None',
      `${got} does not go with the CNI ${cniType}, only None does: the operator refuses it`,
    );
    return;
  }
  checks.expect(
    !effective.startsWith('VXLAN') || ipamType !== 'HostLocal',
    `${got} does not go with the IPAM HostLocal: the operator refuses it`,
  );
  checks.expect(
    !effective.startsWith('IPIP') || !isIpv6,
    `${got} is given for an IPv6 range: Calico wraps IPv6 in VXLAN alone`,
  );
  checks.expect(
    bgp || ipamType !== 'Calico' || effective.startsWith('VXLAN'),
    `${got} needs bgp, which is false: its routes come over BGP alone, the operator refuses it; VXLAN needs none`,
  );
}

export function lowerIpPool(pool: IpPool): Record<string, unknown> {
  const { name, cidr, blockSize, encapsulation, natOutgoing, nodeSelector, disableBgpExport } = pool;
  return {
    name,
    cidr,
    blockSize,
    encapsulation,
    natOutgoing: natOutgoing === undefined ? undefined : enabled(natOutgoing),
    nodeSelector,
    disableBGPExport: disableBgpExport,
  };
}

/** A switch as the operator's API spells it. */
export function enabled(on: boolean): 'Enabled' | 'Disabled' {
  return on ? 'Enabled' : 'Disabled';
}
