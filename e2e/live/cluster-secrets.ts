import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterSecretCommand } from '../../cli/cluster-secret';
import { decoded, mesh, type Held, type Stage } from './stage';

export async function clusterSecrets({ root, cluster, folder, report, run }: Stage): Promise<void> {
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
  const read = () => cluster.get<Held>('secret', '-n', 'argocd', 'cluster-kube-01', '--show-managed-fields');
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
