import { join } from 'node:path';
import { buildMesh } from './charts/mesh';
import { buildNodeManifests } from './charts/node-manifests';
import type { MeshModule } from './fleet/application';
import { loadMeshes } from './fleet/load';
import { meshMachineFiles } from './machines/mesh-files';
import { emitYaml } from './synth/emit';
import { assertUnique, filePath } from './synth/layout';
import type { Changes } from './synth/plan';
import { resolveApp, type RenderedObject } from './synth/resolve';
import { compareTree, writeTree } from './synth/write';

export interface SynthesisOptions {
  /** The checkout: `clusters/` is read there. */
  readonly root: string;
  /** Folder to write; each mesh is a folder in it. */
  readonly out: string;
  /** @default - all meshes of `clusters/` */
  readonly meshes?: readonly string[];
  /**
   * Compares and writes nothing.
   * @default false
   */
  readonly check?: boolean;
  /**
   * Gets what a user should know beside the result.
   * @default - dropped
   */
  readonly note?: (message: string) => void;
}

export interface Synthesis {
  readonly modules: readonly MeshModule[];
  /** What Argo CD will apply. */
  readonly objects: readonly RenderedObject[];
  readonly changes: Changes;
}

/**
 * The whole run: load the meshes, build their objects, write what they render to.
 *
 * @throws UserError for any mistake in the meshes; the output is then as it was
 */
export function synthesize(options: SynthesisOptions): Synthesis {
  const modules = loadMeshes(join(options.root, 'clusters'), options.meshes);
  const objects = modules.flatMap((module) => resolveApp(buildMesh(module)));
  const nodeObjects = modules.flatMap(({ mesh }) => resolveApp(buildNodeManifests(mesh)));
  assertUnique([...objects, ...nodeObjects]);

  const files = new Map(objects.map((rendered) => [filePath(rendered), emitYaml(rendered.object)]));
  for (const { mesh } of modules) {
    const manifests = nodeObjects.filter((rendered) => rendered.mesh === mesh.name);
    for (const [path, text] of meshMachineFiles(mesh, manifestTexts(manifests))) files.set(path, text);
  }

  const { out, note, meshes, check = false } = options;
  const names = modules.map(({ mesh }) => mesh.name);
  const tree = { out, note, files, meshes: names, complete: meshes === undefined };
  return { modules, objects, changes: check ? compareTree(tree) : writeTree(tree) };
}

/** What a cluster's nodes start with, as text by cluster. */
function manifestTexts(objects: readonly RenderedObject[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { cluster, object } of objects) {
    const before = texts.get(cluster);
    texts.set(cluster, `${before === undefined ? '' : `${before}---\n`}${emitYaml(object)}`);
  }
  return texts;
}
