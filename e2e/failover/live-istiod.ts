import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KubeObject } from '../../synth/resolve';
import type { Lab } from '../lab';
import { Dump } from './dump';
import type { Proxy } from './proxy';
import type { Stage } from './stage';
import { podsOf } from './world';

const run = promisify(execFile);

/** An API server of the lab that holds a cluster of a mesh, without machines and without controllers. */
export class LiveCluster {
  constructor(
    private readonly lab: Lab,
    readonly name: string,
    readonly kubeconfig: string,
  ) {}

  async fill(stage: Stage): Promise<void> {
    const { world, config, definitions } = stage.scene(this.name);
    await this.apply(definitions);
    await this.kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
    const objects = world.filter(({ kind }) => kind !== 'WorkloadEntry');
    await this.apply(objects.filter(({ kind }) => kind === 'Namespace'));
    await this.apply([...objects.filter(({ kind }) => kind !== 'Namespace'), ...config]);
    await this.apply(
      objects.filter((object) => object['status'] !== undefined),
      '--subresource=status',
    );
  }

  /** What `istioctl create-remote-secret` makes, with the rights of an administrator. */
  async readEndpointsOf(other: LiveCluster): Promise<void> {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: `istio-remote-secret-${other.name}`,
        namespace: 'istio-system',
        labels: { 'istio/multiCluster': 'true' },
        annotations: { 'networking.istio.io/cluster': other.name },
      },
      stringData: { [other.name]: readFileSync(other.kubeconfig, 'utf8') },
    };
    await this.apply([secret]);
  }

  /** Says of a machine whether its program is well, as its agent would by istiod. */
  async report({ metadata }: KubeObject, healthy: boolean): Promise<void> {
    const condition = { type: 'Healthy', status: healthy ? 'True' : 'False' };
    await this.kubectl([
      ...['-n', metadata.namespace ?? '', 'patch', 'workloadentry', metadata.name],
      ...[
        '--subresource=status',
        '--type=merge',
        '-p',
        JSON.stringify({ status: { conditions: [condition] } }),
      ],
    ]);
  }

  async workloadEntries(): Promise<readonly KubeObject[]> {
    const { stdout } = await this.kubectl(['get', 'workloadentries', '-A', '-o', 'json']);
    return (JSON.parse(String(stdout)) as { items: readonly KubeObject[] }).items;
  }

  private async apply(items: readonly KubeObject[], ...flags: readonly string[]): Promise<void> {
    const applying = this.kubectl(['apply', '--server-side', '--force-conflicts', ...flags, ...['-f', '-']]);
    applying.child.stdin?.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    await applying;
  }

  private kubectl(args: readonly string[]) {
    return run(this.lab.program('kubectl'), ['--kubeconfig', this.kubeconfig, ...args]);
  }
}

/** The real istiod of a cluster, beside it rather than in it. */
export class LiveIstiod {
  static async start(
    lab: Lab,
    folder: string,
    stage: Stage,
    cluster: LiveCluster,
    port: number,
  ): Promise<LiveIstiod> {
    const home = mkdtempSync(join(folder, `${cluster.name}-`));
    const { world, meshConfig = '' } = stage.scene(cluster.name);
    writeFileSync(join(home, 'mesh.yaml'), meshConfig);
    const child = spawn(
      lab.program('pilot-discovery'),
      [
        'discovery',
        ...['--kubeconfig', cluster.kubeconfig, '--clusterID', cluster.name],
        ...['--meshConfig', join(home, 'mesh.yaml')],
        ...['--grpcAddr', `127.0.0.1:${port}`, '--httpAddr', `127.0.0.1:${port + 1}`],
        ...['--monitoringAddr', `127.0.0.1:${port + 2}`, '--ctrlz_port', '0'],
        ...['--httpsAddr', '', '--secureGRPCAddr', ''],
      ],
      { cwd: home, env: { ...process.env, ...environmentOf(world), ...outside }, stdio: 'pipe' },
    );
    child.stdout.pipe(createWriteStream(join(home, 'log')));
    const istiod = new LiveIstiod(lab, home, stage, child, port);
    await istiod.ready();
    return istiod;
  }

  private constructor(
    private readonly lab: Lab,
    private readonly home: string,
    private readonly stage: Stage,
    private readonly child: ChildProcess,
    private readonly port: number,
  ) {}

  async ask(proxy: Proxy): Promise<Dump> {
    const file = join(this.home, `${proxy.name}.proxy.json`);
    writeFileSync(file, JSON.stringify(proxy));
    const to = ['--addr', `127.0.0.1:${this.port}`];
    await run(this.lab.program('xdsdump'), ['ads', ...to, '--proxy', file, '--out', this.home]);
    return new Dump(join(this.home, `${proxy.name}.json`), this.stage.names);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const stopped = new Promise((exit) => this.child.once('exit', exit));
    this.child.kill();
    await stopped;
  }

  private async ready(): Promise<void> {
    for (let i = 0; i < 120; i++) {
      if (this.child.exitCode !== null) throw new Error(`istiod does not start; its log is in ${this.home}`);
      const answer = await fetch(`http://127.0.0.1:${this.port + 1}/ready`).catch(() => undefined);
      if (answer?.ok === true) return;
      await new Promise((later) => setTimeout(later, 250));
    }
    throw new Error(`istiod is not ready after 30 s; its log is in ${this.home}`);
  }
}

/** What istiod's container is told, as far as it is told in words. */
function environmentOf(world: readonly KubeObject[]): Readonly<Record<string, string>> {
  const variables = podsOf(world)
    .filter(({ metadata }) => metadata.labels?.['app'] === 'istiod')
    .flatMap(({ spec }) => spec.containers)
    .flatMap(({ env = [] }) => env);
  return Object.fromEntries(variables.map(({ name, value = '' }) => [name, value]));
}

/** What an istiod outside of its cluster has to do without, and a machine whose identity nobody can prove. */
const outside = {
  POD_NAMESPACE: 'istio-system',
  ENABLE_CA_SERVER: 'false',
  INJECTION_WEBHOOK_CONFIG_NAME: '',
  VALIDATION_WEBHOOK_CONFIG_NAME: '',
  ISTIO_WORKLOAD_ENTRY_VALIDATE_IDENTITY: 'false',
  // An entry outlives the connection that made it by so much.
  PILOT_WORKLOAD_ENTRY_GRACE_PERIOD: '10m',
};
