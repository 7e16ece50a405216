import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';

const run = promisify(execFile);

export interface Login {
  readonly token?: string;
  readonly 'client-certificate-data'?: string;
  readonly 'client-key-data'?: string;
}

/** One API server of the lab, as kubectl sees it. */
export class Cluster {
  private constructor(
    private readonly kubectlProgram: string,
    readonly kubeconfig: string,
    readonly server: string,
    private readonly authority: string,
    private readonly login: Login,
  ) {}

  static async of(kubectl: string, kubeconfig: string): Promise<Cluster> {
    const { stdout } = await run(kubectl, [
      '--kubeconfig',
      kubeconfig,
      'config',
      'view',
      '--raw',
      '--minify',
    ]);
    const { clusters, users } = parse(stdout) as {
      clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
      users: { user: Login }[];
    };
    const { server, 'certificate-authority-data': authority } = clusters[0]!.cluster;
    return new Cluster(kubectl, kubeconfig, server, authority, users[0]!.user);
  }

  /** A kubeconfig in which several contexts are this server. */
  contexts(
    file: string,
    names: readonly string[],
    { user = this.login, authority = this.authority, server = this.server }: KubeconfigChange = {},
  ): string {
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': names[0],
      clusters: names.map((name) => ({ name, cluster: { server, 'certificate-authority-data': authority } })),
      users: [{ name: 'me', user }],
      contexts: names.map((name) => ({ name, context: { cluster: name, user: 'me' } })),
    };
    writeFileSync(file, JSON.stringify(config));
    return file;
  }

  async kubectl(...args: readonly string[]): Promise<string> {
    return (
      await run(this.kubectlProgram, ['--kubeconfig', this.kubeconfig, ...args], { maxBuffer: 2 ** 26 })
    ).stdout;
  }

  async apply(objects: readonly object[], ...args: readonly string[]): Promise<void> {
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    const child = spawn(
      this.kubectlProgram,
      ['--kubeconfig', this.kubeconfig, 'apply', '--server-side', ...args, '-f', '-'],
      { stdio: ['pipe', 'ignore', 'pipe'] },
    );
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdin.end(list);
    const code = await new Promise((resolve) => child.on('close', resolve));
    if (code !== 0) throw new Error(`kubectl apply: ${errors}`);
  }

  async get<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.kubectl('get', ...args, '-o', 'json')) as T;
  }

  /** Who a kubeconfig logs in as. */
  async whoIs(folder: string, kubeconfig: string): Promise<string> {
    const file = join(folder, 'who');
    writeFileSync(file, kubeconfig);
    const { stdout } = await run(this.kubectlProgram, ['--kubeconfig', file, 'auth', 'whoami', '-o', 'json']);
    return (JSON.parse(stdout) as { status: { userInfo: { username: string } } }).status.userInfo.username;
  }
}

export interface KubeconfigChange {
  readonly user?: Login;
  readonly authority?: string;
  readonly server?: string;
}
