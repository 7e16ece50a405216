import { isIpAddress } from '../../values/address';
import type { Checks } from '../../values/checks';
import { isHostName } from '../../values/host';
import { checkLabels } from '../../values/label';
import { checkInteger, UINT32_MAX } from '../../values/numbers';
import { show } from '../../values/user-error';

/** One of the places where a ServiceEntry's service answers. */
export interface ServiceEntryEndpoint {
  /**
   * An address or, with the resolution STATIC, a socket's path (`unix:///run/app.sock`); by DNS, a name too.
   * @default - the gateway of `network`, for the resolution STATIC
   */
  readonly address?: string;
  /**
   * Ports of the endpoint, 1-65535, by the name of the entry's port. Not for a socket.
   * @default - those of the entry
   */
  readonly ports?: Readonly<Record<string, number>>;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Name of the network that the address belongs to.
   * @default - the caller's own
   */
  readonly network?: string;
  /**
   * `region/zone/subzone`, of which the later parts may be missing.
   * @default - unknown
   */
  readonly locality?: string;
  /**
   * Share of the traffic, relative to the other weights.
   * @default 1
   */
  readonly weight?: number;
  /**
   * Name of the service account, in the entry's namespace, that the endpoint has its identity from.
   * @default - none; mutual TLS is not expected of it
   */
  readonly serviceAccount?: string;
}

/** What the check of an endpoint must know of its entry. */
export interface EndpointContext {
  /** Whether names are looked up. */
  readonly byDns: boolean;
  /** Names of the entry's ports. */
  readonly ports: readonly string[];
}

const SOCKET = 'unix://';

export function checkServiceEntryEndpoint(
  { address, ports = {}, labels, network, locality, weight, serviceAccount }: ServiceEntryEndpoint,
  checks: Checks,
  context: EndpointContext,
): void {
  const at = checks.at('address');
  if (address === undefined) {
    at.expect(
      network !== undefined && !context.byDns,
      'is missing: only a network has a gateway, with resolution STATIC',
    );
  } else if (address.startsWith(SOCKET) && !context.byDns) {
    checkSocket(address.slice(SOCKET.length), checks, context, Object.keys(ports).length);
  } else if (context.byDns) {
    at.expect(
      isIpAddress(address) || isHostName(address),
      `${show(address)} is neither an address nor a host name`,
    );
  } else {
    at.expect(
      isIpAddress(address),
      `${show(address)} is not an address, which resolution STATIC needs; take DNS to have a name looked up`,
    );
  }
  for (const [name, port] of Object.entries(ports)) {
    checks.at('ports').at(name).port(port);
    checks
      .at('ports')
      .expect(
        context.ports.includes(name),
        `${show(name)} is none of the entry's ports (${context.ports.join(', ')}): Istio refuses it`,
      );
  }
  if (labels !== undefined) checkLabels(labels, checks.at('labels'));
  if (locality !== undefined) checks.at('locality').locality(locality);
  if (weight !== undefined) checkInteger(checks.at('weight'), weight, 0, UINT32_MAX);
  if (serviceAccount !== undefined) checks.at('serviceAccount').dnsSubdomain(serviceAccount);
}

function checkSocket(path: string, checks: Checks, context: EndpointContext, ports: number): void {
  checks
    .at('address')
    .expect(
      path.startsWith('@') || (path.startsWith('/') && !path.endsWith('/')),
      `${show(path)} is not the absolute path of a socket, nor an abstract socket (@name)`,
    );
  checks
    .at('ports')
    .expect(ports === 0, 'stands beside the path of a socket, which has none: Istio refuses it');
  checks
    .at('address')
    .expect(
      context.ports.length === 1,
      `is a socket, but the entry has ${context.ports.length} ports: Istio refuses more than one`,
    );
}
