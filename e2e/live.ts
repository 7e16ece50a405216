/**
 * `npm run e2e:live`: the commands that talk to clusters, against an API server of the lab.
 *
 * One server stands for every cluster of the mesh, under a context for each. Exits 1 where something is not as it
 * should be.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../test/live/run-command';
import { Lab, LabLacks } from './lab';
import { Cluster } from './live/cluster';
import { clusterSecrets } from './live/cluster-secrets';
import { bundles, configured, status } from './live/machines';
import { refusals } from './live/refusals';
import { remoteSecrets } from './live/remote-secrets';
import { secrecy } from './live/secrecy';
import { Looks, type Stage } from './live/stage';

const root = join(__dirname, '..');
const port = Number(process.env['MESH_LAB_PORT'] ?? 17643);
const clusters = ['kube-01', 'kube-02', 'kube-00'];
const account = (namespace: string, name: string) => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace },
});

async function main(): Promise<number> {
  const lab = await Lab.find(root);
  const report = new Looks();
  const folder = mkdtempSync(join(tmpdir(), 'e2e-live-'));
  try {
    await lab.withApiServer(port, async (kubeconfig) => {
      const cluster = await Cluster.of(lab.program('kubectl'), kubeconfig);
      const all = cluster.contexts(join(folder, 'all'), clusters);
      const stage: Stage = {
        root,
        clusters,
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

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof LabLacks ? `e2e:live lacks something: ${error.message}` : error);
    process.exitCode = error instanceof LabLacks ? 2 : 1;
  },
);
