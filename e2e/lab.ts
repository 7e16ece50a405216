import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a run against the lab lacks; printed as it is. */
export class LabLacks extends Error {}

export interface ClusterOptions {
  /**
   * Leaves them running.
   * @default false
   */
  readonly keep?: boolean;
  /**
   * Pods of all of them reach each other.
   * @default false
   */
  readonly flat?: boolean;
  /**
   * Virtual machines beside them.
   * @default - none
   */
  readonly machines?: readonly string[];
}

/** The lab: real Istio and Kubernetes programs on this machine. `MESH_LAB` names its script. */
export class Lab {
  static async find(root: string): Promise<Lab> {
    const script = resolve(process.env['MESH_LAB'] ?? join(root, '../shared/lab/lab'));
    if (!existsSync(script)) throw new LabLacks(`no lab at ${script}: set MESH_LAB to its script`);
    const { stdout } = await run(script, ['bin']);
    const bin = stdout.trim();
    for (const program of ['istioctl', 'kubectl', 'etcd', 'kube-apiserver']) {
      if (!existsSync(join(bin, program))) {
        throw new LabLacks(`the lab has no ${program}: run \`${script} build\` first`);
      }
    }
    return new Lab(script, bin);
  }

  private constructor(
    private readonly script: string,
    private readonly bin: string,
  ) {}

  program(name: string): string {
    return join(this.bin, name);
  }

  /** Archive of one of the lab's own images. */
  image(name: string): string {
    return join(this.bin, '../images', `${name}.tar`);
  }

  /** Folder of the source that a program of the lab was built from. */
  source(name: string): string {
    return join(this.bin, '../src', name);
  }

  /** Runs the body with clusters, and takes them down. Those that ran before are refused: they are somebody's. */
  async withClusters(
    names: readonly string[],
    body: (kubeconfig: string) => Promise<void>,
    { keep = false, flat = false, machines = [] }: ClusterOptions = {},
  ): Promise<void> {
    const all = [...names, ...machines];
    const running = (await this.run(['status']))
      .split('\n')
      .filter((line) => all.some((name) => line.startsWith(`${name} `)));
    if (running.length > 0)
      throw new LabLacks(`the lab already runs ${all.join(', ')}: \`lab down\` them first`);
    const flags = flat ? ['--flat'] : [];
    try {
      await this.run(['up', ...flags, ...names]);
      if (machines.length > 0) await this.run(['vm', ...flags, ...machines]);
      await body((await this.run(['kubeconfig'])).trim());
    } finally {
      if (!keep) await this.run(['down', ...all]);
    }
  }

  /** Addresses of the machines that run, by name. */
  async addresses(): Promise<ReadonlyMap<string, string>> {
    const lines = (await this.run(['status'])).split('\n').map((line) => line.split(/\s+/));
    return new Map(lines.map(([name = '', , address = '']) => [name, address]));
  }

  /** Runs a command of the lab. */
  async run(args: readonly string[], input?: string | Buffer): Promise<string> {
    try {
      const running = run(this.script, [...args], { maxBuffer: 2 ** 26 });
      if (input !== undefined) running.child.stdin?.end(input);
      return (await running).stdout;
    } catch (error) {
      throw new LabLacks(`lab ${args.join(' ')}: ${(error as { stderr?: string }).stderr ?? String(error)}`);
    }
  }

  /** Runs the body with an API server of its own on the port, and stops it; one that runs there already stays. */
  async withApiServer(port: number, body: (kubeconfig: string) => Promise<void>): Promise<void> {
    const running = await listens(port);
    const kubeconfig = await run(this.script, ['apiserver', String(port)]).catch(
      (error: { stderr?: string }) => {
        throw new LabLacks(
          `the lab's API server does not start on port ${port}: ${error.stderr ?? String(error)}`,
        );
      },
    );
    try {
      await body(kubeconfig.stdout.trim());
    } finally {
      if (!running) await run(this.script, ['down', `apiserver-${port}`]);
    }
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => answer(false));
  });
}
