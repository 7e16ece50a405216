/**
 * Makes one fleet with one tool, or analyzes one that is there, and prints what it took, as JSON. A process of its own per measurement, so that peak
 * memory is the tool's and no measurement warms up the next. Loading the modules is not counted.
 *
 *     node -r tsx/cjs bench/measure.ts meshwright|cdk8s|cdk8s-folders|analyze CLUSTERS SERVICES FOLDER
 */
import { ApiObject, YamlOutputType } from 'cdk8s';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { analyze } from '../analysis/analyze';
import { readManifests } from '../analysis/read/read';
import { buildMesh } from '../charts/mesh';
import { render } from '../run/render';
import { check } from '../run/check';
import { writeTree } from '../synth/write';
import { fleet, type FleetSize } from './fleet';
import type { Analyzer, Measurement, Step, Tool } from './tools';

type Result = Pick<Measurement, 'objects' | 'seconds' | 'processor' | 'steps'>;

class Stopwatch {
  private readonly started = performance.now();
  private readonly used = process.cpuUsage();

  read(): { readonly seconds: number; readonly processor: number } {
    const { user, system } = process.cpuUsage(this.used);
    return { seconds: (performance.now() - this.started) / 1000, processor: (user + system) / 1e6 };
  }
}

/** The run of `main.ts`, from the mesh as data to files. */
function meshwright(size: FleetSize, folder: string): Result {
  const watch = new Stopwatch();
  const steps: Partial<Record<Step, number>> = {};
  const timed = <T>(step: Step, body: () => T): T => {
    const before = watch.read().seconds;
    const result = body();
    steps[step] = watch.read().seconds - before;
    return result;
  };
  const modules = [timed('define', () => fleet(size))];
  const rendering = timed('render', () => render(modules));
  const [finding] = timed('check', () => check(modules, rendering).findings);
  if (finding !== undefined) throw new Error(`the fleet is not valid: ${JSON.stringify(finding)}`);
  const names = modules.map(({ mesh }) => mesh.name);
  timed('write', () =>
    writeTree({ out: join(folder, 'dist'), files: rendering.files, meshes: names, complete: true }),
  );
  return { objects: rendering.objects.length, ...watch.read(), steps: steps as Record<Step, number> };
}

/** The same constructs, synthesized by cdk8s itself. It checks no object. */
function cdk8s(size: FleetSize, folder: string, yamlOutputType: YamlOutputType): Result {
  const watch = new Stopwatch();
  const app = buildMesh(fleet(size));
  // Read-only in TypeScript alone.
  Object.assign(app, { outdir: join(folder, 'dist'), yamlOutputType });
  app.synth();
  const times = watch.read();
  return { objects: app.node.findAll().filter((one) => ApiObject.isApiObject(one)).length, ...times };
}

/** The files of a fleet that `meshwright` wrote, from opening the first to the last finding. */
function analyzeFiles(folder: string): Result {
  const watch = new Stopwatch();
  const reading = readManifests([{ path: join(folder, 'dist') }]);
  analyze(reading);
  return { objects: reading.manifests.length, ...watch.read() };
}

type Run = (size: FleetSize, folder: string) => Result;

const runs: Readonly<Record<Exclude<Tool | Analyzer, 'kustomize' | 'istioctl'>, Run>> = {
  meshwright,
  cdk8s: (size, folder) => cdk8s(size, folder, YamlOutputType.FILE_PER_CHART),
  'cdk8s-folders': (size, folder) => cdk8s(size, folder, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE),
  analyze: (_size, folder) => analyzeFiles(folder),
};

const [tool, clusters, services, folder = ''] = process.argv.slice(2);
const run = runs[tool as keyof typeof runs];
const result = run({ clusters: Number(clusters), services: Number(services) }, folder);
const peakMemory = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ ...result, peakMemory }));
