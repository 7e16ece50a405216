import { spawnSync } from 'node:child_process';
import { parse } from 'yaml';
import type { NodesSpec } from '../../fleet/node-spec';
import { nodeFiles } from '../../machines/node-files';
import { UserError } from '../../values/user-error';
import { fixtureMesh, type FixtureProps } from './fixtures';

const k3s = { version: 'v1.34.1+k3s1' };

const nodes: NodesSpec = {
  k3s: { ...k3s, disable: ['traefik', 'servicelb'] },
  calico: { version: 'v3.30.3', blockSize: 26, encapsulation: 'VXLANCrossSubnet' },
  registryMirrors: { 'quay.io': 'http://192.0.2.9:5002', 'docker.io': 'http://192.0.2.9:5001' },
};

const cluster: FixtureProps['cluster'] = {
  nodes: ['one-a', 'one-b'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidr: '10.43.0.0/16',
  locality: 'north/a/one',
};

const files = (
  props: FixtureProps,
  node = 'one-a',
  manifests?: ReadonlyMap<string, string>,
): Map<string, string> => nodeFiles(fixtureMesh(props).cluster('one'), node, manifests);

function written(props: FixtureProps, node = 'one-a'): Map<string, string> {
  const document = parse(files(props, node).get('user-data') ?? '', { version: '1.1' }) as {
    write_files: { path: string; content: string }[];
  };
  return new Map(document.write_files.map(({ path, content }) => [path, content]));
}

const config = (props: FixtureProps, node?: string): unknown =>
  parse(written(props, node).get('/etc/rancher/k3s/config.yaml') ?? '');

test('minimal', () => {
  expect(Object.fromEntries(files({ nodes: { k3s }, cluster: { nodes: ['one-a'] } }))).toMatchSnapshot();
});

test('full', () => {
  const manifests = new Map([['network.yaml', 'kind: Installation\n']]);
  expect(Object.fromEntries(files({ nodes, cluster }, 'one-a', manifests))).toMatchSnapshot();
});

test('a second node joins the first, and waits for the token of its cluster', () => {
  expect(Object.fromEntries(files({ nodes, cluster }, 'one-b'))).toMatchSnapshot();
});

test('a second node has no manifests, no ranges, no network of its own', () => {
  expect(config({ nodes, cluster }, 'one-b')).toEqual({
    'node-name': 'one-b',
    server: 'https://one-a:6443',
    'token-file': '/etc/rancher/k3s/token',
    'node-label': [
      'topology.kubernetes.io/region=north',
      'topology.kubernetes.io/zone=a',
      'topology.istio.io/subzone=one',
    ],
  });
});

test('k3s keeps its own network where no other is named', () => {
  expect(config({ nodes: { k3s }, cluster })).not.toHaveProperty('flannel-backend');
  expect(config({ nodes, cluster })).toMatchObject({
    'flannel-backend': 'none',
    'disable-network-policy': true,
  });
});

test('registries come by name, each with its mirror', () => {
  expect(written({ nodes, cluster }).get('/etc/rancher/k3s/registries.yaml')).toBe(
    'mirrors:\n' +
      '  docker.io:\n    endpoint:\n    - http://192.0.2.9:5001\n' +
      '  quay.io:\n    endpoint:\n    - http://192.0.2.9:5002\n',
  );
});

test('the installer is a script for the shell, of the release that it installs', () => {
  const script = written({ nodes, cluster }).get('/usr/local/sbin/install-k3s') ?? '';
  expect(script).toContain("'https://raw.githubusercontent.com/k3s-io/k3s/v1.34.1%2Bk3s1/install.sh'");
  expect(script).toContain("INSTALL_K3S_VERSION='v1.34.1+k3s1'");
  expect(spawnSync('sh', ['-n'], { input: script }).status).toBe(0);
});

test.each(['Installation.yaml', 'a.b.yaml', 'network.json', '../network.yaml', '-.yaml'])(
  'refuses the manifest %j, which k3s could not name',
  (name) => {
    const manifests = new Map([[name, '']]);
    expect(() => files({ nodes, cluster }, 'one-a', manifests)).toThrow(UserError);
    expect(() => files({ nodes, cluster }, 'one-a', manifests)).toThrow(
      `manifests: ${JSON.stringify(name)} is not a name for a manifest of k3s`,
    );
  },
);

test('needs a mesh that says how nodes are set up', () => {
  expect(() => files({ cluster })).toThrow('the mesh shop says nothing of its nodes');
});
