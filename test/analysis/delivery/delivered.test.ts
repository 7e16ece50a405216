import { deliveredBy } from '../../../analysis/delivery/delivered';
import { listApplications } from '../../../analysis/delivery/applications';
import { allRules } from '../../../analysis/analyzers/all';
import { runRules } from '../../../analysis/analyzers/run';
import type { Manifest } from '../../../analysis/finding';
import { buildMeshes, type Mesh } from '../../../analysis/model/mesh';
import { readDocuments, type Collection } from '../../../analysis/read/documents';
import { readManifests } from '../../../analysis/read/read';

/** Manifests of files, by path; of dist where the path says so. */
function meshOf(files: Readonly<Record<string, string>>): Mesh {
  const into: Collection = { manifests: [], findings: [] };
  for (const [file, text] of Object.entries(files)) {
    const [dist, mesh = null, cluster = null, component = null] = file.split('/');
    const place =
      dist === 'dist' ? { mesh, cluster, component } : { mesh: null, cluster: null, component: null };
    readDocuments(text, { ...place, file, isNamed: true }, into);
  }
  return buildMeshes(into.manifests)[0]!;
}

const application = (name: string, path: string, more = '', wave = 0) => `---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd, annotations: { argocd.argoproj.io/sync-wave: "${wave}" } }
spec:
  source: { repoURL: https://git.example.org/a.git, path: ${path}${more} }
  destination: { server: https://kube-01.example.org, namespace: shop }
`;
const map = (name: string) =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: shop }\n`;
const budget = `---\napiVersion: example.org/v1\nkind: Budget\nmetadata: { name: web, namespace: shop }\n`;
const definition = `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: budgets.example.org }
spec: { group: example.org, scope: Namespaced, names: { kind: Budget, plural: budgets }, versions: [] }
`;
const said = (mesh: Mesh, code: string) =>
  runRules(
    allRules.filter(({ kind }) => kind.code === code),
    [mesh],
    () => undefined,
  ).map(({ object, message }) => `${object?.name}: ${message}`);

describe('the meshes of dist', () => {
  const manifests = readManifests([{ path: 'dist', cluster: undefined }]).manifests;
  const meshes = buildMeshes(manifests);

  test('are delivered as `meshwright apps` lists it', () => {
    const listed = listApplications('dist').map(({ mesh, name, path, project }) => [
      mesh,
      name,
      path,
      project,
    ]);
    for (const mesh of meshes) {
      const own = listed.filter(([of]) => of === mesh.name);
      const made = deliveredBy(mesh)
        .filter(({ resource }) => resource.kind === 'ApplicationSet')
        .map(({ name, source, project }) => [mesh.name, name, source.path, project]);
      // A folder that is a chart has no manifests.
      const charts = own.filter((one) => !made.some((other) => String(other) === String(one)));
      expect(charts.map(([, name]) => name)).toEqual(
        mesh.name === 'vcluster' ? ['vc-host-vc1', 'vc-host-vc2'] : [],
      );
      expect(made).toHaveLength(own.length - charts.length);
    }
  });

  test('bring objects to clusters by both names', () => {
    const all = deliveredBy(meshes.find(({ name }) => name === 'multi-primary')!);
    const httpbin = all.find(({ name }) => name === 'kube-01-httpbin')!;
    expect(httpbin.destination).toEqual({
      server: 'https://192.168.64.3:6443',
      name: 'kube-01',
      namespace: 'httpbin',
    });
    expect(httpbin.objects.map(({ kind }) => kind)).toContain('WorkloadGroup');
    expect(all.every(({ objects }) => objects.length > 0)).toBe(true);
    // The hub's own folder has Secrets that its Application leaves out.
    const hub = all.find(({ name }) => name === 'kube-00-argocd')!;
    expect(new Set(hub.objects.map(({ kind }) => kind))).toEqual(
      new Set(['Application', 'ApplicationSet', 'AppProject']),
    );
  });

  test.each([
    ['namespaceResourceWhitelist', 'WorkloadGroup', 'it may not bring WorkloadGroup of networking.istio.io'],
    ['clusterResourceWhitelist', 'Dependency', 'it may not bring Dependency of meshwright.dev'],
    ['destinations', 'istio-system', 'namespace istio-system of kube-01 is none of its destinations'],
  ])('are refused without an entry of %s', (list, without, reason) => {
    const changed = manifests.map(({ object, place }): Manifest => {
      const one = object as { kind?: string; spec: Record<string, { kind?: string; namespace?: string }[]> };
      if (one.kind !== 'AppProject') return { object, place };
      const left = (one.spec[list] ?? []).filter(
        ({ kind, namespace }) => kind !== without && namespace !== without,
      );
      return { object: { ...one, spec: { ...one.spec, [list]: left } }, place };
    });
    const mesh = buildMeshes(changed).find(({ name }) => name === 'multi-primary')!;
    expect(said(mesh, 'MW1511').join('\n')).toContain(reason);
  });
});

test("somebody else's folders are found by the end of their path", () => {
  const mesh = meshOf({
    'repo/apps/all.yaml':
      application('web', 'apps/web') +
      application('part', './apps/web/', ', directory: { include: "a*" }') +
      application('none', 'apps/other'),
    'repo/apps/web/a.yaml': map('a'),
    'repo/apps/web/b.yaml': map('b'),
    'repo/apps/web/deeper/c.yaml': map('c'),
  });
  const objects = deliveredBy(mesh).map(
    ({ name, objects }) => `${name}: ${objects.map((one) => one.name).join()}`,
  );
  expect(objects).toEqual(['web: a,b', 'part: a', 'none: ']);
});

test('a set that is not evaluated delivers nothing, and broken ones do no harm', () => {
  const set = (spec: string, name: string) =>
    `---\napiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: ${name}, namespace: argocd }\nspec: ${spec}\n`;
  const mesh = meshOf({
    'a.yaml':
      set('{ generators: [{ clusters: {} }], template: {} }', 'old') +
      set('{ goTemplate: true, generators: [{ scmProvider: {} }] }', 'scm') +
      set('~', 'none') +
      set('{ goTemplate: true, generators: 1 }', 'broken') +
      application('web', '1'),
  });
  expect(deliveredBy(mesh).map(({ name }) => name)).toEqual(['web']);
});

test('two folders with one object, and two documents that make one', () => {
  const operator = (name: string) =>
    `---\napiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { name: ${name}, namespace: istio-system }\nspec: { profile: minimal }\n`;
  const files = (plugin: string) => ({
    'all.yaml': application('a', 'a', plugin) + application('b', 'b', plugin) + application('c', 'c', plugin),
    'a/a.yaml': map('a') + operator('one'),
    'b/a.yaml': map('b') + operator('two'),
    'c/a.yaml': map('c'),
  });
  expect(said(meshOf(files(', plugin: { name: istioctl }')), 'MW1512')).toEqual([
    'b: b brings Service istio-system/istiod to https://kube-01.example.org, as a does',
  ]);
  expect(said(meshOf(files('')), 'MW1512')).toEqual([]);
});

test('a definition of another Application must come in an earlier wave, unless the other tries for ever', () => {
  const files = (wave: number, more = '') => ({
    'all.yaml': application('definitions', 'crds', '', 2) + application('web', 'web', '', wave) + more,
    'crds/a.yaml': definition,
    'web/a.yaml': budget,
  });
  const reason = (wave: number) =>
    `web: web cannot apply Budget of example.org: its definition comes with definitions in wave 2, and this in wave ${wave}`;
  expect(said(meshOf(files(1)), 'MW1513')).toEqual([reason(1)]);
  expect(said(meshOf(files(2)), 'MW1513')).toEqual([reason(2)]);
  expect(said(meshOf(files(3)), 'MW1513')).toEqual([]);
  expect(said(meshOf(files(1, '  syncPolicy: { retry: { limit: -1 } }\n')), 'MW1513')).toEqual([]);
});
