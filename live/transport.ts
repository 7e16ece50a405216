import type { KubeConfig } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { setTimeout as sleep } from 'node:timers/promises';
import { clientNode } from './client-node';
import { LiveError } from './live-error';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path below the server's URL, with its query. */
  readonly path: string;
  readonly contentType?: string;
  readonly body?: unknown;
}

/** What the server answered, a refusal too. */
export interface Answer {
  readonly status: number;
  /** Undefined for what is no JSON. */
  readonly body: unknown;
}

export interface TransportOptions {
  readonly config: KubeConfig;
  /** Name of the server in messages. */
  readonly where: string;
  readonly timeoutSeconds: number;
}

/** How often a request is made while the server says that it is busy or drops the connection. */
const attempts = 4;
const firstPauseMs = 200;
const busy = new Set([429, 502, 503, 504]);

/**
 * Makes requests to the API server of one context.
 *
 * A request is repeated where the server is busy or drops the connection: each of those that are made here may happen
 * twice. A server that refuses the connection or hangs is given up at once.
 */
export class Transport {
  constructor(private readonly options: TransportOptions) {}

  /** @throws LiveError where no answer comes */
  async send(request: Request): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const last = attempt === attempts;
      try {
        const { retryAfter, ...answer } = await this.once(request);
        if (last || !busy.has(answer.status)) return answer;
        await sleep(Math.min(retryAfter ?? pauseOf(attempt), 5000));
      } catch (error) {
        const code = codeOf(error);
        if (last || !(code === 'ECONNRESET' || code === 'EPIPE')) throw this.failure(error);
        await sleep(pauseOf(attempt));
      }
    }
  }

  private async once({
    method,
    path,
    contentType,
    body,
  }: Request): Promise<Answer & { retryAfter?: number }> {
    const { config, timeoutSeconds } = this.options;
    const { RequestContext, IsomorphicFetchHttpLibrary, HttpMethod } = clientNode();
    const url = `${config.getCurrentCluster()?.server ?? ''}${path}`;
    const context = new RequestContext(url, HttpMethod[method]);
    context.setHeaderParam('Accept', 'application/json');
    if (body !== undefined) {
      context.setHeaderParam('Content-Type', contentType ?? 'application/json');
      context.setBody(JSON.stringify(body));
    }
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    await withLimit(this.login(context), signal);
    context.setSignal(signal);
    const response = await new IsomorphicFetchHttpLibrary().send(context).toPromise();
    const text = await response.body.text();
    const seconds = Number(response.headers['retry-after']);
    return {
      status: response.httpStatusCode,
      body: parsed(text),
      ...(seconds > 0 && { retryAfter: seconds * 1000 }),
    };
  }

  private async login(context: Parameters<KubeConfig['applySecurityAuthentication']>[0]): Promise<void> {
    try {
      await this.options.config.applySecurityAuthentication(context);
    } catch (error) {
      const first = String((error as Error).message).split('\n')[0];
      throw new LiveError('unauthorized', this.options.where, `no login from the kubeconfig: ${first}`);
    }
  }

  private failure(error: unknown): LiveError {
    const { where, timeoutSeconds } = this.options;
    if (error instanceof LiveError) return error;
    const { name, message } = error as Error;
    if (name === 'AbortError' || name === 'TimeoutError') {
      return new LiveError('timeout', where, `did not answer within ${timeoutSeconds} s`);
    }
    const code = codeOf(error);
    return new LiveError('unreachable', where, unreachable[code] ?? `cannot be reached: ${code || message}`);
  }
}

const untrusted = 'shows a certificate that the certificate authority of the kubeconfig did not issue';
const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection: no API server listens there',
  ECONNRESET: 'drops the connection',
  ENOTFOUND: 'has a name that does not resolve',
  EAI_AGAIN: 'has a name that does not resolve now',
  EHOSTUNREACH: 'cannot be reached: there is no route to it',
  ENETUNREACH: 'cannot be reached: there is no route to its network',
  CERT_HAS_EXPIRED: 'shows a certificate that has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'shows a certificate for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
};

function pauseOf(attempt: number): number {
  return firstPauseMs * 2 ** (attempt - 1);
}

function codeOf(error: unknown): string {
  const { code, message = '' } = error as { code?: unknown; message?: string };
  // node-fetch reports an answer that breaks off without a code.
  return typeof code === 'string' ? code : /Premature close/.test(message) ? 'ECONNRESET' : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A plugin of the kubeconfig that logs in may hang as well. */
function withLimit(login: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    login.then(resolve, reject);
  });
}
