import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An object of a cluster, as far as a run looks at it. */
export interface LiveObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  readonly [field: string]: unknown;
}

/** kubectl for one cluster of the lab. */
export class Kubectl {
  constructor(
    private readonly program: string,
    private readonly kubeconfig: string,
    readonly context: string,
  ) {}

  /** @throws with what kubectl says, where it fails */
  async call(args: readonly string[], input?: string): Promise<string> {
    const flags = ['--kubeconfig', this.kubeconfig, '--context', this.context];
    const child = run(this.program, [...flags, ...args], {
      maxBuffer: 2 ** 26,
      env: { ...process.env, KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false' },
    });
    child.child.stdin?.end(input ?? '');
    try {
      return (await child).stdout;
    } catch (error) {
      throw new Error((error as { stderr?: string }).stderr ?? String(error));
    }
  }

  /**
   * Objects of a kind; of all namespaces where none is named.
   *
   * @param seconds - how long the answer may take; 0 for as long as it takes
   */
  async list(
    kind: string,
    namespace?: string,
    selector?: string,
    seconds = 0,
  ): Promise<readonly LiveObject[]> {
    const where = namespace === undefined ? ['--all-namespaces'] : ['--namespace', namespace];
    const which = selector === undefined ? [] : ['--selector', selector];
    const limit = `--request-timeout=${seconds}`;
    const text = await this.call(['get', kind, ...where, ...which, '--output', 'json', limit]);
    return (JSON.parse(text) as { items: readonly LiveObject[] }).items;
  }

  /** Undefined where there is none. */
  async read(kind: string, name: string, namespace: string): Promise<LiveObject | undefined> {
    const text = await this.call(['get', kind, name, '-n', namespace, '--ignore-not-found', '-o', 'json']);
    return text === '' ? undefined : (JSON.parse(text) as LiveObject);
  }

  apply(objects: readonly object[]): Promise<string> {
    return this.call(
      ['apply', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
    );
  }
}

/**
 * Asks until the answer is right, and gives the last one.
 *
 * @param seconds - after which it is taken as it is
 */
export async function until<T>(
  seconds: number,
  ask: () => Promise<T>,
  isRight: (answer: T) => boolean,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (isRight(answer) || Date.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}
