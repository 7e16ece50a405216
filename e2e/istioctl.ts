/**
 * Asks the lab's istioctl about dist: `validate` on each of Istio's objects, `manifest generate` on each
 * IstioOperator document, `analyze` on each cluster; and whether it refuses a twin of each kind that is broken.
 *
 * Run as `npm run e2e:istioctl`. Exits 1 where istioctl disagrees with what is rendered, 2 where the lab lacks something.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadMeshes } from '../fleet/load';
import { render } from '../run/render';
import { emitYaml } from '../synth/emit';
import type { KubeObject, RenderedObject } from '../synth/resolve';
import { Lab, LabLacks } from './lab';

const run = promisify(execFile);
const root = join(__dirname, '..');

interface Verdict {
  readonly accepted: boolean;
  readonly output: string;
}

class Istioctl {
  constructor(
    private readonly program: string,
    private readonly folder: string,
  ) {}

  /** Runs istioctl with the objects as its file. */
  async ask(objects: readonly KubeObject[], ...command: string[]): Promise<Verdict> {
    const file = join(this.folder, 'objects.yaml');
    writeFileSync(file, objects.map(emitYaml).join('---\n'));
    const at = command.indexOf('FILE');
    const line = at === -1 ? [...command, '-f', file] : command.with(at, file);
    return run(this.program, line, { maxBuffer: 1 << 26 }).then(
      ({ stdout, stderr }) => ({ accepted: true, output: stdout + stderr }),
      ({ stdout, stderr }: Record<'stdout' | 'stderr', string>) => ({
        accepted: false,
        output: stdout + stderr,
      }),
    );
  }
}

const isOperator = ({ kind }: KubeObject) => kind === 'IstioOperator';
const isIstio = ({ apiVersion }: KubeObject) =>
  /^(networking|security|telemetry|extensions)\.istio\.io\//.test(apiVersion);

/** The object with its spec made wrong in a way that its kind has: a word where the API has something else. */
function broken(object: KubeObject): KubeObject {
  const spec = object['spec'] as Record<string, unknown>;
  const first = Object.keys(spec)[0] ?? 'spec';
  return {
    ...object,
    spec: { ...spec, [first]: typeof spec[first] === 'string' ? { not: 'this' } : 'not this' },
  };
}

async function main(): Promise<number> {
  const lab = await Lab.find(root);
  const folder = mkdtempSync(join(tmpdir(), 'istioctl-'));
  const istioctl = new Istioctl(lab.program('istioctl'), folder);
  const faults: string[] = [];
  const name = ({ cluster, component, object }: RenderedObject) =>
    `${cluster}/${component} ${object.kind} ${object.metadata.name}`;
  try {
    for (const module of loadMeshes(join(root, 'clusters'))) {
      const { objects } = render([module]);
      const kinds = new Map<string, KubeObject>();
      let validated = 0;
      let generated = 0;
      for (const rendered of objects) {
        const { object } = rendered;
        if (isIstio(object) || isOperator(object)) kinds.set(object.kind, object);
        if (isIstio(object)) {
          const { accepted, output } = await istioctl.ask([object], 'validate');
          if (!accepted || /Warning/i.test(output)) faults.push(`${name(rendered)}: validate: ${output}`);
          validated += 1;
        } else if (isOperator(object)) {
          const { accepted, output } = await istioctl.ask([object], 'manifest', 'generate');
          const made = output.split(/^kind: /m).length - 1;
          if (!accepted || made === 0) faults.push(`${name(rendered)}: manifest generate: ${output}`);
          generated += 1;
        }
      }
      let refused = 0;
      for (const object of kinds.values()) {
        const command = isOperator(object) ? ['manifest', 'generate'] : ['validate'];
        const { accepted } = await istioctl.ask([broken(object)], ...command);
        if (accepted) faults.push(`a broken ${object.kind} is accepted`);
        else refused += 1;
      }
      for (const { name: cluster } of module.mesh.clusters) {
        const mine = objects.filter((one) => one.cluster === cluster && !isOperator(one.object));
        if (mine.length === 0) continue;
        const { accepted, output } = await istioctl.ask(
          mine.map(({ object }) => object),
          'analyze',
          '-A',
          '--use-kube=false',
          'FILE',
        );
        console.log(`${module.mesh.name} ${cluster}: analyze: ${output.trim().split('\n').join(' | ')}`);
        if (!accepted) faults.push(`${cluster}: analyze: ${output}`);
      }
      console.log(
        `${module.mesh.name}: ${validated} objects valid, ${generated} documents rendered, ${refused} of ${kinds.size} broken twins refused (${[...kinds.keys()].sort().join(', ')})`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  for (const fault of faults) console.error(fault);
  console.log(faults.length === 0 ? 'istioctl agrees.' : `istioctl disagrees ${faults.length} times.`);
  return faults.length === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof LabLacks ? error.message : error);
    process.exitCode = 2;
  },
);
