import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PackedGroup } from '../../analysis/schema/definition';
import { crdsOf } from '../schema/definitions';
import { loadMeshes } from '../../fleet/load';
import { render } from '../../run/render';
import { WebhookIstiod } from '../istiod';
import { Lab } from '../lab';
import { brokenRoute, documentsOf, isChart, nameOf, objectsOf, type KubeObject } from './objects';
import type { Run } from './run';

const run = promisify(execFile);

const ROOT = join(__dirname, '../..');
const ARGO_CD = '--field-manager=argocd-controller';

/** Of each mesh, or of those named: what `dist` holds, against a real API server and istiod's webhook. */
export async function admit(
  proof: Run,
  folder: string,
  port: number,
  meshes?: readonly string[],
): Promise<void> {
  const lab = await Lab.find(ROOT);
  await lab.withApiServer(port, async (kubeconfig) => {
    const server = new Server(lab, kubeconfig);
    const istiod = await proof.step('an API server, the definitions and istiod', async () => {
      await server.apply(definitions());
      await server.established();
      await server.apply(namespaces(['istio-system', 'argocd']));
      // What argocd-settings are parts of.
      await server.apply(argoCd(lab).map((object) => inNamespace(object, 'argocd')));
      const { istiod, webhook } = await WebhookIstiod.start(lab, folder, kubeconfig, port + 10);
      await server.apply([webhook]);
      return istiod;
    });
    try {
      const modules = loadMeshes(join(ROOT, 'clusters'), meshes);
      for (const module of modules) {
        const { name } = module.mesh;
        const nodes = render([module]).nodeObjects;
        for (const cluster of clustersOf(name)) {
          const own = nodes
            .filter((one) => one.cluster === cluster)
            .map(({ object }) => object as KubeObject);
          const { whole, parts } = await distOf(lab, name, cluster);
          await proof.step(`${name}/${cluster}`, async () => {
            await admitObjects(proof, server, [...whole, ...own]);
            await server.remove(whole);
          });
          if (parts.length === 0) continue;
          await proof.step(`${name}/${cluster}, parts of Argo CD's own objects`, () =>
            admitObjects(proof, server, parts, 'ignore'),
          );
        }
      }
      await proof.step('what the webhook refuses', async () => {
        proof.expect('a route of negative weight', await server.refusal(brokenRoute), 'denied by istiod');
        proof.expect('a field that there is not', await server.refusal(misspelt), 'denied by the schema');
      });
    } finally {
      await istiod.stop();
    }
  });
}

/** @param validate - `ignore` for parts of objects, which kubectl takes for whole ones */
async function admitObjects(
  proof: Run,
  server: Server,
  objects: readonly KubeObject[],
  validate: 'strict' | 'ignore' = 'strict',
): Promise<void> {
  const missing = objects.flatMap(({ metadata: { namespace } }) => namespace ?? []);
  const own = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  await server.apply(namespaces([...new Set([...missing, ...own])]));
  await server.apply(objects.filter(({ kind }) => kind === 'CustomResourceDefinition'));
  await server.established();
  const flags = [ARGO_CD, `--validate=${validate}`];
  const all = `${objects.length} of ${objects.length}`;
  const dry = await server.judge(objects, [...flags, '--dry-run=server']);
  proof.expect('taken by a dry run', dry.said, all);
  await server.judge(objects, flags);
  const before = await server.versions(objects);
  const again = await server.judge(objects, flags);
  proof.expect('taken a second time', again.said, all);
  const changed = [...(await server.versions(objects))].filter(
    ([name, version]) => before.get(name) !== version,
  );
  proof.expect('changed by that', changed.map(([name]) => name).join(', ') || 'nothing', 'nothing');
  for (const warning of new Set(dry.warnings)) console.log(`  warned: ${warning}`);
}

/**
 * What comes of a cluster's folder; Helm charts aside, of which the API server sees only what Helm makes.
 * `argocd-settings` holds parts of objects that somebody else has made.
 */
async function distOf(lab: Lab, mesh: string, cluster: string) {
  const folder = join(ROOT, 'dist', mesh, cluster);
  const whole: KubeObject[] = [];
  const parts: KubeObject[] = [];
  for (const component of readdirSync(folder)) {
    const path = join(folder, component);
    if (isChart(path)) console.log(`  left to Helm: ${mesh}/${cluster}/${component}`);
    else {
      const objects = await objectsOf(path, lab.program('istioctl'));
      (component === 'argocd-settings' ? parts : whole).push(...objects);
    }
  }
  return { whole, parts };
}

function clustersOf(mesh: string): readonly string[] {
  return readdirSync(join(ROOT, 'dist', mesh), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'machines')
    .map(({ name }) => name);
}

/** The definitions of the kinds that are rendered: Istio's own come with istio-base too. */
function definitions(): readonly KubeObject[] {
  const crds = join(ROOT, 'imports/crds');
  const files = readdirSync(crds).filter((file) => !/^istio-1\.30/.test(file));
  const minimal = join(ROOT, 'analysis/schema/data/minimal');
  return [
    ...files.flatMap((file) => documentsOf(readFileSync(join(crds, file), 'utf8'))),
    ...readdirSync(minimal).flatMap((file) =>
      crdsOf(JSON.parse(readFileSync(join(minimal, file), 'utf8')) as PackedGroup),
    ),
  ];
}

function argoCd(lab: Lab): readonly KubeObject[] {
  const file = lab.program('../share/argocd/install.yaml');
  return documentsOf(readFileSync(file, 'utf8')).filter(
    ({ kind }) => kind !== 'CustomResourceDefinition' && !kind.startsWith('Cluster'),
  );
}

function inNamespace(object: KubeObject, namespace: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, namespace } };
}

function namespaces(names: readonly string[]): readonly KubeObject[] {
  return names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}

interface Judgement {
  /** How many were taken, and what is said of the others. */
  readonly said: string;
  readonly warnings: readonly string[];
}

class Server {
  constructor(
    private readonly lab: Lab,
    readonly kubeconfig: string,
  ) {}

  /** Applies what has to be there before, as somebody else would. */
  async apply(objects: readonly KubeObject[]): Promise<void> {
    if (objects.length === 0) return;
    const { said } = await this.judge(objects, ['--field-manager=e2e']);
    if (said !== `${objects.length} of ${objects.length}`) throw new Error(said);
  }

  async established(): Promise<void> {
    await this.kubectl(['wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all']);
  }

  async judge(objects: readonly KubeObject[], flags: readonly string[]): Promise<Judgement> {
    const args = ['apply', '--server-side', '--force-conflicts', ...flags, '-f', '-'];
    const { stdout, stderr } = await this.kubectl(args, list(objects));
    const lines = stderr.split('\n').filter((line) => line !== '');
    const warnings = lines.filter((line) => line.startsWith('Warning: '));
    const errors = lines.filter((line) => !line.startsWith('Warning: '));
    const taken = stdout.split('\n').filter((line) => / serverside-applied/.test(line)).length;
    return { said: [`${taken} of ${objects.length}`, ...errors].join('\n'), warnings };
  }

  async versions(objects: readonly KubeObject[]): Promise<ReadonlyMap<string, string>> {
    const { stdout, stderr } = await this.kubectl(['get', '-o', 'json', '-f', '-'], list(objects));
    if (stdout === '') throw new Error(stderr);
    const { items } = JSON.parse(stdout) as {
      items: readonly (KubeObject & { metadata: { resourceVersion: string } })[];
    };
    return new Map(items.map((one) => [nameOf(one), one.metadata.resourceVersion]));
  }

  /** For the next cluster; nobody is there to delete what is in a namespace. */
  async remove(objects: readonly KubeObject[]): Promise<void> {
    const rest = objects.filter(({ kind }) => !['Namespace', 'CustomResourceDefinition'].includes(kind));
    await this.kubectl(['delete', '--ignore-not-found', '--wait=false', '-f', '-'], list(rest));
  }

  /** Who refuses an object. */
  async refusal(object: KubeObject): Promise<string> {
    const { said } = await this.judge([object], ['--validate=strict', '--dry-run=server']);
    if (/unknown field/.test(said)) return 'denied by the schema';
    return /admission webhook .*istio\.io" denied the request/.test(said) ? 'denied by istiod' : said;
  }

  private kubectl(
    args: readonly string[],
    input = '',
  ): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const asked = run(this.lab.program('kubectl'), ['--kubeconfig', this.kubeconfig, ...args], {
      maxBuffer: 2 ** 28,
    });
    asked.child.stdin?.end(input);
    return asked.catch((error: { stdout?: string; stderr?: string }) => ({
      stdout: error.stdout ?? '',
      stderr: error.stderr ?? String(error),
    }));
  }
}

function list(items: readonly KubeObject[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

const misspelt: KubeObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'e2e-misspelt', namespace: 'istio-system' },
  spec: { hosts: ['e2e'], http: [{ rout: [] }] },
};
