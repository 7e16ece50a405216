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
  const all: (Usage | undefined)[] = [];
  for (const folder of clusters) all.push(await kustomize(folder));
  const seconds = (performance.now() - started) / 1000;
  const { size, objects } = written;
  return { tool: 'kustomize', size, objects, seconds, ...together(all) };
}

type Usage = Required<Pick<Measurement, 'processor' | 'peakMemory'>>;

/** Of processes that ran one after the other; nothing where one is not known. */
function together(all: readonly (Usage | undefined)[]): Usage | undefined {
  const known = all.filter((one) => one !== undefined);
  if (known.length < all.length) return undefined;
  return {
    processor: known.reduce((sum, one) => sum + one.processor, 0),
    peakMemory: Math.max(...known.map((one) => one.peakMemory)),
  };
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

/** Answers what it used, which only looks at the running process can tell. */
async function kustomize(folder: string): Promise<Usage | undefined> {
  const output = openSync(join(folder, 'output.txt'), 'w');
  try {
    const child = spawn('kubectl', ['kustomize', folder], { stdio: ['ignore', output, 'inherit'] });
    let usage: Usage | undefined;
    const look = () => {
      usage = usageOf(child.pid) ?? usage;
    };
    const timer = setInterval(look, 20);
    const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done));
    clearInterval(timer);
    if (code !== 0) throw new Error(`kubectl kustomize ${folder} ended with ${code}`);
    return usage;
  } finally {
    closeSync(output);
  }
}

/** Undefined where the system does not tell, or the process is over. */
function usageOf(pid: number | undefined): Usage | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    // The second field is a name in parentheses; the 14th and the 15th are hundredths of seconds.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /, '')
      .split(' ');
    if (kilobytes === undefined) return undefined;
    return {
      processor: (Number(fields[11]) + Number(fields[12])) / 100,
      peakMemory: Number(kilobytes) / 1024,
    };
  } catch {
    return undefined;
  }
}
