import { BlockList, isIP } from 'node:net';

export function isIpAddress(value: unknown): value is string {
  return typeof value === 'string' && isIP(value) !== 0;
}

/** An address range: an address, a slash and a prefix length of at most 32 (IPv4) or 128 (IPv6). */
export function isCidr(value: unknown): value is string {
  return typeof value === 'string' && splitCidr(value) !== undefined;
}

/** Whether two ranges share an address. Ranges of different families never do. */
export function cidrsOverlap(one: string, other: string): boolean {
  const [a, b] = [splitCidr(one), splitCidr(other)];
  if (a === undefined || b === undefined || a.family !== b.family) return false;
  const [wider, narrower] = a.prefix <= b.prefix ? [a, b] : [b, a];
  return contains(wider, narrower.address);
}

/** Whether an address lies in a range. */
export function cidrContains(cidr: string, address: string): boolean {
  const range = splitCidr(cidr);
  return range !== undefined && isIpAddress(address) && contains(range, address);
}

interface Range {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

function splitCidr(text: string): Range | undefined {
  const [address, prefixText, ...rest] = text.split('/');
  if (address === undefined || prefixText === undefined || rest.length > 0) return undefined;
  const version = isIP(address);
  const prefix = Number(prefixText);
  const longest = version === 4 ? 32 : 128;
  // Kubernetes refuses leading zeros and IPv6 zones, which Node's isIP takes.
  if (version === 0 || !/^(0|[1-9]\d{0,2})$/.test(prefixText) || address.includes('%') || prefix > longest)
    return undefined;
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

function contains(range: Range, address: string): boolean {
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (family !== range.family) return false;
  const block = new BlockList();
  block.addSubnet(range.address, range.prefix, range.family);
  return block.check(address, family);
}
