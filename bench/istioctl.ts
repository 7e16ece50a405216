import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { foldersIn } from './kustomize';
import type { Measurement } from './tools';
import { run, together, type Usage } from './usage';

const PROGRAM = process.env.ISTIOCTL ?? 'istioctl';

/** Whether istioctl is at hand. */
export function hasIstioctl(): boolean {
  return spawnSync(PROGRAM, ['version', '--remote=false']).status === 0;
}

/**
 * Has istioctl analyze what this project has written, one cluster after the other: it sees no more than one. It looks
 * at no Service, Pod, Namespace, Node and Secret of files.
 *
 * @param written - the measurement that wrote the files
 * @param mesh - folder of the mesh
 */
export async function measureIstioctl(written: Measurement, mesh: string): Promise<Measurement> {
  const started = performance.now();
  const all: (Usage | undefined)[] = [];
  for (const name of foldersIn(mesh)) {
    const folder = join(mesh, name);
    const components = foldersIn(folder).map((component) => join(folder, component));
    const args = ['analyze', '--use-kube=false', '--all-namespaces', '--output', 'json', ...components];
    all.push(await run(PROGRAM, args, join(folder, 'findings.txt'), { isQuiet: true }));
  }
  const seconds = (performance.now() - started) / 1000;
  const { size, objects } = written;
  return { tool: 'istioctl', size, objects, seconds, ...together(all) };
}
