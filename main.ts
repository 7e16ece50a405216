import { join } from 'node:path';
import { isAtLeast, type Finding, type Manifest } from './analysis/finding';
import { analyzeRendered } from './analysis/rendered';
import { chartsOf } from './argocd/charts';
import { assertOneMeshEach } from './argocd/clusters';
import { buildHub } from './argocd/hub';
import { argocdNamespace } from './argocd/hub-context';
import { buildMesh } from './charts/mesh';
import { buildNodeManifests } from './charts/node-manifests';
import type { MeshModule } from './fleet/application';
import { loadMeshes } from './fleet/load';
import type { Mesh } from './fleet/mesh';
import { meshMachineFiles } from './machines/mesh-files';
import { componentFiles, objectText } from './synth/component-files';
import { emitYaml } from './synth/emit';
import { install, type Installed } from './synth/install';
import { findIstioctl } from './synth/istioctl';
import { assertUnique, filePath } from './synth/layout';
import type { Changes } from './synth/plan';
import { resolveApp, type RenderedObject } from './synth/resolve';
import { compareTree, recover, writeTree } from './synth/write';

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

/** What meshes come to, before anything is written. */
export interface Rendering {
  /** What Argo CD will apply. */
  readonly objects: readonly RenderedObject[];
  /** What nodes apply by themselves. */
  readonly nodeObjects: readonly RenderedObject[];
  /** What goes to dist, by path below it. */
  readonly files: ReadonlyMap<string, string>;
}

export interface Synthesis extends Rendering {
  readonly findings: readonly Finding[];
  /** Undefined where a finding of level Error has vetoed them: the output is as it was. */
  readonly changes?: Changes;
}

/**
 * The whole run: load the meshes, build their objects, check them, write what they render to.
 *
 * @throws UserError for any mistake in the meshes; the output is then as it was
 */
export function synthesize({
  root,
  out,
  meshes,
  check: compareOnly = false,
  note,
}: SynthesisOptions): Synthesis {
  recover({ out, note });
  const modules = loadMeshes(join(root, 'clusters'), meshes);
  const rendering = render(modules);
  const findings = check(modules, rendering);
  if (findings.some((one) => isAtLeast(one, 'Error'))) return { ...rendering, findings };
  const names = modules.map(({ mesh }) => mesh.name);
  const tree = { out, note, files: rendering.files, meshes: names, complete: meshes === undefined };
  return { ...rendering, findings, changes: compareOnly ? compareTree(tree) : writeTree(tree) };
}

/** Builds, resolves and emits meshes. */
export function render(modules: readonly MeshModule[]): Rendering {
  assertOneMeshEach(modules.map(({ mesh }) => mesh));
  const meshes = modules.map(renderMesh);
  const objects = meshes.flatMap((one) => one.objects);
  const nodeObjects = meshes.flatMap((one) => one.nodeObjects);
  assertUnique([...objects, ...nodeObjects]);

  const files = new Map(objects.map((rendered) => [filePath(rendered), objectText(rendered)]));
  for (const one of meshes) for (const [path, text] of one.files) files.set(path, text);
  return { objects, nodeObjects, files };
}

/** One mesh: what its clusters get, what tells its hub to deliver that, and what its nodes and machines start with. */
function renderMesh(module: MeshModule): Rendering {
  const { mesh } = module;
  const app = buildMesh(module);
  const built = resolveApp(app);
  const { objects, documents, files } = installed(mesh, built);
  const hub = buildHub(mesh, [...objects, ...documents], chartsOf(app));
  const nodeObjects = resolveApp(buildNodeManifests(mesh));
  return {
    objects: [...objects, ...resolveApp(hub)],
    nodeObjects,
    files: new Map([
      ...files,
      ...componentFiles(app),
      ...componentFiles(hub),
      ...meshMachineFiles(mesh, manifestTexts(nodeObjects)),
    ]),
  };
}

/** The objects of a mesh, IstioOperator documents turned into objects where the run is to do that. */
function installed({ istio }: Mesh, objects: readonly RenderedObject[]): Installed {
  if (istio?.installer !== 'rendered') return { objects, documents: [], files: new Map() };
  return install(objects, findIstioctl(istio.version));
}

/** Checks what meshes render to, as the API servers of their clusters would. */
export function check(
  modules: readonly MeshModule[],
  { objects, nodeObjects }: Rendering,
): readonly Finding[] {
  const manifests = new Map<string, Manifest[]>(modules.map(({ mesh }) => [mesh.name, []]));
  for (const { mesh, cluster, component, object } of [...objects, ...nodeObjects]) {
    manifests.get(mesh)?.push({ object, place: { mesh, cluster, component, file: null, line: null } });
  }
  return analyzeRendered(
    modules.map(({ mesh }) => ({
      istioVersion: mesh.istio?.version,
      providedNamespaces: new Map(
        mesh.clusters.map((cluster) => [
          cluster.name,
          new Set([
            ...(cluster.spec.provided?.namespaces ?? []),
            // Argo CD is there before it can be told anything.
            ...(cluster === mesh.hub ? [argocdNamespace] : []),
          ]),
        ]),
      ),
      manifests: manifests.get(mesh.name) ?? [],
    })),
  );
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
