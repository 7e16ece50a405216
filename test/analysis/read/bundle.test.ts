import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundleOf } from '../../../analysis/read/bundle';
import { readManifests } from '../../../analysis/read/read';

const text = `# A comment.
POD_NAMESPACE='shop'
SERVICE_ACCOUNT=web
export ISTIO_META_CLUSTER_ID="kube-01"
ISTIO_METAJSON_LABELS='{"app":"it'"'"'s"}'
ISTIO_SERVICE_CIDR='*'
not a variable
`;

test('a bundle is an object of its variables, each with its line', () => {
  const { object, place, mesh, cluster } = bundleOf(text, 'demo', 'virt-01', 'virt-01/cluster.env');
  expect(object).toEqual({
    apiVersion: 'meshwright.dev/v1',
    kind: 'MachineBundle',
    metadata: { name: 'virt-01', namespace: 'shop' },
    spec: {
      POD_NAMESPACE: 'shop',
      SERVICE_ACCOUNT: 'web',
      ISTIO_META_CLUSTER_ID: 'kube-01',
      ISTIO_METAJSON_LABELS: `{"app":"it's"}`,
      ISTIO_SERVICE_CIDR: '*',
    },
  });
  expect({ mesh, cluster, file: place.file, line: place.line }).toEqual({
    mesh: 'demo',
    cluster: 'kube-01',
    file: 'virt-01/cluster.env',
    line: 1,
  });
  expect(['spec.SERVICE_ACCOUNT', 'spec.NOTHING'].map((field) => place.lineOf?.(field))).toEqual([3, null]);
});

test('a bundle of nothing has no cluster', () => {
  const { cluster, object } = bundleOf('', null, 'virt-01', 'cluster.env');
  expect(cluster).toBe('');
  expect(object).toMatchObject({ metadata: { name: 'virt-01', namespace: 'default' }, spec: {} });
});

test.each([
  ['5', '5'],
  ['5 # five', '5'],
  ['5#five', '5#five'],
  [' # nothing', ''],
  ['#text', '#text'],
  ["'5 # five' # five", '5 # five'],
  ["' five '  ", ' five '],
  ['"5" # it\'s', '5'],
  [String.raw`5\ #five`, '5 #five'],
])('a variable set to %s', (written, value) => {
  expect(bundleOf(`A=${written}\n`, null, 'virt-01', 'cluster.env').object).toMatchObject({
    spec: { A: value },
  });
});

describe('of dist', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'bundles-'));
    const write = (path: string, content: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    };
    write('demo/.meshwright-files', '');
    write('demo/left/app/namespace.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n');
    write('demo/machines/virt-01/cluster.env', text);
    write('demo/machines/virt-01/mesh.yaml', 'defaultConfig: {}\n');
    write('demo/machines/left/user-data', '#cloud-config\n');
    // No dist: whoever has such a folder has it for something else.
    write('other/machines/virt-02/cluster.env', text);
    write('other/web.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test.each([
    ['all', [''], ['virt-01']],
    ['a mesh', ['demo'], ['virt-01']],
    ['a cluster alone', ['demo/left'], []],
    ['twice the same', ['', 'demo'], ['virt-01']],
  ])('those of %s are read', (_, paths, machines) => {
    const { bundles, manifests } = readManifests(paths.map((path) => ({ path: join(root, path) })));
    expect(bundles!.map(({ object }) => (object['metadata'] as { name: string }).name)).toEqual(machines);
    expect(manifests.every(({ object }) => (object as { kind: string }).kind === 'Namespace')).toBe(true);
  });
});
