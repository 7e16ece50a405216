import { join } from 'node:path';
import { buildMesh } from './charts/mesh';
import type { MeshModule } from './fleet/application';
import { loadMeshes } from './fleet/load';
import { machineFilesOf } from './machines/mesh-files';
import { toYaml } from './synth/emit';
import { filePath, assertUnique } from './synth/layout';
import { resolveApp, type RenderedObject } from './synth/resolve';
import { compareTree, writeTree, type Changes } from './synth/write';

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
}

export interface Synthesis {
  readonly modules: readonly MeshModule[];
  readonly objects: readonly RenderedObject[];
  readonly changes: Changes;
}

/**
 * The whole run: load the meshes, build their objects, write what they render to.
 *
 * @throws UserError for any mistake in the meshes; nothing has been written then
 */
export function synthesize({ root, out, meshes, check = false }: SynthesisOptions): Synthesis {
  const modules = loadMeshes(join(root, 'clusters'), meshes);
  const objects = modules.flatMap((module) => resolveApp(buildMesh(module)));
  assertUnique(objects);

  const files = new Map<string, string>();
  for (const rendered of objects) {
    if (rendered.delivery === 'cluster') files.set(filePath(rendered), toYaml(rendered.object));
  }
  for (const { mesh } of modules) {
    for (const [path, text] of machineFilesOf(mesh, objects.filter(onNodesOf(mesh.name))))
      files.set(path, text);
  }

  const tree = { out, meshes: modules.map(({ mesh }) => mesh.name), files };
  return { modules, objects, changes: check ? compareTree(tree) : writeTree(tree) };
}
