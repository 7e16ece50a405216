import { isPort, type Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { checkConnectionPool, type ConnectionPool } from './connection-pool';
import type { GatewayTls } from './gateway';
import {
  captureModes,
  type CaptureMode,
  checkSidecarPort,
  checkSocket,
  isPlainHttp,
  type SidecarPort,
  SOCKET_PREFIX,
} from './sidecar-port';

/** TLS that a sidecar ends itself, with certificates in files. The rest of a gateway's is not for sidecars. */
export interface SidecarTls extends Pick<
  GatewayTls,
  | 'serverCertificate'
  | 'privateKey'
  | 'caCertificates'
  | 'caCrl'
  | 'verifyCertificateSpki'
  | 'verifyCertificateHash'
  | 'minProtocolVersion'
  | 'maxProtocolVersion'
  | 'cipherSuites'
> {
  /** Whether clients show a certificate: never, always or if they have one. */
  readonly mode: (typeof modes)[number];
}

const modes = ['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'] as const;

/** A port on which a sidecar takes what is for its workload. */
export interface SidecarIngress {
  readonly port: SidecarPort;
  /**
   * Address to listen on, for the capture mode NONE.
   * @default - the workload's
   */
  readonly bind?: string;
  /** @default DEFAULT */
  readonly captureMode?: CaptureMode;
  /**
   * Where the workload listens: `127.0.0.1:8080`, `[::1]:8080`, `0.0.0.0:8080` or `[::]:8080` for the workload's own
   * address, `:8080`, or `unix:///run/app.sock`.
   * @default - the port that was called, on the loopback address
   */
  readonly defaultEndpoint?: string;
  /**
   * For the protocols HTTPS and TLS. Takes the place of mutual TLS on the port.
   * @default - the mutual TLS of the mesh
   */
  readonly tls?: SidecarTls;
  /**
   * Limits of the connections to the workload.
   * @default - the Sidecar's `inboundConnectionPool`
   */
  readonly connectionPool?: ConnectionPool;
}

const WORKLOAD_ADDRESSES = ['', '127.0.0.1', '0.0.0.0', '::1', '::'];

export function checkSidecarIngress(ingress: SidecarIngress, checks: Checks): void {
  const { port, bind, captureMode, defaultEndpoint, tls, connectionPool } = ingress;
  checks.at('port').at('number').port(port.number);
  checkSidecarPort(port, checks.at('port'));
  if (bind !== undefined) checks.at('bind').ipAddress(bind);
  if (captureMode !== undefined) checks.at('captureMode').oneOf(captureMode, captureModes);
  if (defaultEndpoint !== undefined) checkDefaultEndpoint(defaultEndpoint, checks.at('defaultEndpoint'));
  if (tls !== undefined) {
    checks
      .at('tls')
      .expect(
        port.protocol === 'HTTPS' || port.protocol === 'TLS',
        `stands at a port of protocol ${port.protocol ?? 'unknown'}: Istio takes it with HTTPS and TLS alone`,
      );
    checkTls(tls, checks.at('tls'));
  }
  if (connectionPool !== undefined) {
    checkConnectionPool(connectionPool, checks.at('connectionPool'));
    checks
      .at('connectionPool')
      .at('http')
      .expect(
        connectionPool.http === undefined || isPlainHttp(port.protocol),
        `stands at a port of protocol ${port.protocol ?? 'unknown'}: limits of HTTP have no effect there`,
      );
  }
}

function checkDefaultEndpoint(endpoint: string, checks: Checks): void {
  if (endpoint.startsWith(SOCKET_PREFIX)) return checkSocket(endpoint, checks);
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d+)$/.exec(endpoint) ?? [];
  const address = bracketed ?? plain;
  checks.expect(
    address !== undefined && WORKLOAD_ADDRESSES.includes(address) && isPort(Number(port)),
    `${show(endpoint)} is none of 127.0.0.1:<port>, [::1]:<port>, 0.0.0.0:<port>, [::]:<port>, :<port> and unix://<path>`,
  );
}

function checkTls(tls: SidecarTls, checks: Checks): void {
  checks.at('mode').oneOf(tls.mode, modes);
  for (const field of ['serverCertificate', 'privateKey'] as const) {
    checks
      .at(field)
      .expect(Boolean(tls[field]), `is missing: mode ${tls.mode} needs it, as the path of a file`);
  }
  checks
    .at('caCertificates')
    .expect(
      tls.mode === 'SIMPLE' || Boolean(tls.caCertificates),
      `is missing: mode ${tls.mode} checks certificates of clients by it`,
    );
  checks
    .at('caCrl')
    .expect(
      tls.mode !== 'SIMPLE' || !tls.caCrl,
      'stands beside mode SIMPLE, which checks no client: Istio refuses it',
    );
}
