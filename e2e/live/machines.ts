import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { vmCommand } from '../../cli/vm';
import { mesh, type Stage } from './stage';

export async function bundles({ cluster, clusters, folder, report, run }: Stage): Promise<void> {
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
export async function configured({ cluster, folder, report, istioctl, run }: Stage): Promise<void> {
  const configMap = (name: string, data: object) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'istio-system' },
    data,
  });
  const meshConfig =
    'trustDomain: td.example\ndefaultConfig: {meshId: mesh1, discoveryAddress: istiod.istio-system.svc:15012}\n';
  const values = JSON.stringify({ global: { multiCluster: { clusterName: 'kube-01' } } });
  await cluster.apply([
    configMap('istio', { mesh: meshConfig }),
    configMap('istio-sidecar-injector', { values }),
  ]);
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

export async function status({ cluster, report, run }: Stage): Promise<void> {
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
