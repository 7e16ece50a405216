import { sortOut, type Allowance, type SortedOut } from '../analysis/allowance';
import type { Finding, Manifest } from '../analysis/finding';
import { analyzeRendered } from '../analysis/rendered';
import { argocdNamespace } from '../argocd/hub-context';
import { BUNDLE_FILE, bundleOf } from '../analysis/read/bundle';
import type { MeshModule } from '../fleet/application';
import { filePath } from '../synth/layout';
import { givenTo } from './given';
import type { Rendering } from './render';

/**
 * Checks what meshes render to, as the API servers of their clusters would, and as a whole; and takes out what the
 * meshes' data allows.
 *
 * @param allow - what is allowed besides
 * @throws UserError for an allowance of a code that nothing has
 */
export function check(
  modules: readonly MeshModule[],
  rendering: Rendering,
  allow: readonly Allowance[] = [],
): SortedOut {
  const own = modules.flatMap(({ mesh }) =>
    (mesh.spec.allow ?? []).map((one, index): Allowance => ({
      ...one,
      mesh: mesh.name,
      source: `clusters/${mesh.name}: allow[${index}]`,
    })),
  );
  return sortOut(findingsOf(modules, rendering), [...own, ...allow]);
}

function findingsOf(
  modules: readonly MeshModule[],
  { objects, nodeObjects, charts, files }: Rendering,
): readonly Finding[] {
  const manifests = new Map<string, Manifest[]>(modules.map(({ mesh }) => [mesh.name, []]));
  for (const rendered of objects) {
    const { mesh, cluster, component, object } = rendered;
    manifests
      .get(mesh)
      ?.push({ object, place: { mesh, cluster, component, file: filePath(rendered), line: null } });
  }
  // What nodes apply by themselves is in no component that anybody delivers.
  for (const { mesh, cluster, object } of nodeObjects) {
    manifests.get(mesh)?.push({ object, place: { mesh, cluster, component: null, file: null, line: null } });
  }
  return analyzeRendered(
    modules.map(({ mesh }) => ({
      name: mesh.name,
      istioVersion: mesh.istio?.version,
      // Argo CD is there before it can be told anything.
      given: givenTo(mesh, mesh.hub && { [mesh.hub.name]: [argocdNamespace] }),
      bundles: mesh.machines.flatMap(({ name }) => {
        const file = `${mesh.name}/machines/${name}/${BUNDLE_FILE}`;
        const text = files.get(file);
        return text === undefined ? [] : [bundleOf(text, mesh.name, name, file)];
      }),
      charts: charts.filter(({ place }) => place.mesh === mesh.name),
      manifests: manifests.get(mesh.name) ?? [],
    })),
  );
}
