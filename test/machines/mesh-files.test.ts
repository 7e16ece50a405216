import { meshMachineFiles } from '../../machines/mesh-files';
import { fixtureMesh } from './fixtures';

const nodes = { k3s: { version: 'v1.34.1+k3s1' } };

test('a folder for each machine and for each node', () => {
  const mesh = fixtureMesh({ nodes, cluster: { nodes: ['one-b', 'one-a'] } });
  expect([...meshMachineFiles(mesh).keys()]).toEqual([
    'shop/machines/vm/cluster.env',
    'shop/machines/vm/mesh.yaml',
    'shop/machines/vm/hosts',
    'shop/machines/vm/user-data',
    'shop/machines/vm/README.md',
    'shop/machines/one-b/user-data',
    'shop/machines/one-b/README.md',
    'shop/machines/one-a/user-data',
    'shop/machines/one-a/README.md',
  ]);
});

test("a cluster's manifests reach its server", () => {
  const mesh = fixtureMesh({ nodes, cluster: { nodes: ['one-a', 'one-b'] } });
  const files = meshMachineFiles(mesh, new Map([['one', 'kind: Installation\n']]));
  const manifest = '- path: /var/lib/rancher/k3s/server/manifests/network.yaml\n';
  expect(files.get('shop/machines/one-a/user-data')).toContain(manifest);
  expect(files.get('shop/machines/one-b/user-data')).not.toContain(manifest);
});

test('nodes that the mesh says nothing of have no files', () => {
  const mesh = fixtureMesh({ cluster: { nodes: ['one-a'] } });
  expect([...meshMachineFiles(mesh).keys()].filter((path) => path.includes('one-a'))).toEqual([]);
});
