import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Measurement } from './tools';

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
  let peakMemory: number | undefined;
  for (const folder of clusters) {
    const peak = await kustomize(folder);
    if (peak !== undefined) peakMemory = Math.max(peak, peakMemory ?? 0);
  }
  const seconds = (performance.now() - started) / 1000;
  return { tool: 'kustomize', size: written.size, objects: written.objects, seconds, peakMemory };
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function filesBelow(cluster: string): readonly string[] {
  return foldersIn(cluster).flatMap((component) =>
    readdirSync(join(cluster, component)).map((file) => `${component}/${file}`),
  );
}

/** Answers its peak memory in MiB, which only a look at the running process can tell. */
async function kustomize(folder: string): Promise<number | undefined> {
  const output = openSync(join(folder, 'output.txt'), 'w');
  try {
    const child = spawn('kubectl', ['kustomize', folder], { stdio: ['ignore', output, 'inherit'] });
    let peak: number | undefined;
    const look = () => {
      peak = peakMemoryOf(child.pid) ?? peak;
    };
    const timer = setInterval(look, 20);
    const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done));
    clearInterval(timer);
    if (code !== 0) throw new Error(`kubectl kustomize ${folder} ended with ${code}`);
    return peak;
  } finally {
    closeSync(output);
  }
}

/** Undefined where the system does not tell, or the process is over. */
function peakMemoryOf(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
