import { isIP } from 'node:net';
import { isCidr } from '../../values/address';
import { parseDuration } from '../../values/duration';

/** A format of strings: whether a text has it, and what a text that has it is. */
export interface Format {
  readonly accepts: (text: string) => boolean;
  /** Completes `"x" is not …`. */
  readonly noun: string;
}

/**
 * The format of a string that the API server checks; undefined for the many that it ignores.
 *
 * Source: `supportedVersionedFormats` of k8s.io/apiextensions-apiserver, and the checks of kube-openapi's strfmt.
 */
export function formatNamed(name: string): Format | undefined {
  return FORMATS.get(name.replaceAll('-', ''));
}

const pattern = (regex: RegExp, noun: string): Format => ({ accepts: (text) => regex.test(text), noun });
const uuid = (version: string, variant: string) =>
  pattern(
    new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?${variant}[0-9a-f]{3}-?[0-9a-f]{12}$`, 'i'),
    'a UUID',
  );

const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['byte', { accepts: isBase64, noun: 'base64' }],
  ['date', { accepts: isDate, noun: 'a date (2006-01-02)' }],
  ['datetime', { accepts: isDateTime, noun: 'a date and time (2006-01-02T15:04:05Z)' }],
  ['duration', { accepts: isLooseDuration, noun: 'a duration (such as 30s or 1h30m)' }],
  ['email', pattern(/^[^\s@<>]+@[^\s@<>]+$/, 'an e-mail address')],
  ['hostname', { accepts: isHostname, noun: 'a host name' }],
  ['uri', { accepts: isRequestUri, noun: 'an absolute URI' }],
  ['ipv4', { accepts: (text) => isIP(text) === 4, noun: 'an IPv4 address' }],
  ['ipv6', { accepts: (text) => isIP(text) === 6, noun: 'an IPv6 address' }],
  ['cidr', { accepts: isCidr, noun: 'an address range (CIDR)' }],
  [
    'mac',
    pattern(
      /^(([0-9a-f]{2}:){5}([0-9a-f]{2}:[0-9a-f]{2}:)?[0-9a-f]{2}|([0-9a-f]{2}-){5}([0-9a-f]{2}-[0-9a-f]{2}-)?[0-9a-f]{2}|([0-9a-f]{4}\.){2,3}[0-9a-f]{4})$/i,
      'a MAC address',
    ),
  ],
  ['uuid', uuid('[0-9a-f]', '[0-9a-f]')],
  ['uuid3', uuid('3', '[0-9a-f]')],
  ['uuid4', uuid('4', '[89ab]')],
  ['uuid5', uuid('5', '[89ab]')],
  ['bsonobjectid', pattern(/^[0-9a-f]{24}$/i, 'a BSON object ID')],
  ['hexcolor', pattern(/^#?([0-9a-f]{3}|[0-9a-f]{6})$/i, 'a colour in hexadecimal')],
  ['k8sshortname', pattern(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'a short Kubernetes name')],
  ['k8slongname', { accepts: isLongName, noun: 'a long Kubernetes name' }],
]);

/** Standard base64 with its padding; not the empty text. */
function isBase64(text: string): boolean {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/.test(text);
}

function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (day === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function isDateTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t');
  if (time === undefined || !isDate(date)) return false;
  const match = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$/.exec(time);
  return match !== null && match[1]! <= '23' && match[2]! <= '59' && match[3]! <= '59';
}

/** Go's durations, or whole numbers with units up to weeks and words such as `2 days`. */
function isLooseDuration(text: string): boolean {
  if (/^[-+]?0$/.test(text) || parseDuration(text) !== undefined) return true;
  return /\d\s*(ns|nano\w*|us|µs|micro\w*|ms|milli\w*|s|sec\w*|m|min\w*|h|hr|hour\w*|d|day\w*|w|wk|week\w*)(?![a-zµ])/i.test(
    text,
  );
}

function isHostname(text: string): boolean {
  return text.length <= 255 &&
    /^[\p{L}\p{S}0-9]([-\p{L}\p{S}0-9]*[\p{L}\p{S}0-9])?(\.[\p{L}\p{S}0-9]([-\p{L}\p{S}0-9]*[\p{L}\p{S}0-9])?)*$/u.test(
      text,
    )
    ? text.split('.').every((label) => label.length <= 63)
    : false;
}

function isLongName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text);
}

/** What Go's `url.ParseRequestURI` takes: an absolute URI, a path that begins with a slash, or `*`. A `#` begins nothing. */
export function isRequestUri(text: string): boolean {
  return parseRequestUri(text) !== undefined;
}

/** The parts of an absolute URI or of an absolute path; undefined where it is neither. */
export interface RequestUri {
  readonly scheme: string;
  /** With its port. */
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

export function parseRequestUri(text: string): RequestUri | undefined {
  if (text === '' || /[\u0000-\u001f\u007f]/.test(text) || /%(?![0-9A-Fa-f]{2})/.test(text.split('?')[0]!)) {
    return undefined;
  }
  if (text === '*') return { scheme: '', host: '', path: text, query: '' };
  const [, scheme = '', rest = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(.*)$/s.exec(text) ?? [];
  if (scheme === '' && !rest.startsWith('/')) return undefined;
  if (scheme !== '' && !rest.startsWith('/'))
    return { scheme: scheme.toLowerCase(), host: '', path: '', query: '' };
  const [beforeQuery = '', ...afterQuery] = rest.split('?');
  const query = afterQuery.join('?');
  const authority = scheme !== '' || !rest.startsWith('///') ? /^\/\/([^/]*)(.*)$/s.exec(beforeQuery) : null;
  if (authority === null) return { scheme: scheme.toLowerCase(), host: '', path: beforeQuery, query };
  const [, userAndHost = '', path = ''] = authority;
  const at = userAndHost.lastIndexOf('@');
  const host = userAndHost.slice(at + 1);
  if (!/^[-A-Za-z0-9._:~!$&'()*+,;=%@]*$/.test(userAndHost.slice(0, at + 1))) return undefined;
  return isHost(host) ? { scheme: scheme.toLowerCase(), host, path, query } : undefined;
}

/** A host with a port or without, by the rules of Go's `url` package: any port of digits, an IPv6 in brackets. */
function isHost(host: string): boolean {
  if (host.startsWith('[')) {
    const [, address = '', port = ''] = /^\[([^\]]*)\](.*)$/s.exec(host) ?? [];
    return isIP(address.split('%25')[0]!) === 6 && /^(:\d*)?$/.test(port);
  }
  const colon = host.lastIndexOf(':');
  const name = colon < 0 ? host : host.slice(0, colon);
  return (colon < 0 || /^\d*$/.test(host.slice(colon + 1))) && !/[ #\\^`{|}@]|%[0-7]/.test(name);
}
