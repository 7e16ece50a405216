import { cidrContains, isCidr } from '../../values/address';
import { Checks } from '../../values/checks';
import { show } from '../../values/user-error';

/** One end of a tunnel: a site's pod, where it runs, and its addresses. */
export interface TunnelEnd<Site extends string = string> {
  /** The cluster of the site. */
  readonly site: Site;
  readonly pod: string;
  /** Value of `kubernetes.io/hostname`: the node whose bridge has the range of `address`. */
  readonly node: string;
  /** The pod's address on the bridge, with the length of its range: `10.10.1.200/24`. */
  readonly address: string;
  /** The pod's address within the tunnel. */
  readonly tunnelAddress: string;
  /** Ranges that are reached by the bridge, the other end's among them. */
  readonly routes: readonly string[];
}

/** An end, and where it sends. */
export interface DirectedEnd<Site extends string = string> {
  readonly own: TunnelEnd<Site>;
  /** Address of the other end, without the length of its range. */
  readonly remoteAddress: string;
}

/** Two ends. What one has for its remote is the other's own address, so that the two cannot contradict each other. */
export class Tunnel<const Site extends string> {
  /** @throws UserError for ends that could not reach each other */
  constructor(private readonly ends: readonly [TunnelEnd<Site>, TunnelEnd<Site>]) {
    const checks = new Checks();
    checkEnds(ends, checks);
    checks.throwIfAny('The tunnel cannot be used:');
  }

  /** @throws RangeError for a site at which it does not end */
  at(site: Site): DirectedEnd<Site> {
    const [one, other] = this.ends;
    if (site === one.site) return { own: one, remoteAddress: withoutRange(other.address) };
    if (site === other.site) return { own: other, remoteAddress: withoutRange(one.address) };
    throw new RangeError(`${show(site)} is neither ${one.site} nor ${other.site}`);
  }
}

function withoutRange(address: string): string {
  return address.split('/')[0] ?? address;
}

function checkEnds(ends: readonly [TunnelEnd, TunnelEnd], checks: Checks): void {
  const [first, second] = ends;
  ends.forEach((end, index) => {
    const at = checks.at('ends').at(index);
    at.at('address').expect(
      isCidr(end.address),
      `${show(end.address)} is not an address with the length of its range (such as 10.10.1.200/24)`,
    );
    at.at('tunnelAddress').ipAddress(end.tunnelAddress);
    const remote = withoutRange((index === 0 ? second : first).address);
    const beyond = [end.address, ...end.routes].some((range) => cidrContains(range, remote));
    at.at('routes').expect(
      beyond,
      `lead nowhere near the other end, ${remote}: what is sent to it would leave by the pod's first interface`,
    );
  });
  for (const [field, what] of [
    ['site', 'a tunnel ends in two places'],
    ['address', 'each end needs its own'],
    ['tunnelAddress', 'each end needs its own'],
  ] as const) {
    checks
      .at('ends')
      .at(1)
      .at(field)
      .expect(
        withoutRange(first[field]) !== withoutRange(second[field]),
        `${show(second[field])} is the other end's too: ${what}`,
      );
  }
}
