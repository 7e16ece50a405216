/**
 * `npm run e2e:gitops`: Argo CD in the lab's kube-00 delivers the flagship to kube-01 and kube-02, from a git
 * repository of the lab, and its ApplicationSet controller generates what `meshwright apps` says for all meshes.
 *
 * `--drift MINUTES` (10) is how long nothing may change in the end; `--keep` leaves the clusters running. Exits 1
 * where something is not as wanted, 2 where the lab lacks something.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { listApplications } from '../analysis/delivery/applications';
import type { IstioSpec } from '../fleet/istio-spec';
import { loadMeshes } from '../fleet/load';
import { render } from '../run/render';
import { writeTree } from '../synth/write';
import { Argo } from './gitops/argo';
import {
  bootstrap,
  checkCanary,
  checkCommits,
  checkDeletion,
  checkDrift,
  checkOrder,
  checkProject,
} from './gitops/delivery';
import { checkGeneration } from './gitops/generation';
import { leftOut, onLab, readFrom } from './overlay';
import { Clone } from './gitops/repository';
import { Kubectl } from './kubectl';
import { Lab, LabLacks } from './lab';
import { Report } from './report';

const ROOT = join(__dirname, '..');
const CLUSTERS = ['kube-00', 'kube-01', 'kube-02'] as const;
const MEMBERS = CLUSTERS.slice(1);
/** Where the lab's git server will have it. */
const URL = 'git://172.30.0.1/meshes';

interface Kubeconfig {
  readonly clusters: readonly {
    readonly name: string;
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string };
  }[];
  readonly users: readonly {
    readonly name: string;
    readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string };
  }[];
  readonly contexts: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user: string };
  }[];
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { drift: { type: 'string', default: '10' }, keep: { type: 'boolean' } },
  });
  const minutes = Number(values.drift);
  const lab = await Lab.find(ROOT);
  const report = new Report();
  const folder = mkdtempSync(join(tmpdir(), 'e2e-gitops-'));
  try {
    await lab.withClusters(
      CLUSTERS,
      async (file) => {
        const kubeconfig = parse(readFileSync(file, 'utf8')) as Kubeconfig;
        const kubectl = (name: string) => new Kubectl(lab.program('kubectl'), file, name);
        const rendered = join(folder, 'rendered');
        const write = (istio?: Partial<IstioSpec>) => writeDist(join(rendered, 'dist'), kubeconfig, istio);
        write();
        const origin = writeRepository(join(folder, 'origin'), join(rendered, 'dist'));
        await lab.run(['argocd', 'kube-00']);
        await lab.run(['git', 'meshes', origin]);
        await lab.run(['git', 'meshes-other', origin]);
        const clone = Clone.of(URL, join(folder, 'clone'));
        const dist = join(clone.folder, 'dist');
        const argo = new Argo(kubectl('kube-00'));

        await checkGeneration(argo, dist, hubs(), report);
        const delivery = {
          argo,
          clusters: MEMBERS.map(kubectl),
          clone,
          url: URL,
          names: listApplications(dist, 'multi-primary').map(({ name }) => name),
          pushDist: (message: string, istio: Partial<IstioSpec>) => {
            write(istio);
            clone.replace('dist', join(rendered, 'dist'));
            clone.push(message);
          },
          credentials: new Map(MEMBERS.map((name) => [name, credentialsOf(kubeconfig, name)])),
        };
        await bootstrap(delivery, report);
        await checkOrder(delivery, report);
        await checkCommits(delivery, report);
        await checkProject(delivery, report);
        await checkDeletion(delivery, report);
        await checkCanary(delivery, report);
        await checkDrift(delivery, minutes, report);
      },
      { keep: values.keep },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(`\nLeft out of the flagship here:\n${leftOut.map((one) => `  ${one}`).join('\n')}`);
  return report.close();
}

function hubs(): readonly { mesh: string; hub: string }[] {
  return loadMeshes(join(ROOT, 'clusters')).map(({ mesh }) => ({ mesh: mesh.name, hub: mesh.hub!.name }));
}

/** Renders all meshes, the flagship's for the lab. */
function writeDist(out: string, kubeconfig: Kubeconfig, istio?: Partial<IstioSpec>): void {
  const repository = { url: URL, revision: 'main' };
  const servers = Object.fromEntries(MEMBERS.map((name) => [name, clusterOf(kubeconfig, name).server]));
  const modules = loadMeshes(join(ROOT, 'clusters')).map((module) =>
    module.mesh.name === 'multi-primary'
      ? onLab({ repository, servers, istio }, module)
      : readFrom(repository, module),
  );
  const meshes = modules.map(({ mesh }) => mesh.name);
  writeTree({ out, files: render(modules).files, meshes, complete: true });
}

/** The repository that Argo CD reads: dist, and what it has to refuse. */
function writeRepository(folder: string, dist: string): string {
  cpSync(dist, join(folder, 'dist'), { recursive: true });
  mkdirSync(join(folder, 'refused', 'kind'), { recursive: true });
  writeFileSync(join(folder, 'refused', 'kind', 'cronjob.yaml'), JSON.stringify(cronJob));
  return folder;
}

const cronJob = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'refused' },
  spec: {
    schedule: '0 0 1 1 *',
    jobTemplate: {
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] } } },
    },
  },
};

function clusterOf({ clusters, contexts }: Kubeconfig, name: string) {
  const context = contexts.find((one) => one.name === name)!.context;
  return clusters.find((one) => one.name === context.cluster)!.cluster;
}

/** The `config` of a cluster Secret: the administrator's certificate. */
function credentialsOf(kubeconfig: Kubeconfig, name: string): string {
  const { user } = kubeconfig.contexts.find((one) => one.name === name)!.context;
  const { user: keys } = kubeconfig.users.find((one) => one.name === user)!;
  return JSON.stringify({
    tlsClientConfig: {
      caData: clusterOf(kubeconfig, name)['certificate-authority-data'],
      certData: keys['client-certificate-data'],
      keyData: keys['client-key-data'],
    },
  });
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof LabLacks ? `e2e:gitops lacks something: ${error.message}` : error);
    process.exitCode = 2;
  },
);
