import type { Checks } from './checks';
import { checkInteger, INT32_MAX } from './numbers';
import { checkExactlyOne, type ExactlyOne } from './one-of';
import { show } from './user-error';

/** When a probe runs, and how often it must succeed or fail to count. Istio reads 0 as not set. */
export interface ProbeTiming {
  /** @default 0 */
  readonly initialDelaySeconds?: number;
  /** @default 1 */
  readonly timeoutSeconds?: number;
  /** @default 10 */
  readonly periodSeconds?: number;
  /**
   * Successes in a row after a failure.
   * @default 1
   */
  readonly successThreshold?: number;
  /**
   * Failures in a row after a success.
   * @default 3
   */
  readonly failureThreshold?: number;
}

/** Ready where the answer is from 200 to 399. No certificate is verified. */
export interface HttpGetProbe {
  /** @default / */
  readonly path?: string;
  /** 1-65535 */
  readonly port: number;
  /** @default HTTP */
  readonly scheme?: 'HTTP' | 'HTTPS';
  /** @default - the workload's address */
  readonly host?: string;
  /** @default - none */
  readonly httpHeaders?: readonly { readonly name: string; readonly value?: string }[];
}

/** Ready where a connection can be made. */
export interface TcpSocketProbe {
  /** 1-65535 */
  readonly port: number;
  /** @default - the workload's address */
  readonly host?: string;
}

/** Ready where the command exits with 0. */
export interface ExecProbe {
  /** The program and its arguments, without a shell. */
  readonly command: readonly string[];
}

/** Ready where the gRPC health service says so. */
export interface GrpcProbe {
  /** 1-65535 */
  readonly port: number;
  /** @default - the server as a whole */
  readonly service?: string;
}

interface ProbeMethods {
  readonly httpGet: HttpGetProbe;
  readonly tcpSocket: TcpSocketProbe;
  readonly exec: ExecProbe;
  /** A part of the API that Istio's own validation refuses (1.29): no function makes one, and the check says so. */
  readonly grpc: GrpcProbe;
}

/** A readiness probe of a workload outside Kubernetes. Plain data, as a machine's description carries one. */
export type Probe = ProbeTiming & ExactlyOne<ProbeMethods>;

export const Probe = {
  httpGet: (httpGet: HttpGetProbe, timing: ProbeTiming = {}): Probe => ({ ...timing, httpGet }),
  tcpSocket: (tcpSocket: TcpSocketProbe, timing: ProbeTiming = {}): Probe => ({ ...timing, tcpSocket }),
  exec: (exec: ExecProbe, timing: ProbeTiming = {}): Probe => ({ ...timing, exec }),
} as const;

const timings = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

export function checkProbe(probe: Probe, checks: Checks): void {
  checkExactlyOne(checks, probe, ['httpGet', 'tcpSocket', 'exec', 'grpc']);
  checks
    .at('grpc')
    .expect(
      probe.grpc === undefined,
      'is refused by Istio 1.29, which knows httpGet, tcpSocket and exec only',
    );
  for (const field of timings) {
    if (probe[field] !== undefined) checkInteger(checks.at(field), probe[field], 0, INT32_MAX);
  }
  const { httpGet, tcpSocket, exec } = probe;
  if (httpGet !== undefined) checkHttpGet(httpGet, checks.at('httpGet'));
  if (tcpSocket !== undefined) checks.at('tcpSocket').at('port').port(tcpSocket.port);
  if (exec !== undefined) {
    const at = checks.at('exec').at('command');
    at.expect(exec.command.length > 0, 'is empty: Istio refuses a probe without a command');
    exec.command.forEach((word, index) => at.at(index).expect(word !== '', 'is empty: Istio refuses it'));
  }
}

function checkHttpGet({ path = '/', port, scheme, httpHeaders = [] }: HttpGetProbe, checks: Checks): void {
  checks.at('path').expect(path.startsWith('/'), `${show(path)} does not start with "/"`);
  checks.at('port').port(port);
  if (scheme !== undefined) checks.at('scheme').oneOf(scheme, ['HTTP', 'HTTPS']);
  httpHeaders.forEach(({ name }, index) =>
    checks
      .at('httpHeaders')
      .at(index)
      .at('name')
      .expect(/^[-A-Za-z0-9]+$/.test(name), `${show(name)} is not a header's name (letters, digits and "-")`),
  );
}
