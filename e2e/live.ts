/**
 * `npm run e2e:live`: the commands that talk to clusters, against an API server of the lab.
 *
 * One server stands for every cluster of the mesh, under a context for each. Exits 1 where something is not as it
 * should be.
 */
import { execFile } from 'node:child_process';
import { readdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { clusterSecretCommand } from '../cli/cluster-secret';
import { remoteSecretCommand } from '../cli/remote-secret';
import { vmCommand } from '../cli/vm';
import { runCommand, type Ran } from '../test/live/run-command';
import { Lab, LabLacks } from './lab';
import { Cluster } from './live/cluster';

const root = join(__dirname, '..');
const port = Number(process.env['MESH_LAB_PORT'] ?? 17643);
const mesh = 'multi-primary';
const clusters = ['kube-01', 'kube-02', 'kube-00'];
const account = (namespace: string, name: string) => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace },
});

/** What was looked at, and whether it was as it should be. */
class Report {
  failures = 0;
  /** All that the commands said. */
  readonly said: string[] = [];

  check(what: string, holds: boolean, seen: unknown = ''): void {
    if (!holds) this.failures += 1;
    console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}${holds ? '' : `: ${String(seen)}`}`);
  }

  equal(what: string, seen: unknown, wanted: unknown): void {
    const [is, should] = [JSON.stringify(seen), JSON.stringify(wanted)];
    this.check(what, is === should, `${is} is not ${should}`);
  }
}

interface Stage {
  readonly cluster: Cluster;
  readonly folder: string;
  readonly report: Report;
  readonly istioctl: string;
  /** Runs a command with the kubeconfig that has all contexts, or with another. */
  run(command: typeof vmCommand, argv: readonly string[], kubeconfig?: string): Promise<Ran>;
}

async function main(): Promise<number> {
  const lab = await Lab.find(root);
  const report = new Report();
  const folder = mkdtempSync(join(tmpdir(), 'e2e-live-'));
  try {
    await lab.withApiServer(port, async (kubeconfig) => {
      const cluster = await Cluster.of(lab.program('kubectl'), kubeconfig);
      const all = cluster.contexts(join(folder, 'all'), clusters);
      const stage: Stage = {
        cluster,
        folder,
        report,
        istioctl: lab.program('istioctl'),
        run: async (command, argv, given = all) => {
          const ran = await runCommand(command, root, [...argv, '--kubeconfig', given]);
          report.said.push(ran.out, ran.err);
          return ran;
        },
      };
      await prepare(cluster);
      await remoteSecrets(stage);
      await clusterSecrets(stage);
      await bundles(stage);
      await configured(stage);
      await status(stage);
      await refusals(stage);
      await secrecy(stage);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(report.failures === 0 ? '\nall as it should be' : `\n${report.failures} otherwise`);
  return report.failures === 0 ? 0 : 1;
}

async function prepare(cluster: Cluster): Promise<void> {
  const namespaces = ['istio-system', 'argocd', 'httpbin'];
  await cluster.apply(
    namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  );
  const rootCertificate = { 'root-cert.pem': 'the root of the mesh\n' };
  await cluster.apply([
    account('istio-system', 'istio-reader-service-account'),
    account('httpbin', 'httpbin'),
    account('httpbin', 'limited'),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio-ca-root-cert', namespace: 'httpbin' },
      data: rootCertificate,
    },
  ]);
  await cluster.kubectl('apply', '--server-side', '-f', join(root, 'imports/crds/istio-1.29.yaml'));
  await cluster.kubectl('wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s');
}

interface Data {
  readonly metadata: {
    readonly managedFields: readonly { readonly manager: string; readonly operation: string }[];
  };
  readonly data: Readonly<Record<string, string>>;
}

const decoded = (text = '') => Buffer.from(text, 'base64').toString('utf8');

async function remoteSecrets({ cluster, folder, report, istioctl, run }: Stage): Promise<void> {
  const { server } = cluster;
  const servers = ['--server', `kube-01=${server}`, '--server', `kube-02=${server}`];
  report.equal('remote-secret: both are missing', (await run(remoteSecretCommand, [mesh])).code, 1);
  const applied = await run(remoteSecretCommand, [mesh, '--apply', ...servers]);
  report.equal('remote-secret --apply', applied.code, 0);
  report.check(
    'a server on the loopback is warned of',
    applied.err.includes('which no other cluster reaches'),
    applied.err,
  );
  const secret = await cluster.get<Data>(
    'secret',
    '-n',
    'istio-system',
    'istio-remote-secret-kube-02',
    '--show-managed-fields',
  );
  report.equal(
    'it is owned by meshwright, by server-side apply',
    secret.metadata.managedFields.map(({ manager, operation }) => `${manager} ${operation}`),
    ['meshwright Apply'],
  );
  report.equal(
    'its kubeconfig logs in as the reader',
    await cluster.whoIs(folder, decoded(secret.data['kube-02'])),
    'system:serviceaccount:istio-system:istio-reader-service-account',
  );
  const again = await run(remoteSecretCommand, [mesh, '--apply', ...servers, '--output', 'json']);
  const rows = JSON.parse(again.out) as { state: string; expires: string }[];
  report.equal(
    'a second --apply leaves them',
    rows.map(({ state }) => state),
    ['valid', 'valid'],
  );
  const hours = (new Date(rows[0]!.expires).getTime() - Date.now()) / 3_600_000;
  report.check('they expire in 720 hours', Math.abs(hours - 720) < 1, hours);

  // istioctl takes the token of a Secret that a controller fills, which the lab's server does not have.
  const printed = await runCommand(remoteSecretCommand, root, [
    ...[mesh, '--to', 'kube-01', '--output', 'yaml', ...servers],
    ...['--kubeconfig', join(folder, 'all')],
  ]);
  const { token, authority } = parseRemote(printed.out);
  const of = 'istio-reader-service-account';
  await cluster.apply([
    {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/service-account-token',
      metadata: {
        name: `${of}-token`,
        namespace: 'istio-system',
        annotations: { 'kubernetes.io/service-account.name': of },
      },
      data: { token: Buffer.from(token).toString('base64'), 'ca.crt': authority },
    },
  ]);
  const { stdout: theirs } = await promisify(execFile)(istioctl, [
    ...['create-remote-secret', '--kubeconfig', cluster.kubeconfig],
    ...['--name', 'kube-02', '--server', server],
  ]);
  const body = (text: string) =>
    text.replace(/^# This file is autogenerated, do not edit\.\n/, '').replace(/---\n$/, '');
  report.equal('the same bytes as istioctl create-remote-secret', printed.out, body(theirs));

  await cluster.kubectl('delete', 'secret', '-n', 'istio-system', 'istio-remote-secret-kube-02');
  const file = join(folder, 'theirs.yaml');
  writeFileSync(file, body(theirs).replace(token, 'opaque'));
  await cluster.kubectl('apply', '-f', file);
  const unbounded = await run(remoteSecretCommand, [mesh, '--to', 'kube-01', ...servers]);
  report.check(
    'one that istioctl made is told apart',
    unbounded.code === 1 && unbounded.out.includes('unbounded'),
    unbounded.out,
  );
  const conflict = await run(remoteSecretCommand, [mesh, '--to', 'kube-01', '--apply', ...servers]);
  report.check(
    'and is not taken over unasked',
    conflict.code === 2 &&
      conflict.err.includes('another manager owns: .data.kube-02 (kubectl-client-side-apply)'),
    conflict.err,
  );
  const forced = [mesh, '--to', 'kube-01', '--apply', '--force-conflicts', ...servers];
  report.equal('--force-conflicts', (await run(remoteSecretCommand, forced)).code, 0);

  const leaver = parse(body(theirs).replaceAll('kube-02', 'kube-09')) as object;
  await cluster.apply([leaver]);
  const prune = await run(remoteSecretCommand, ['prune', mesh]);
  report.check(
    'prune names the one that left',
    prune.code === 1 && prune.out.includes('istio-remote-secret-kube-09'),
    prune.out,
  );
  report.equal('prune --apply', (await run(remoteSecretCommand, ['prune', mesh, '--apply'])).code, 0);
  const left = await cluster.get<{ items: { metadata: { name: string } }[] }>(
    'secret',
    '-n',
    'istio-system',
    '-l',
    'istio/multiCluster=true',
  );
  report.equal(
    'the others stay',
    left.items.map(({ metadata }) => metadata.name),
    ['istio-remote-secret-kube-01', 'istio-remote-secret-kube-02'],
  );
}

function parseRemote(text: string): { readonly token: string; readonly authority: string } {
  const { stringData } = parse(text) as { stringData: Readonly<Record<string, string>> };
  const { users, clusters: targets } = parse(stringData['kube-02'] ?? '') as {
    users: { user: { token: string } }[];
    clusters: { cluster: { 'certificate-authority-data': string } }[];
  };
  return { token: users[0]!.user.token, authority: targets[0]!.cluster['certificate-authority-data'] };
}

async function clusterSecrets({ cluster, folder, report, run }: Stage): Promise<void> {
  const registration = join(root, `dist/${mesh}/kube-00/argocd/secret_argocd_cluster-kube-01.yaml`);
  const deliver = () =>
    cluster.kubectl(
      'apply',
      '--server-side',
      '--force-conflicts',
      '--field-manager=argocd-controller',
      '-f',
      registration,
    );
  const read = () => cluster.get<Data>('secret', '-n', 'argocd', 'cluster-kube-01', '--show-managed-fields');
  await deliver();
  report.equal('cluster-secret: what git has is no login', (await run(clusterSecretCommand, [mesh])).code, 1);
  report.equal('cluster-secret --apply', (await run(clusterSecretCommand, [mesh, '--apply'])).code, 0);
  await deliver();
  const { data } = await read();
  const config = JSON.parse(decoded(data['config'])) as { bearerToken: string };
  report.equal('Argo CD applies its part again, and all is there', Object.keys(data).sort(), [
    'config',
    'name',
    'server',
  ]);
  const kubeconfig = readFileSync(
    cluster.contexts(join(folder, 'argocd'), ['x'], { user: { token: config.bearerToken } }),
    'utf8',
  );
  report.equal(
    'it logs in as the account',
    await cluster.whoIs(folder, kubeconfig),
    'system:serviceaccount:kube-system:argocd-manager',
  );
  report.equal('a second look finds it well', (await run(clusterSecretCommand, [mesh])).code, 0);
  const own = await run(clusterSecretCommand, [mesh, '--apply', '--client-certificate', '--output', 'json']);
  const rows = JSON.parse(own.out) as { state: string; expires: string | null }[];
  report.check(
    "the kubeconfig's own certificate, with its end",
    own.code === 0 && rows.every(({ state, expires }) => state === 'applied' && expires !== null),
    own.out,
  );
  const held = JSON.parse(decoded((await read()).data['config'])) as object;
  report.equal('and no token any more', Object.keys(held), ['tlsClientConfig']);
}

async function bundles({ cluster, folder, report, run }: Stage): Promise<void> {
  const out = join(folder, 'bundle');
  const made = await run(vmCommand, ['bundle', mesh, 'virt-01', '-o', out, '--token-duration', '30m']);
  report.equal('vm bundle', made.code, 0);
  const modes = readdirSync(out).map((name) => (statSync(join(out, name)).mode & 0o777).toString(8));
  report.equal('its files are 0600', [...new Set(modes)], ['600']);
  report.equal(
    'the root is that of the namespace',
    readFileSync(join(out, 'root-cert.pem'), 'utf8'),
    'the root of the mesh\n',
  );
  const token = readFileSync(join(out, 'istio-token'), 'utf8');
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    readonly aud: readonly string[];
    readonly sub: string;
    readonly exp: number;
  };
  report.equal(
    'the token is for istiod, and of the machine',
    [claims.aud, claims.sub],
    [['istio-ca'], 'system:serviceaccount:httpbin:httpbin'],
  );
  const minutes = claims.exp / 60 - Date.now() / 60_000;
  report.check('it lasts for half an hour', Math.abs(minutes - 30) < 2, minutes);
  const refused = await run(
    vmCommand,
    ['bundle', mesh, 'virt-01', '-o', out],
    cluster.contexts(join(folder, 'istio'), clusters, { user: { token } }),
  );
  report.check(
    'a token for istiod is none for the API server',
    refused.err.includes('does not accept the login of the kubeconfig (401)'),
    refused.err,
  );
}

/** `vm configure` and istioctl, asked the same of the same cluster. */
async function configured({ cluster, folder, report, istioctl, run }: Stage): Promise<void> {
  const configMap = (name: string, data: object) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'istio-system' },
    data,
  });
  const mesh =
    'trustDomain: td.example\ndefaultConfig: {meshId: mesh1, discoveryAddress: istiod.istio-system.svc:15012}\n';
  const values = JSON.stringify({ global: { multiCluster: { clusterName: 'kube-01' } } });
  await cluster.apply([configMap('istio', { mesh }), configMap('istio-sidecar-injector', { values })]);
  const group = join(folder, 'group.yaml');
  writeFileSync(
    group,
    `apiVersion: networking.istio.io/v1
kind: WorkloadGroup
metadata: {name: virt, namespace: httpbin}
spec: {metadata: {labels: {app: virt}}, template: {serviceAccount: httpbin, network: lan}}
`,
  );
  const flags = [
    '--autoregister',
    '--ingressIP',
    '192.0.2.1',
    '--internalIP',
    '192.0.2.7',
    '--tokenDuration',
    '1200',
  ];
  const [theirs, ours] = [join(folder, 'theirs'), join(folder, 'ours')];
  await promisify(execFile)(istioctl, [
    ...['x', 'workload', 'entry', 'configure', '--kubeconfig', cluster.kubeconfig, '-f', group, '-o', theirs],
    ...flags,
  ]);
  report.equal(
    'vm configure',
    (await run(vmCommand, ['configure', '-f', group, '-o', ours, ...flags])).code,
    0,
  );
  report.equal(
    'it writes the files that istioctl writes',
    readdirSync(ours).sort(),
    readdirSync(theirs).sort(),
  );
  for (const name of readdirSync(theirs).filter((one) => one !== 'istio-token')) {
    report.equal(
      `the same ${name}`,
      readFileSync(join(ours, name), 'utf8'),
      readFileSync(join(theirs, name), 'utf8'),
    );
  }
}

async function status({ cluster, report, run }: Stage): Promise<void> {
  report.equal('vm status: a machine that has not joined', (await run(vmCommand, ['status', mesh])).code, 1);
  const entry = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadEntry',
    metadata: {
      name: 'httpbin-192.168.64.5-vm-network',
      namespace: 'httpbin',
      annotations: {
        'istio.io/autoRegistrationGroup': 'httpbin',
        'istio.io/connectedAt': '2026-11-21T12:00:00Z',
      },
    },
    spec: { address: '192.168.64.5', network: 'vm-network', locality: 'a/b/c' },
  };
  await cluster.apply([entry]);
  const health = async (value: 'True' | 'False') => {
    const patch = JSON.stringify({ status: { conditions: [{ type: 'Healthy', status: value }] } });
    const object = ['workloadentry', '-n', 'httpbin', entry.metadata.name];
    await cluster.kubectl('patch', ...object, '--subresource=status', '--type=merge', '-p', patch);
    return run(vmCommand, ['status', mesh, '--output', 'json']);
  };
  const well = await health('True');
  report.equal(
    'one that is well',
    [well.code, (JSON.parse(well.out) as { healthy: boolean }[])[0]?.healthy],
    [0, true],
  );
  report.equal('one that is not', (await health('False')).code, 1);
}

/** An API server that forbids, one that does not know who asks, one of another authority, and one that hangs. */
async function refusals({ cluster, folder, report, run }: Stage): Promise<void> {
  const { stdout } = { stdout: await cluster.kubectl('create', 'token', '-n', 'httpbin', 'limited') };
  const as = (name: string, change: Parameters<Cluster['contexts']>[2]) =>
    cluster.contexts(join(folder, name), clusters, change);
  const limited = as('limited', { user: { token: stdout.trim() } });
  const limitedName = 'system:serviceaccount:httpbin:limited';
  const says = async (
    what: string,
    command: typeof vmCommand,
    argv: readonly string[],
    kubeconfig: string,
    text: string,
  ) => {
    const { code, err } = await run(command, argv, kubeconfig);
    report.check(what, code === 2 && err.includes(text), `${code} ${err}`);
  };
  const bundle = ['bundle', mesh, 'virt-01', '-o', join(folder, 'none')];
  await says(
    'forbidden to read',
    vmCommand,
    bundle,
    limited,
    `get on configmaps in namespace httpbin is not granted to ${limitedName}`,
  );
  await cluster.kubectl('create', 'role', 'reader', '-n', 'httpbin', '--verb=get', '--resource=configmaps');
  await cluster.kubectl(
    'create',
    'rolebinding',
    'reader',
    '-n',
    'httpbin',
    '--role=reader',
    '--serviceaccount=httpbin:limited',
  );
  await says(
    'forbidden to make a token',
    vmCommand,
    bundle,
    limited,
    `create on serviceaccounts/token in namespace httpbin is not granted to ${limitedName}`,
  );
  await says(
    'forbidden to list',
    vmCommand,
    ['status', mesh],
    limited,
    'list on workloadentries.networking.istio.io in namespace httpbin',
  );
  await says(
    'forbidden to look for Secrets',
    remoteSecretCommand,
    [mesh],
    limited,
    'get on secrets in namespace istio-system',
  );
  await says(
    'unknown to the server',
    vmCommand,
    bundle,
    as('unknown', { user: { token: 'nobody' } }),
    'does not accept the login',
  );
  const other = readFileSync(join(__dirname, 'live/other-authority.pem')).toString('base64');
  await says(
    'another authority',
    vmCommand,
    bundle,
    as('other', { authority: other }),
    'shows a certificate that the certificate authority of the kubeconfig did not issue',
  );
  await says(
    'nothing there',
    vmCommand,
    bundle,
    as('gone', { server: 'https://127.0.0.1:1' }),
    'refuses the connection',
  );
  const silent = createServer();
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  const hanging = as('hanging', { server: `https://127.0.0.1:${(silent.address() as AddressInfo).port}` });
  await says(
    'one that hangs',
    vmCommand,
    [...bundle, '--request-timeout', '2s'],
    hanging,
    'did not answer within 2 s',
  );
  silent.close();
  report.check('nothing was written', !readdirSync(folder).includes('none'));
}

/** No token that is anywhere in the cluster or in the bundle was printed. */
async function secrecy({ cluster, folder, report }: Stage): Promise<void> {
  const said = report.said.join('\n');
  const { items } = await cluster.get<{ items: Data[] }>('secret', '-A');
  const secrets = items.flatMap(({ data = {} }) =>
    Object.values(data).flatMap((value) => [value, ...tokensIn(decoded(value))]),
  );
  for (const one of ['bundle', 'ours']) secrets.push(readFileSync(join(folder, one, 'istio-token'), 'utf8'));
  const printed = secrets.filter((secret) => secret.length > 40 && said.includes(secret));
  report.check(
    `none of ${secrets.length} values of Secrets was printed`,
    printed.length === 0 && !/eyJ[\w-]{20}/.test(said),
  );
}

function tokensIn(text: string): readonly string[] {
  return text.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? [];
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof LabLacks ? `e2e:live lacks something: ${error.message}` : error);
    process.exitCode = error instanceof LabLacks ? 2 : 1;
  },
);
