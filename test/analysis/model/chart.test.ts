import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze } from '../../../analysis/analyze';
import { buildMeshes } from '../../../analysis/model/mesh';
import { readManifests } from '../../../analysis/read/read';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'charts-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
}

const chart = (name: string, alias = '') =>
  `apiVersion: v2\nname: mine\nversion: 1.0.0\ndependencies:\n  - name: ${name}\n    version: 1.29.1\n    repository: https://example.org/istio-release/charts\n${alias}`;

test('pinned charts of Istio stand for what they make', () => {
  write('dist/demo/.meshwright-files', '');
  write('dist/demo/kube-01/pilot/Chart.yaml', chart('istiod'));
  const meshConfig = '{ trustDomain: example.org }';
  const values = `istiod:\n  revision: r1\n  meshConfig: ${meshConfig}\n  global: { network: n1, meshID: m1 }\n`;
  write('dist/demo/kube-01/pilot/values.yaml', values);
  write('dist/demo/kube-01/istio-entry/Chart.yaml', chart('gateway', '    alias: entry\n'));
  write('dist/demo/kube-01/istio-entry/values.yaml', 'entry: { labels: { tier: front } }\n');
  write('dist/demo/kube-01/other/Chart.yaml', chart('istiod').replace('istio-release', 'else'));
  const { manifests, charts } = readManifests([{ path: join(root, 'dist') }]);
  expect(manifests).toEqual([]);
  const [mesh, ...more] = buildMeshes(manifests, { charts });
  expect(more).toEqual([]);
  const [cluster] = mesh!.clusters;
  expect([mesh!.name, cluster!.name]).toEqual(['demo', 'kube-01']);
  expect(cluster).toMatchObject({ network: 'n1', meshId: 'm1', meshConfig: { trustDomain: 'example.org' } });
  const services = cluster!.services.map(
    ({ name, ports }) => `${name} ${ports.map(({ number }) => number).join()}`,
  );
  expect(services).toEqual(['istio-entry 15021,80,443', 'istiod-r1 15010,15012,443,15014', 'kubernetes 443']);
  const selected = cluster!.workloadIndex.matching({ app: 'istio-entry', istio: 'entry', tier: 'front' });
  expect(selected.map(({ resource }) => resource.reference)).toMatchObject([{ kind: 'Chart', name: 'mine' }]);
});

test('what is wrong with a chart is not for the analysis to say', () => {
  write('a/Chart.yaml', '{ broken');
  write('a/values.yaml', '\u0000');
  write('b/Chart.yaml', chart('istiod'));
  write('b/values.yaml', 'istiod: [1]\n');
  write(
    'c.yaml',
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: a, labels: { istio-injection: disabled } }\n',
  );
  expect(analyze(readManifests([{ path: root }]))).toEqual([]);
});
