import { isIpAddress } from '../../../values/address';
import { isHostName, isWildcardHostName } from '../../../values/host';
import { each, fields, has, whole, type Fields } from '../meaning/parts';
import { isGiven } from '../schema';
import { describe, type Check, type Walk } from '../structural/walk';
import { exportTo } from './export-to';
import { isUnixAddress } from './listener';
import {
  ipAddressOrRange,
  labels,
  ofSpec,
  portName,
  protocol,
  protocolOf,
  selectorLabels,
  syntax,
  wildcardHost,
} from './parts';

const OF_HTTP_OR_TLS = new Set(['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB', 'HTTPS', 'TLS']);

interface Entry {
  readonly hosts: readonly string[];
  readonly ports?: readonly Fields[];
  readonly endpoints?: readonly Fields[];
  readonly resolution?: string;
}

export const serviceEntryCheck = ofSpec((spec, walk, namespace) => {
  fields({
    workloadSelector: fields({ labels: selectorLabels }),
    hosts: each(wildcardHost),
    addresses: each(ipAddressOrRange),
    ports: each(servicePort),
    exportTo: exportTo(namespace, { none: true }),
  })(spec, walk);
  const entry = spec as unknown as Entry;
  const { resolution = 'NONE' } = entry;
  if (resolution === 'STATIC') checkEndpoints(entry, staticAddress, walk);
  if (resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN') {
    if (!has(spec, 'endpoints')) checkLookedUp(entry.hosts, resolution, walk);
    checkEndpoints(entry, dnsAddress, walk);
  }
  if (resolution === 'DYNAMIC_DNS') checkDynamic(spec, entry, walk);
  else if (resolution !== 'NONE' && entry.hosts.length > 1) checkToldApart(entry, walk);
});

const servicePort = whole(({ name, protocol: spoken = '' }, walk) => {
  walk.into('name', name, portName);
  if (spoken !== '') walk.into('protocol', spoken, protocol);
});

/** Checks endpoints: where they are, their labels, and that their ports are those of the entry. */
function checkEndpoints({ endpoints = [], ports = [] }: Entry, address: Check, walk: Walk): void {
  const names = new Set(ports.map(({ name }) => name));
  endpoints.forEach((endpoint, index) => {
    walk.at(['endpoints', index], () => {
      address(endpoint, walk);
      fields({ labels })(endpoint, walk);
      for (const name of Object.keys((endpoint['ports'] ?? {}) as Fields)) {
        if (!names.has(name))
          walk.at(['ports'], () =>
            walk.failAt(name, `${describe(name)} is the name of no port of the entry`),
          );
      }
      if (isUnixAddress(endpoint['address']) && address === staticAddress && names.size !== 1)
        walk.failAt('address', `a socket is for an entry of one port, and this one has ${names.size}`);
    });
  });
}

/** The definition refuses an endpoint with neither; not one where they are empty. */
const isPresent = ({ address, network }: Fields) => isGiven(address) || isGiven(network);

const ip = syntax(
  (value) => isUnixAddress(value) || isIpAddress(value),
  'an IP address, as resolution STATIC has it (or unix:///path/to/socket)',
);

/** An endpoint without an address is reached through the gateway of its network. */
const staticAddress = whole((endpoint, walk) => {
  if (has(endpoint, 'address')) walk.into('address', endpoint['address'], ip);
  else if (isPresent(endpoint) && !has(endpoint, 'network')) walk.lacks('address');
});

const ipOrHost = syntax((value) => isIpAddress(value) || isHostName(value), 'an IP address or a host name');

const dnsAddress = whole((endpoint, walk) => {
  if (has(endpoint, 'address')) walk.into('address', endpoint['address'], ipOrHost);
  else if (isPresent(endpoint)) walk.lacks('address');
});

/** Without endpoints it is the hosts that are looked up. */
function checkLookedUp(hosts: readonly string[], resolution: string, walk: Walk): void {
  hosts.forEach((host, index) => {
    if (host !== '*' && isWildcardHostName(host) && !isHostName(host))
      walk.at(['hosts'], () =>
        walk.failAt(
          index,
          `${describe(host)} is no name that can be looked up, as resolution ${resolution} does without endpoints`,
          'Add endpoints, or write a whole name.',
        ),
      );
  });
}

/** Of several hosts, a request says which one it is to, and TLS does. */
function checkToldApart({ hosts, ports = [] }: Entry, walk: Walk): void {
  eachProtocol(ports, walk, (name, known) => {
    if (OF_HTTP_OR_TLS.has(known)) return;
    walk.failAt(
      'protocol',
      `${name} does not tell which of the ${hosts.length} hosts is meant`,
      'Write a protocol of HTTP or TLS, or make an entry for each host.',
    );
  });
}

/** Goes through the protocols of ports, but for those that are none. */
function eachProtocol(
  ports: readonly Fields[],
  walk: Walk,
  check: (name: string, known: string) => void,
): void {
  ports.forEach(({ protocol: spoken = '' }, index) => {
    const known = spoken === '' ? 'TCP' : protocolOf(spoken);
    const name = spoken === '' ? 'an unset protocol' : describe(spoken);
    if (known !== undefined) walk.at(['ports', index], () => check(name, known));
  });
}

/** A wildcard of which the names are looked up as they are asked for. */
function checkDynamic(spec: Fields, { hosts, ports = [] }: Entry, walk: Walk): void {
  hosts.forEach((host, index) => {
    if (isWildcardHostName(host) && !host.startsWith('*'))
      walk.at(['hosts'], () =>
        walk.failAt(index, `${describe(host)} is no wildcard, which DYNAMIC_DNS is for`, 'Write DNS.'),
      );
  });
  for (const field of ['addresses', 'endpoints'].filter((one) => has(spec, one)))
    walk.failAt(field, 'DYNAMIC_DNS looks the addresses up', 'Leave it out.');
  eachProtocol(ports, walk, (name, known) => {
    if (known !== 'HTTP' && known !== 'TLS')
      walk.failAt('protocol', `${name} is not HTTP or TLS, as DYNAMIC_DNS needs it`, 'Write HTTP or TLS.');
  });
  const { location } = spec;
  if (isGiven(location) && location !== 'MESH_EXTERNAL')
    walk.failAt(
      'location',
      `${describe(location)} is not MESH_EXTERNAL, as DYNAMIC_DNS needs it`,
      'Leave it out.',
    );
}
