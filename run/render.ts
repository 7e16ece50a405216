import type { App } from 'cdk8s';
import { GIVEN_FILE } from '../analysis/read/files';
import type { Chart } from '../analysis/read/read';
import { chartsOf } from '../argocd/charts';
import { assertOneMeshEach } from '../argocd/clusters';
import { buildHub } from '../argocd/hub';
import { buildMesh } from '../charts/mesh';
import { buildNodeManifests } from '../charts/node-manifests';
import { componentsOf } from '../constructs/component';
import type { MeshModule } from '../fleet/application';
import type { Mesh } from '../fleet/mesh';
import { meshMachineFiles } from '../machines/mesh-files';
import { componentFiles, objectText } from '../synth/component-files';
import { emitYaml } from '../synth/emit';
import { install, type Installed } from '../synth/install';
import { findIstioctl } from '../synth/istioctl';
import { assertUnique, filePath } from '../synth/layout';
import { resolveApp, type KubeObject, type RenderedObject } from '../synth/resolve';
import { UserError } from '../values/user-error';
import { givenTo } from './given';

/** What meshes come to, before anything is written. */
export interface Rendering {
  /** What Argo CD will apply. */
  readonly objects: readonly RenderedObject[];
  /** What nodes apply by themselves. */
  readonly nodeObjects: readonly RenderedObject[];
  /** The components that Argo CD will have Helm render. */
  readonly charts: readonly Chart[];
  /** What goes to dist, by path below it. */
  readonly files: ReadonlyMap<string, string>;
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
  return { objects, nodeObjects, charts: meshes.flatMap((one) => one.charts), files };
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
    charts: chartFolders(app),
    files: new Map([
      ...givenFile(mesh),
      ...files,
      ...componentFiles(app),
      ...componentFiles(hub),
      ...meshMachineFiles(mesh, manifestTexts(nodeObjects)),
    ]),
  };
}

/** What whoever analyses dist later has to know beside it; nothing applies this file. */
function givenFile(mesh: Mesh): readonly (readonly [string, string])[] {
  const given = givenTo(mesh);
  if (Object.keys(given.clusters).length === 0) return [];
  return [[`${mesh.name}/${GIVEN_FILE}`, emitYaml(given as unknown as KubeObject)]];
}

/** The components that are Helm charts, as whoever reads dist finds them. */
function chartFolders(app: App): readonly Chart[] {
  return componentsOf(app).flatMap(({ mesh, cluster, component: name, files }): readonly Chart[] => {
    const chart = files.get('Chart.yaml');
    if (chart === undefined) return [];
    const place = { mesh, cluster, component: name, file: null, line: null };
    return [{ chart, values: files.get('values.yaml'), place }];
  });
}

/** The objects of a mesh, IstioOperator documents turned into objects where the run is to do that. */
function installed({ name, istio }: Mesh, objects: readonly RenderedObject[]): Installed {
  if (istio?.installer !== 'rendered') return { objects, documents: [], files: new Map() };
  try {
    return install(objects, findIstioctl(istio.version));
  } catch (error) {
    // What asks istioctl knows of no mesh.
    throw error instanceof UserError ? inMesh(name, error) : error;
  }
}

function inMesh(name: string, { problems }: UserError): UserError {
  return new UserError(
    problems.map(({ field, message }) => ({ field: `clusters/${name}: ${field}`, message })),
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
