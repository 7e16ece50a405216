import type { Checks } from '../../values/checks';
import { serviceEntryProtocols } from './service-entry';

/** Protocols of a sidecar's listeners. HTTP_PROXY is for egress: a proxy that clients name as theirs. */
export const sidecarProtocols = [...serviceEntryProtocols, 'HTTP_PROXY'] as const;
export type SidecarProtocol = (typeof sidecarProtocols)[number];

export const captureModes = ['DEFAULT', 'IPTABLES', 'NONE'] as const;
/** How traffic comes to a listener: as the mesh has it, by redirection, or sent there by the application. */
export type CaptureMode = (typeof captureModes)[number];

export interface SidecarPort {
  /** 1-65535; 0 for the listener of a socket. */
  readonly number: number;
  /** @default - found out from each connection */
  readonly protocol?: SidecarProtocol;
  /** @default - none */
  readonly name?: string;
}

/** Protocols that carry HTTP in the open. */
export function isPlainHttp(protocol: SidecarProtocol | undefined): boolean {
  return ['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB'].some((one) => one === protocol);
}

/** All but the number, whose range depends on the listener. */
export function checkSidecarPort({ protocol, name }: SidecarPort, checks: Checks): void {
  if (protocol !== undefined) checks.at('protocol').oneOf(protocol, sidecarProtocols);
  if (name !== undefined) checks.at('name').dnsLabel(name);
}

export const SOCKET_PREFIX = 'unix://';

/** Records what is not `unix://` and an absolute path, or an abstract socket's name after `@`. */
export function checkSocket(address: string, checks: Checks): void {
  const path = address.slice(SOCKET_PREFIX.length);
  checks.expect(
    path.startsWith('@') || (path.startsWith('/') && !path.endsWith('/')),
    `"${address}" is not unix:// and the absolute path of a socket, or @ and its name: Istio refuses it`,
  );
}
