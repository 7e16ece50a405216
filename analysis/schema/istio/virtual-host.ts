import { isIpAddress } from '../../../values/address';
import { hostsOverlap, isWildcardHostName } from '../../../values/host';
import { describe, type Walk } from '../structural/walk';

export const virtualHostNoun =
  'a host name (labels of letters, digits and "-", joined by dots; the first may be or begin with "*") or an IP address';

/** `outbound_.80_._.web.shop.svc.cluster.local`, as an east-west gateway of AUTO_PASSTHROUGH is asked for. */
export function isServiceSni(text: string): boolean {
  const [direction, port = '', , name = ''] = text.split('_');
  return direction === 'outbound' && text.length <= 255 && /\d/.test(port) && /[a-zA-Z]/.test(name);
}

interface VirtualHostRules {
  /** Whether it is for gateways only; sidecars take no `*`. */
  readonly isOfGateway: boolean;
  /** Whether there are routes by SNI. */
  readonly hasSni: boolean;
}

/** Checks the hosts of a VirtualService: that each is one, and stands for no host that another stands for. */
export function checkVirtualHosts(
  hosts: readonly string[],
  { isOfGateway, hasSni }: VirtualHostRules,
  walk: Walk,
): void {
  const before = walk.failures;
  hosts.forEach((host, index) => {
    const isSni = isOfGateway && hasSni && isServiceSni(host);
    if (!isSni && !isWildcardHostName(host) && !isIpAddress(host))
      walk.failAt(index, `${describe(host)} is not ${virtualHostNoun}`);
    else if (!isOfGateway && host === '*')
      walk.failAt(
        index,
        `${describe(host)} stands for every host, which only gateways take`,
        'Name hosts, or Gateways.',
      );
  });
  if (walk.failures > before) return;
  const seen = new Set<string>();
  const wildcards: string[] = [];
  hosts.forEach((host, index) => {
    const isWildcard = host.startsWith('*');
    const candidates = isWildcard ? seen : wildcards;
    const other = seen.has(host) ? host : [...candidates].find((one) => hostsOverlap(one, host));
    seen.add(host);
    if (isWildcard) wildcards.push(host);
    if (other === undefined) return;
    walk.failAt(
      index,
      other === host
        ? `${describe(host)} is there twice`
        : `${describe(host)} and ${describe(other)} stand for the same hosts`,
      'Leave one of them out.',
    );
  });
}
