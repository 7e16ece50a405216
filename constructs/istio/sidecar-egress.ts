import type { Checks } from '../../values/checks';
import { isDnsLabel } from '../../values/dns';
import { isWildcardHostName } from '../../values/host';
import { show } from '../../values/user-error';
import type { Addressable } from './destination';
import {
  captureModes,
  type CaptureMode,
  checkSidecarPort,
  checkSocket,
  type SidecarPort,
  SOCKET_PREFIX,
} from './sidecar-port';

/** Hosts that a sidecar knows, by the namespace that exports them. */
export interface EgressHost {
  /** A namespace; `.` for the Sidecar's own, `*` for any, `~` for none. */
  readonly namespace: string;
  /** A full host name, whose first part may be `*`; `*` for all of the namespace. */
  readonly host: string;
}

export const EgressHost = {
  /** All that any namespace exports. */
  all: (): EgressHost => ({ namespace: '*', host: '*' }),
  /** All of one namespace. */
  namespace: (namespace: string): EgressHost => ({ namespace, host: '*' }),
  /** All of the Sidecar's own namespace. */
  ownNamespace: (): EgressHost => ({ namespace: '.', host: '*' }),
  /** One service, or the hosts that a wildcard stands for; of any namespace, where neither it nor the object says one. */
  host: (host: string | (Addressable & { readonly namespace?: string }), namespace?: string): EgressHost =>
    typeof host === 'string'
      ? { namespace: namespace ?? '*', host }
      : { namespace: namespace ?? host.namespace ?? '*', host: host.host },
  /** Nothing at all. */
  none: (): EgressHost => ({ namespace: '~', host: '*' }),
} as const;

/** Where a sidecar takes what its workload sends, and to which hosts. */
export interface SidecarEgress {
  /** At least one. */
  readonly hosts: readonly EgressHost[];
  /**
   * Unique among the listeners. Without one, the listener takes the ports of all its hosts, and comes last.
   * @default - all
   */
  readonly port?: SidecarPort;
  /**
   * Address or, with port number 0, a socket (`unix:///run/app.sock`) to listen on.
   * @default - the addresses of the hosts
   */
  readonly bind?: string;
  /** @default DEFAULT */
  readonly captureMode?: CaptureMode;
}

export function checkSidecarEgress(
  egress: readonly SidecarEgress[],
  checks: Checks,
  namespace: string | undefined,
): void {
  egress.forEach((listener, index) => {
    const at = checks.at(index);
    checkListener(listener, at);
    checkHosts(listener.hosts, at.at('hosts'), namespace);
    at.expect(
      listener.port !== undefined || index === egress.length - 1,
      'has no port and is not the last: Istio refuses it',
    );
    const key = listenerKey(listener);
    at.at('port').expect(
      key === undefined || egress.findIndex((other) => listenerKey(other) === key) === index,
      `is that of an earlier listener (${key}): Istio refuses it`,
    );
  });
}

function listenerKey({ port, bind }: SidecarEgress): string | undefined {
  return port === undefined ? undefined : port.number === 0 ? bind : String(port.number);
}

function checkListener({ port, bind, captureMode }: SidecarEgress, checks: Checks): void {
  const isSocket = bind?.startsWith(SOCKET_PREFIX) ?? false;
  if (captureMode !== undefined) checks.at('captureMode').oneOf(captureMode, captureModes);
  if (bind !== undefined) {
    if (isSocket) checkSocket(bind, checks.at('bind'));
    else checks.at('bind').ipAddress(bind);
  }
  if (port !== undefined) checkSidecarPort(port, checks.at('port'));
  if (!isSocket) {
    if (port !== undefined) checks.at('port').at('number').port(port.number);
    return;
  }
  checks
    .at('port')
    .expect(port?.number === 0, 'is not of number 0, which the listener of a socket has: Istio refuses it');
  checks
    .at('captureMode')
    .expect(captureMode !== 'IPTABLES', 'is IPTABLES, which redirects no socket: Istio refuses it');
}

function checkHosts(hosts: readonly EgressHost[], checks: Checks, own: string | undefined): void {
  const named = (namespace: string) => (namespace === '.' ? (own ?? '.') : namespace);
  checks.expect(hosts.length > 0, 'is empty: Istio refuses a listener without a host');
  hosts.forEach(({ namespace, host }, index) => {
    const at = checks.at(index);
    at.at('namespace').expect(
      ['*', '.', '~'].includes(namespace) || isDnsLabel(namespace),
      `${show(namespace)} is neither a namespace nor one of "*", "." and "~"`,
    );
    at.at('host').expect(
      host === '*' || (isWildcardHostName(host) && host.includes('.') && !/^\*[^.]/.test(host)),
      `${show(host)} is not a full host name, *.<domain> or "*": Istio refuses it, short names too`,
    );
    const covering = hosts.find(
      (other, position) =>
        position !== index &&
        (isAll(other) ||
          (named(other.namespace) === named(namespace) &&
            (other.host === '*' || (other.host === host && position < index)))) &&
        !(isSame(other, { namespace, host }) && position > index),
    );
    at.expect(
      covering === undefined,
      `${namespace}/${host} is in ${covering?.namespace}/${covering?.host} already, which limits nothing further`,
    );
  });
}

function isAll({ namespace, host }: EgressHost): boolean {
  return namespace === '*' && host === '*';
}

function isSame(one: EgressHost, other: EgressHost): boolean {
  return one.namespace === other.namespace && one.host === other.host;
}

export function lowerSidecarEgress({ hosts, port, bind, captureMode }: SidecarEgress) {
  return {
    hosts: hosts.map(({ namespace, host }) => `${namespace}/${host}`),
    ...(port && { port: { ...port } }),
    ...(bind !== undefined && { bind }),
    ...(captureMode !== undefined && { captureMode }),
  };
}
