/**
 * `npm run e2e:machines`: the flagship on two clusters of the lab, with what must not be in git from the commands:
 * certificates from `pki`, remote Secrets from `remote-secret`, and virt-01 started from `vm bundle`.
 *
 * `--keep` leaves the clusters running. Exits 1 where something is not as wanted, 2 where the lab lacks something.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Command } from 'commander';
import { pkiCommand } from '../cli/pki';
import { remoteSecretCommand } from '../cli/remote-secret';
import type { CommandContext } from '../cli/streams';
import { vmCommand } from '../cli/vm';
import { loadMeshes } from '../fleet/load';
import type { MachineStatus } from '../live/workload-entries';
import { render } from '../run/render';
import { emitYaml } from '../synth/emit';
import type { RenderedObject } from '../synth/resolve';
import { runCommand, type Ran } from '../test/live/run-command';
import { Kubectl, until } from './kubectl';
import { Lab, LabLacks } from './lab';
import { machineAddress, servers } from './machines/addresses';
import { generate, VirtualMachine } from './machines/virtual-machine';
import { Report } from './report';

const ROOT = join(__dirname, '..');
/** The checkout of a user, as far as the commands look at it. */
const CHECKOUT = join(__dirname, 'machines');
const MESH = 'multi-primary';
const CLUSTERS = ['kube-01', 'kube-02'] as const;
const MACHINE = 'virt-01';
/** In the order that they need each other in. */
const ISTIO = ['istio-base', 'istio-pilot'];
const GATEWAYS = ['istio-ewgw', 'istio-igws'];

class Run {
  constructor(
    private readonly lab: Lab,
    private readonly kubeconfig: string,
    private readonly folder: string,
    readonly report: Report,
  ) {}

  kubectl(cluster: string): Kubectl {
    return new Kubectl(this.lab.program('kubectl'), this.kubeconfig, cluster);
  }

  get machine(): VirtualMachine {
    return new VirtualMachine(this.lab, MACHINE);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async command(of: (context: CommandContext) => Command, ...argv: readonly string[]): Promise<Ran> {
    // The one that asks no cluster.
    const kubeconfig = argv[0] === 'init' ? [] : ['--kubeconfig', this.kubeconfig];
    return runCommand(of, CHECKOUT, [...argv, ...kubeconfig]);
  }

  /** Runs a command that has to succeed. */
  async succeed(of: (context: CommandContext) => Command, ...argv: readonly string[]): Promise<void> {
    const { code, err } = await this.command(of, ...argv);
    const line = [of({} as CommandContext).name(), ...argv].join(' ').replaceAll(this.folder, 'FOLDER');
    this.report.expect(line, code === 0 ? 'done' : `${code}: ${err}`, 'done');
  }

  /** Applies components of a cluster, what istioctl makes of their documents too. */
  async apply(
    cluster: string,
    objects: readonly RenderedObject[],
    components: readonly string[],
  ): Promise<void> {
    const mine = objects.filter((one) => one.cluster === cluster && components.includes(one.component));
    const texts: string[] = [];
    for (const { object, component } of mine) {
      const text = emitYaml(object);
      if (object.kind !== 'IstioOperator') {
        texts.push(text);
        continue;
      }
      const file = this.path(`${cluster}-${component}.yaml`);
      writeFileSync(file, text);
      texts.push(await generate(this.lab.program('istioctl'), file));
    }
    const args = ['apply', '--server-side', '--force-conflicts', '-f', '-'];
    const text = texts.join('\n---\n');
    // Objects whose definition the same text brings need a second time.
    await this.kubectl(cluster)
      .call(args, text)
      .catch(() => this.kubectl(cluster).call(args, text));
  }

  async rolledOut(cluster: string, namespace: string): Promise<void> {
    const wait = ['wait', '--for=condition=Available', 'deployment', '--all', '--timeout=180s'];
    await this.kubectl(cluster).call(['-n', namespace, ...wait]);
  }

  /** Which host answers sleep in a cluster, so many times. */
  async answers(cluster: string, times: number): Promise<readonly string[]> {
    const loop = `for i in $(seq ${times}); do curl -sS -m 5 http://httpbin.httpbin.svc.cluster.local/hostname; echo; done 2>&1`;
    const said = await this.kubectl(cluster).call([
      ...['-n', 'httpbin', 'exec', 'deploy/sleep', '-c', 'sleep', '--', 'sh', '-c', loop],
    ]);
    return hostsOf(said);
  }

  async status(): Promise<MachineStatus & { readonly code: number }> {
    const { code, out } = await this.command(vmCommand, 'status', MESH, MACHINE, '--output', 'json');
    const [row] = JSON.parse(out === '' ? '[]' : out) as MachineStatus[];
    return { ...(row ?? ({} as MachineStatus)), code };
  }

  async scale(cluster: string, replicas: number): Promise<void> {
    const target = ['-n', 'httpbin', 'scale', 'deploy/httpbin', `--replicas=${replicas}`];
    await this.kubectl(cluster).call(target);
  }
}

/** Each once, in order; what is no answer is one too. */
function hostsOf(said: string): readonly string[] {
  const hosts = said
    .split(/\n(?=\{|curl|upstream|no healthy)/)
    .flatMap((one) => (one.trim() === '' ? [] : [/"hostname":\s*"([^"]+)"/.exec(one)?.[1] ?? one.trim()]));
  return [...new Set(hosts)].sort();
}

async function install(run: Run): Promise<void> {
  const { report } = run;
  report.title('Certificates, and Istio on two clusters');
  const [module] = loadMeshes(join(CHECKOUT, 'clusters'), [MESH]);
  const { objects } = render([module!]);
  const pki = run.path('pki');
  await run.succeed(pkiCommand, 'init', MESH, '--dir', pki);
  for (const cluster of CLUSTERS) await run.apply(cluster, objects, ['istio-base']);
  await run.succeed(pkiCommand, 'issue', MESH, '--dir', pki, '--apply');
  await Promise.all(
    CLUSTERS.map(async (cluster) => {
      await run.apply(cluster, objects, ISTIO);
      await run.rolledOut(cluster, 'istio-system');
      await run.apply(cluster, objects, [...GATEWAYS, 'httpbin']);
      await run.rolledOut(cluster, 'istio-system');
      await run.rolledOut(cluster, 'httpbin');
    }),
  );
  await run.succeed(remoteSecretCommand, 'multi-primary', '--apply');
  const again = await run.command(remoteSecretCommand, MESH, '--output', 'json');
  const states = (JSON.parse(again.out) as { state: string }[]).map(({ state }) => state);
  report.expect('remote Secrets', states.join(' '), 'valid valid');
}

async function joins(run: Run): Promise<void> {
  const { machine, report } = run;
  report.title(`${MACHINE} joins`);
  report.expect('before', (await run.status()).connection, 'absent');
  const bundle = run.path('bundle');
  await run.succeed(vmCommand, 'bundle', MESH, MACHINE, '-o', bundle);
  const gateway = await run.kubectl('kube-01').read('service', 'istio-eastwestgateway', 'istio-system');
  const { loadBalancer } = gateway?.['status'] as { loadBalancer: { ingress: { ip: string }[] } };
  const hosts = `${loadBalancer.ingress[0]?.ip} istiod.kube-01`;
  report.expect(
    'hosts, with the address that the lab gave',
    readFileSync(join(bundle, 'hosts'), 'utf8').trim(),
    hosts,
  );
  await machine.install(bundle);
  report.expect(
    'without secrets it waits',
    (await machine.prepare()).trim(),
    'istio waits for /etc/certs/root-cert.pem /var/run/secrets/tokens/istio-token: hand them out as the README of this machine says',
  );
  await machine.handOut(bundle);
  report.expect('with them it goes on', (await machine.prepare()).trim(), 'ready');
  await machine.startProgram();
  await machine.startSidecar();
  const status = await until(
    90,
    () => run.status(),
    ({ healthy }) => healthy === true,
  );
  const { connection, healthy, address, network, locality, entry, code } = status;
  report.expect(
    'vm status',
    `${code} ${entry} ${connection} ${healthy} ${address} ${network} ${locality}`,
    `0 httpbin-${machineAddress}-vm-network connected true ${machineAddress} vm-network milky-way/solar-system/virt-01`,
  );
}

async function traffic(run: Run): Promise<void> {
  const { machine, report } = run;
  report.title('Requests');
  const asked = async (cluster: string, wanted: string) =>
    (
      await until(
        60,
        () => run.answers(cluster, 10),
        (hosts) => hosts.join(' ') === wanted,
      )
    ).join(' ');
  const pods = (await asked('kube-01', 'go-httpbin')) as string;
  report.expect("sleep in kube-01, by its own cluster's httpbin", pods, 'go-httpbin');
  for (const cluster of CLUSTERS) await run.scale(cluster, 0);
  for (const cluster of CLUSTERS) {
    report.expect(
      `sleep in ${cluster}, with no other httpbin left, by the machine`,
      await asked(cluster, MACHINE),
      MACHINE,
    );
  }
  await run.scale('kube-02', 1);
  await run.rolledOut('kube-02', 'httpbin');

  report.title('Its program stops');
  await machine.stopProgram();
  const unwell = await until(
    60,
    () => run.status(),
    ({ healthy }) => healthy === false,
  );
  report.expect('vm status', `${unwell.code} ${unwell.connection} ${unwell.healthy}`, '1 connected false');
  report.expect('sleep in kube-01, across clusters', await asked('kube-01', 'go-httpbin'), 'go-httpbin');
  const ask =
    'for i in 1 2 3 4 5; do curl -sS -m 5 http://httpbin.httpbin.svc.cluster.local/hostname; echo; done 2>&1';
  const machineAsks = await until(
    60,
    async () => hostsOf(await machine.shell(ask)).join(' '),
    (hosts) => hosts === 'go-httpbin',
  );
  report.expect('the machine, across clusters', machineAsks, 'go-httpbin');
  const headers = await machine.shell('curl -sS -m 5 http://httpbin.httpbin.svc.cluster.local/headers');
  report.expect(
    'who it is there',
    /URI=(spiffe:[^;"]+)/.exec(headers)?.[1] ?? headers,
    'spiffe://cluster.local/ns/httpbin/sa/httpbin',
  );
  const sleep = await run
    .kubectl('kube-01')
    .call([
      ...['-n', 'httpbin', 'exec', 'deploy/sleep', '-c', 'sleep', '--'],
      ...['curl', '-sS', '-m', '5', 'http://httpbin.httpbin.svc.cluster.local/headers'],
    ]);
  report.expect(
    'who sleep is in kube-02',
    /URI=(spiffe:[^;"]+)/.exec(sleep)?.[1] ?? sleep,
    'spiffe://cluster.local/ns/httpbin/sa/sleep',
  );

  report.title('Its program starts again, its sidecar stops');
  await machine.startProgram();
  const well = await until(
    60,
    () => run.status(),
    ({ healthy }) => healthy === true,
  );
  report.expect('vm status', `${well.code} ${well.connection} ${well.healthy}`, '0 connected true');
  await machine.stopSidecar();
  const gone = await until(
    60,
    () => run.status(),
    ({ connection }) => connection !== 'connected',
  );
  report.expect(
    'vm status',
    `${gone.code} ${['disconnected', 'absent'].includes(gone.connection)}`,
    '1 true',
  );
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { keep: { type: 'boolean' } } });
  const lab = await Lab.find(ROOT);
  const report = new Report();
  const folder = mkdtempSync(join(tmpdir(), 'e2e-machines-'));
  try {
    await lab.withClusters(
      CLUSTERS,
      async (kubeconfig) => {
        const text = readFileSync(kubeconfig, 'utf8');
        const elsewhere = Object.values(servers).filter((server) => !text.includes(server));
        if (elsewhere.length > 0) throw new LabLacks(`its clusters are not at ${elsewhere.join(', ')}`);
        await lab.run(['vm', MACHINE]);
        try {
          const run = new Run(lab, kubeconfig, folder, report);
          await install(run);
          await joins(run);
          await traffic(run);
        } finally {
          if (!values.keep) await lab.run(['down', MACHINE]);
        }
      },
      { keep: values.keep },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
  return report.close();
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof LabLacks ? `e2e:machines lacks something: ${error.message}` : error);
    process.exitCode = 2;
  },
);
