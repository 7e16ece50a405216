import type { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { intOrString } from './int-or-string';
import { checkPortReference } from './service';

/** When a probe asks, and how often it may fail. */
export interface ProbeTiming {
  /** @default 0 */
  readonly initialDelaySeconds?: number;
  /** @default 10 */
  readonly periodSeconds?: number;
  /** @default 1 */
  readonly timeoutSeconds?: number;
  /**
   * Answers in a row that make it pass again; 1 for liveness and startup.
   * @default 1
   */
  readonly successThreshold?: number;
  /** @default 3 */
  readonly failureThreshold?: number;
}

/** A request over HTTP that any status from 200 to 399 answers. */
export interface HttpGet extends ProbeTiming {
  /** Number, or name of the container's port. */
  readonly port: number | string;
  /** @default / */
  readonly path?: string;
  /** @default HTTP */
  readonly scheme?: 'HTTP' | 'HTTPS';
  /** @default - none */
  readonly httpHeaders?: Readonly<Record<string, string>>;
}

/**
 * How the kubelet asks a container whether it is alive or ready. Istio's injection sends HTTP, TCP and gRPC probes
 * through the sidecar's agent, so that they pass where mTLS is strict.
 */
export class Probe {
  static httpGet({ port, path, scheme, httpHeaders, ...timing }: HttpGet): Probe {
    return new Probe(
      {
        httpGet: {
          port: intOrString(port),
          path,
          scheme,
          httpHeaders: httpHeaders && Object.entries(httpHeaders).map(([name, value]) => ({ name, value })),
        },
      },
      timing,
      port,
    );
  }

  static tcpSocket(port: number | string, timing: ProbeTiming = {}): Probe {
    return new Probe({ tcpSocket: { port: intOrString(port) } }, timing, port);
  }

  /** Asks `grpc.health.v1.Health`; `service` is what to ask about. */
  static grpc(port: number, { service, ...timing }: ProbeTiming & { readonly service?: string } = {}): Probe {
    return new Probe({ grpc: { port, service } }, timing, port);
  }

  /** Runs a command in the container, without a shell. */
  static exec(command: readonly string[], timing: ProbeTiming = {}): Probe {
    return new Probe({ exec: { command: [...command] } }, timing);
  }

  private constructor(
    private readonly handler: k8s.Probe,
    private readonly timing: ProbeTiming,
    private readonly port?: number | string,
  ) {}

  /**
   * @param use - what the probe is for
   * @param portNames - names of the container's ports
   */
  check(use: 'liveness' | 'readiness' | 'startup', portNames: ReadonlySet<string>, checks: Checks): void {
    const { port, timing } = this;
    if (typeof port === 'string') {
      checkPortReference(port, checks.at('port'));
      checks
        .at('port')
        .expect(
          portNames.has(port),
          `"${port}" is not the name of a port of the container (${[...portNames].join(', ') || 'none has a name'})`,
        );
    } else if (port !== undefined) {
      checks.at('port').port(port);
    }
    if (this.handler.exec?.command?.length === 0) checks.at('exec').fail('is empty: give a command');
    for (const [field, value] of Object.entries(timing)) {
      if (value === undefined) continue;
      checkInteger(checks.at(field), value, field === 'initialDelaySeconds' ? 0 : 1, INT32_MAX);
    }
    checks
      .at('successThreshold')
      .expect(
        use === 'readiness' || timing.successThreshold === undefined || timing.successThreshold === 1,
        `${timing.successThreshold} is not 1: Kubernetes refuses anything else for ${use}`,
      );
  }

  lower(): k8s.Probe {
    return { ...this.handler, ...this.timing };
  }
}
