import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import type { MeshModule } from '../../fleet/application';
import type { Mesh } from '../../fleet/mesh';
import { render } from '../../run/render';
import { emitYaml } from '../../synth/emit';
import type { KubeObject } from '../../synth/resolve';
import type { Lab } from '../lab';
import { proxyOfMachine, proxyOfPod, type Proxy } from './proxy';
import { podsOf, whoIsWho, worldOf, type Situation } from './world';

/** One cluster of a mesh, as its istiod starts out. */
export interface Scene {
  /** Objects of Kubernetes and of machines. */
  readonly world: readonly KubeObject[];
  /** Objects of Istio's API. */
  readonly config: readonly KubeObject[];
  /** Definitions of Istio's kinds. */
  readonly definitions: readonly KubeObject[];
  /** The ConfigMap's `mesh`, as Istio's installer writes it; undefined in a cluster without istiod. */
  readonly meshConfig?: string;
}

/** A mesh as it is rendered, installed and in some situation. */
export class Stage {
  static async set(installer: Installer, module: MeshModule, situation: Situation = {}): Promise<Stage> {
    const { objects } = render([module]);
    const scenes = new Map<string, Scene>();
    for (const cluster of module.mesh.clusters) {
      const mine = objects.filter((one) => one.cluster === cluster.name).map(({ object }) => object);
      const installed = await installer.install(mine.filter(isOperator));
      const rest = mine.filter((object) => !isOperator(object));
      scenes.set(cluster.name, {
        world: worldOf(cluster, [...rest, ...installed], situation),
        config: rest.filter(({ apiVersion }) => /^(networking|security)\.istio\.io\//.test(apiVersion)),
        definitions: installed.filter(({ kind }) => kind === 'CustomResourceDefinition'),
        meshConfig: meshConfigOf(installed),
      });
    }
    return new Stage(module.mesh, scenes);
  }

  private constructor(
    readonly mesh: Mesh,
    readonly scenes: ReadonlyMap<string, Scene>,
  ) {}

  scene(cluster: string): Scene {
    const scene = this.scenes.get(cluster);
    if (scene === undefined) throw new RangeError(`the mesh has no cluster ${cluster}`);
    return scene;
  }

  /** The proxy of a machine, or of a pod by `<pod>@<cluster>`. */
  proxy(name: string): Proxy {
    const machine = this.mesh.machines.find((one) => one.name === name);
    if (machine !== undefined) return proxyOfMachine(machine);
    const [pod, of = ''] = name.split('@');
    const cluster = this.mesh.cluster(of);
    const found = podsOf(this.scene(of).world).find(({ metadata }) => metadata.name === pod);
    if (found === undefined) throw new RangeError(`there is no pod ${name}`);
    return proxyOfPod(cluster, found);
  }

  /** What is behind each address. */
  get names(): ReadonlyMap<string, string> {
    const worlds = new Map([...this.scenes].map(([name, { world }]) => [name, world]));
    return whoIsWho(this.mesh, worlds);
  }
}

const run = promisify(execFile);
/** The kinds of what Istio's charts make that matter here. */
const installedKinds = ['ConfigMap', 'CustomResourceDefinition', 'Deployment', 'Service'];

/** Turns IstioOperator documents into objects with the lab's istioctl, each once. */
export class Installer {
  private readonly made = new Map<string, Promise<readonly KubeObject[]>>();

  constructor(private readonly lab: Lab) {}

  async install(documents: readonly KubeObject[]): Promise<readonly KubeObject[]> {
    return (await Promise.all(documents.map((document) => this.generate(emitYaml(document))))).flat();
  }

  private generate(document: string): Promise<readonly KubeObject[]> {
    const known = this.made.get(document);
    if (known !== undefined) return known;
    const generating = run(this.lab.program('istioctl'), ['manifest', 'generate', '-f', '-'], {
      maxBuffer: 2 ** 26,
    });
    generating.child.stdin?.end(document);
    const objects = generating.then(({ stdout }) =>
      parseAllDocuments(stdout)
        .map((one) => one.toJS() as KubeObject | null)
        .filter((object) => object !== null)
        .filter(({ kind }) => installedKinds.includes(kind)),
    );
    this.made.set(document, objects);
    return objects;
  }
}

function isOperator({ kind }: KubeObject): boolean {
  return kind === 'IstioOperator';
}

function meshConfigOf(objects: readonly KubeObject[]): string | undefined {
  for (const { kind, data } of objects) {
    const text = (data as Record<string, string> | undefined)?.['mesh'];
    if (kind === 'ConfigMap' && text !== undefined) return text;
  }
  return undefined;
}
