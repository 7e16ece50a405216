import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Measurement } from './tools';
import { run, together, type Usage } from './usage';

/** Whether kubectl is at hand. */
export function hasKubectl(): boolean {
  return spawnSync('kubectl', ['kustomize', '--help']).status === 0;
}

/**
 * Has kubectl read what this project has written and print it again: one kustomization per cluster, for an object's
 * identity must be unique in each. It neither builds nor checks anything.
 *
 * @param written - the measurement that wrote the files
 * @param mesh - folder of the mesh
 */
export async function measureKustomize(written: Measurement, mesh: string): Promise<Measurement> {
  const clusters = foldersIn(mesh).map((name) => join(mesh, name));
  for (const folder of clusters) {
    const resources = filesBelow(folder).map((file) => `- ${JSON.stringify(file)}\n`);
    writeFileSync(join(folder, 'kustomization.yaml'), `resources:\n${resources.join('')}`);
  }
  const started = performance.now();
  const all: (Usage | undefined)[] = [];
  for (const folder of clusters)
    all.push(await run('kubectl', ['kustomize', folder], join(folder, 'output.txt')));
  const seconds = (performance.now() - started) / 1000;
  const { size, objects } = written;
  return { tool: 'kustomize', size, objects, seconds, ...together(all) };
}

export function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function filesBelow(cluster: string): readonly string[] {
  return foldersIn(cluster).flatMap((component) =>
    readdirSync(join(cluster, component)).map((file) => `${component}/${file}`),
  );
}
