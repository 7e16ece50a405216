import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { loadMeshes } from '../fleet/load';
import type { Machine } from '../fleet/mesh';
import type { OnboardingFiles } from '../machines/onboarding';
import { LabLacks, type Lab } from './lab';
import type { OnboardingCase } from './vm-cases';
import { fileNames, meshOfOperator } from './vm-oracle';

/** A machine of a mesh: its cluster's own objects for istioctl, and the files in dist that must come out. */
export interface RenderedMachine {
  readonly asked: OnboardingCase;
  readonly files: OnboardingFiles;
}

/** The machines of all meshes, from what dist holds for them and their clusters. */
export async function renderedMachines(root: string, lab: Lab): Promise<readonly RenderedMachine[]> {
  const machines = loadMeshes(join(root, 'clusters')).flatMap(({ mesh }) => [...mesh.machines]);
  const rendered: RenderedMachine[] = [];
  for (const machine of machines) rendered.push(await renderedMachine(join(root, 'dist'), machine, lab));
  return rendered;
}

async function renderedMachine(dist: string, machine: Machine, lab: Lab): Promise<RenderedMachine> {
  const { mesh, cluster, spec } = machine;
  const folder = join(dist, mesh.name, 'machines', machine.name);
  const objects = join(dist, mesh.name, cluster.name);
  const lacks = (what: string): LabLacks => new LabLacks(`dist has no ${what}: run \`npm run synth\` first`);
  if (!existsSync(folder) || !existsSync(objects)) throw lacks(`machine ${machine.name} of ${mesh.name}`);

  const { name, namespace } = spec.workloadGroup;
  const group = findObject(objects, (one) => {
    const { kind, metadata } = one;
    return kind === 'WorkloadGroup' && metadata?.name === name && metadata.namespace === namespace;
  });
  if (group === undefined) throw lacks(`WorkloadGroup ${namespace}/${name} in ${cluster.name}`);
  const operator = findObject(objects, ({ kind, spec }) => {
    return kind === 'IstioOperator' && spec?.components?.pilot?.enabled === true;
  });
  if (operator === undefined) throw lacks(`IstioOperator document of istiod in ${cluster.name}`);
  const meshConfig = await meshOfOperator(lab, operator);
  if (meshConfig === undefined) throw new Error(`istioctl makes no ConfigMap with a mesh of ${operator}`);

  const { address, externalAddress } = spec;
  const texts = fileNames.map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
  return {
    asked: {
      name: `dist: ${machine.name} of ${mesh.name}`,
      group: readFileSync(group, 'utf8'),
      mesh: meshConfig,
      flags: {
        clusterID: cluster.name,
        ...(mesh.istio?.revision !== undefined && { revision: mesh.istio.revision }),
        autoregister: spec.autoregister ?? true,
        'capture-dns': spec.captureDns ?? true,
        ...(externalAddress === undefined ? { internalIP: address } : { externalIP: externalAddress }),
        ...(cluster.eastWest?.address !== undefined && { ingressIP: cluster.eastWest.address }),
      },
      istiodHost: cluster.istiodHost,
    },
    files: Object.fromEntries(texts) as OnboardingFiles,
  };
}

interface KubeObject {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: { readonly components?: { readonly pilot?: { readonly enabled?: boolean } } };
}

function findObject(folder: string, wanted: (object: KubeObject) => boolean): string | undefined {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .find((file) => wanted((parseDocument(readFileSync(file, 'utf8')).toJS() ?? {}) as KubeObject));
}
