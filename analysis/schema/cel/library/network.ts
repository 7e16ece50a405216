import { isIP } from 'node:net';
import { celFunc, celMethod, CelScalar, listType, mapType, type CelFunc } from '@bufbuild/cel';
import { cidrContains, isCidr } from '../../../../values/address';
import { parseRequestUri, type RequestUri } from '../../formats';
import { opaque, OPAQUE, textOf } from './opaque';

const { BOOL, INT, STRING } = CelScalar;

/** Kubernetes' URLs, addresses and address ranges. Source: `urls.go`, `ip.go`, `cidr.go` of k8s.io/apiserver. */
export const networkFunctions: readonly CelFunc[] = [
  ...urlFunctions(),
  ...addressFunctions(),
  ...rangeFunctions(),
];

function urlFunctions(): readonly CelFunc[] {
  const part = (name: string, read: (uri: RequestUri) => string) =>
    celMethod(name, OPAQUE, [], STRING, function () {
      return read(parseRequestUri(textOf(this, 'URL'))!);
    });
  const port = /:(\d*)$/;
  return [
    celFunc('isURL', [STRING], BOOL, (text) => parseRequestUri(text) !== undefined),
    celFunc('url', [STRING], OPAQUE, (text) => {
      if (parseRequestUri(text) === undefined) throw new Error(`URL parse error: ${JSON.stringify(text)}`);
      return opaque('URL', text);
    }),
    part('getScheme', ({ scheme }) => scheme),
    part('getHost', ({ host }) => host),
    part('getHostname', ({ host }) => host.replace(port, '').replace(/^\[(.*)\]$/, '$1')),
    part('getPort', ({ host }) => port.exec(host)?.[1] ?? ''),
    part('getEscapedPath', ({ path }) => path),
    celMethod('getQuery', OPAQUE, [], mapType(STRING, listType(STRING)), function () {
      const { query } = parseRequestUri(textOf(this, 'URL'))!;
      const values = new Map<string, string[]>();
      for (const [key, value] of new URLSearchParams(query)) {
        values.set(key, [...(values.get(key) ?? []), value]);
      }
      return values;
    }),
  ];
}

function addressFunctions(): readonly CelFunc[] {
  const test = (name: string, holds: (address: string) => boolean) =>
    celMethod(name, OPAQUE, [], BOOL, function () {
      return holds(textOf(this, 'IP').toLowerCase());
    });
  const within =
    (...ranges: readonly string[]) =>
    (address: string) =>
      ranges.some((range) => cidrContains(range, address));
  const isMulticast = within('224.0.0.0/4', 'ff00::/8');
  const isLoopback = within('127.0.0.0/8', '::1/128');
  const isLinkLocal = within('169.254.0.0/16', 'fe80::/10');
  return [
    celFunc('isIP', [STRING], BOOL, isAddress),
    celFunc('ip', [STRING], OPAQUE, (text) => opaque('IP', address(text))),
    celFunc('ip_isCanonical', [STRING], BOOL, (text) => canonical(address(text)) === text),
    celFunc('string', [OPAQUE], STRING, (value) => textOf(value, 'IP', 'CIDR')),
    celMethod('family', OPAQUE, [], INT, function () {
      return BigInt(isIP(textOf(this, 'IP')));
    }),
    test('isUnspecified', within('0.0.0.0/32', '::/128')),
    test('isLoopback', isLoopback),
    test('isLinkLocalMulticast', within('224.0.0.0/24', 'ff02::/16')),
    test('isLinkLocalUnicast', isLinkLocal),
    test('isGlobalUnicast', (text) =>
      !within('0.0.0.0/32', '::/128', '255.255.255.255/32')(text) &&
      !isLoopback(text) &&
      !isMulticast(text) &&
      !isLinkLocal(text)),
  ];
}

function rangeFunctions(): readonly CelFunc[] {
  const split = (range: string) => range.split('/') as [string, string];
  const containsRange = (outer: string, inner: string) => {
    const [address, prefix] = split(inner);
    return cidrContains(outer, address) && Number(prefix) >= Number(split(outer)[1]);
  };
  return [
    celFunc('isCIDR', [STRING], BOOL, isRange),
    celFunc('cidr', [STRING], OPAQUE, (text) => opaque('CIDR', range(text))),
    celMethod('containsIP', OPAQUE, [STRING], BOOL, function (text) {
      return cidrContains(textOf(this, 'CIDR'), address(text));
    }),
    celMethod('containsIP', OPAQUE, [OPAQUE], BOOL, function (value) {
      return cidrContains(textOf(this, 'CIDR'), textOf(value, 'IP'));
    }),
    celMethod('containsCIDR', OPAQUE, [STRING], BOOL, function (text) {
      return containsRange(textOf(this, 'CIDR'), range(text));
    }),
    celMethod('containsCIDR', OPAQUE, [OPAQUE], BOOL, function (value) {
      return containsRange(textOf(this, 'CIDR'), textOf(value, 'CIDR'));
    }),
    celMethod('ip', OPAQUE, [], OPAQUE, function () {
      return opaque('IP', split(textOf(this, 'CIDR'))[0]);
    }),
    celMethod('prefixLength', OPAQUE, [], INT, function () {
      return BigInt(split(textOf(this, 'CIDR'))[1]);
    }),
  ];
}

/** Not the forms that Go's `netip` refuses here: an IPv4 address inside of IPv6, a zone. */
function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%') && !/^::ffff:/i.test(text);
}

function isRange(text: string): boolean {
  return isCidr(text) && isAddress(text.split('/')[0]!);
}

function address(text: string): string {
  if (!isAddress(text)) throw new Error(`IP address ${JSON.stringify(text)} parse error`);
  return text;
}

function range(text: string): string {
  if (!isRange(text)) throw new Error(`CIDR ${JSON.stringify(text)} parse error`);
  return text;
}

function canonical(text: string): string {
  return isIP(text) === 4 ? text : new URL(`http://[${text}]`).hostname.slice(1, -1);
}
