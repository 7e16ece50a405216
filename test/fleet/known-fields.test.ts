import { defineMesh } from '../../fleet/mesh';
import type { MeshSpec } from '../../fleet/mesh-spec';
import { validateMesh } from '../../fleet/validate';
import { UserError } from '../../values/user-error';
import { machine, primary, twoClusters } from '../support/meshes';

/** `field: message` of everything that is wrong. */
const problems = (spec: unknown) =>
  validateMesh(spec as MeshSpec).problems.map(({ field, message }) => `${field}: ${message}`);

/** A mesh that says everything that a mesh can say. */
const full: MeshSpec = {
  name: 'demo',
  meshId: 'demo',
  trustDomain: 'demo.example.org',
  istio: {
    version: '1.29.1',
    revision: '1-29-1',
    installer: 'plugin',
    hub: 'registry.example.org/istio',
    tag: '1.29.1',
    meshConfig: {
      trustDomainAliases: ['old.example.org'],
      defaultConfig: { proxyMetadata: { SECRET_TTL: '1h' } },
    },
    mutualTls: 'STRICT',
    pilot: { replicas: 2, env: { PILOT_TRACE_SAMPLING: '1' } },
    cni: { binDir: '/opt/cni/bin', confDir: '/etc/cni/net.d', excludeNamespaces: ['kube-system'] },
    document: { name: 'control-plane', profile: 'default' },
    podIdentity: { runAsUser: 1, runAsGroup: 1, fsGroup: 1, supplementalGroups: [1] },
    logLevel: 'default:error',
    certificateIssuer: 'root',
    canary: {
      version: '1.29.2',
      revision: '1-29-2',
      hub: 'registry.example.org/istio',
      tag: '1.29.2',
      namespaces: ['shop'],
    },
    metrics: true,
  },
  networks: { east: { directlyReachable: false }, west: {}, machines: { directlyReachable: true } },
  clusters: {
    left: primary('east', {
      role: 'primary',
      locality: 'eu/a',
      podCidrs: ['10.42.0.0/16'],
      serviceCidr: '10.43.0.0/16',
      ingress: {
        name: 'entry',
        drainSeconds: 5,
        address: '192.0.2.1',
        serviceType: 'LoadBalancer',
        replicas: 2,
      },
      eastWest: {
        name: 'crossing',
        drainSeconds: 5,
        address: '192.0.2.2',
        serviceType: 'LoadBalancer',
        replicas: 2,
        port: 15443,
        exposeIstiod: true,
        document: 'crossing',
      },
      rancher: { clusterId: 'c-1' },
      nodes: ['node-1'],
      provided: { namespaces: ['monitoring'], secrets: ['monitoring/key'], localities: ['eu/b'] },
    }),
    right: primary('west', { role: ['hub', 'primary'] }),
  },
  machines: {
    vm: machine({
      externalAddress: '198.51.100.1',
      locality: 'eu/a',
      workloadGroup: {
        name: 'app',
        namespace: 'app',
        serviceAccount: 'app',
        labels: { app: 'app' },
        annotations: { note: 'x' },
        ports: { http: 80 },
        probe: {
          httpGet: {
            path: '/',
            port: 80,
            scheme: 'HTTP',
            host: 'a.example.org',
            httpHeaders: [{ name: 'a', value: 'b' }],
          },
          initialDelaySeconds: 1,
        },
      },
      autoregister: true,
      captureDns: true,
      sidecar: {
        format: 'deb',
        architecture: 'amd64',
        sha256: 'a'.repeat(64),
        url: 'https://m.example.org/s.deb',
      },
      service: {
        name: 'web',
        description: 'The shop',
        command: '/usr/bin/web',
        user: 'www-data',
        packages: ['curl'],
        install: ['true'],
      },
    }),
  },
  nodes: {
    k3s: { version: 'v1.34.4+k3s1', disable: ['traefik'] },
    calico: { version: 'v3.31.2', blockSize: 26, encapsulation: 'None' },
    registryMirrors: { 'docker.io': 'http://192.0.2.1:5001' },
  },
  rancher: {
    project: {
      name: 'mesh',
      displayName: 'Mesh',
      description: 'The mesh',
      quota: { limitsCpu: '1', limitsMemory: '1Gi' },
      containers: { limitsCpu: '1', limitsMemory: '1Gi', requestsCpu: '1', requestsMemory: '1Gi' },
    },
    nodeSelector: { role: 'mesh' },
  },
  repository: { url: 'https://git.example.org/platform.git', revision: 'main', path: 'dist' },
  argocd: { installedBy: 'chart', notifications: { 'on-sync-failed.slack': 'mesh' } },
  allow: [{ code: 'IST0102', object: 'Namespace shop', reason: 'it needs no sidecar' }],
};

type Path = readonly (string | number)[];
type Value = null | string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

/** Every field of a value, at any depth. */
function pathsOf(value: Value, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Array.isArray(value)
    ? value.flatMap((one: Value, index) => pathsOf(one, [...path, index]))
    : Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, key]));
  return [path, ...below];
}

function at(value: Value, path: Path): Value {
  return path.reduce((one, key) => (one as Readonly<Record<string, Value>>)[key]!, value);
}

function replaced(value: Value, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const inner = replaced((value as Readonly<Record<string, Value>>)[key]!, rest, by);
  if (Array.isArray(value)) return value.map((one: Value, index) => (index === key ? inner : one));
  return { ...(value as object), [key]: inner };
}

const named = (path: Path) =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');

const typeOf = (value: unknown) =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : (typeof value as string);

const data = full as unknown as Value;
const wrong = pathsOf(data).flatMap((path) =>
  ['typo', 7, true, null, ['typo'], { typo: 'typo' }]
    .filter((value) => typeOf(value) !== typeOf(at(data, path)))
    // A cluster may have one role or several.
    .filter((value) => named(path) !== 'clusters.left.role' || typeOf(value) !== 'list')
    .filter((value) => named(path) !== 'clusters.right.role' || typeOf(value) !== 'string')
    .map((value): [string, unknown, unknown] => [named(path), value, replaced(data, path, value)]),
);

test('a mesh that says everything is right', () => {
  expect(problems(full)).toEqual([]);
});

test('every field that is given another type is a mistake of the user, by its name', () => {
  const missed = wrong.flatMap(([field, value, spec]) => {
    try {
      defineMesh(spec as MeshSpec);
      return [`${field} takes ${JSON.stringify(value)}`];
    } catch (error) {
      if (!(error instanceof UserError)) return [`${field}: ${JSON.stringify(value)} gives ${String(error)}`];
      return error.problems.some((one) => one.field.startsWith(field)) ? [] : [`${field}: ${error.message}`];
    }
  });
  expect({ missed, tried: wrong.length > 500 }).toEqual({ missed: [], tried: true });
});

test('a field that is left out is a default or a mistake of the user', () => {
  const thrown = pathsOf(data).flatMap((path) => {
    try {
      defineMesh(replaced(data, path, undefined) as MeshSpec);
      return [];
    } catch (error) {
      return error instanceof UserError ? [] : [`${named(path)}: ${String(error)}`];
    }
  });
  expect(thrown).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  [
    'no object',
    'mesh',
    [expect.stringMatching(/^: "mesh" is no object of name, meshId, trustDomain, istio, /) as string],
  ],
  ['no mesh', null, [expect.stringMatching(/^: null is no object of name, /) as string]],
  ['nothing', {}, ['name: is missing', 'clusters: is missing']],
  [
    'a machine without what it is',
    twoClusters({ machines: { vm: { cluster: 'left' } as never } }),
    [
      'machines.vm.network: is missing',
      'machines.vm.address: is missing',
      'machines.vm.workloadGroup: is missing',
    ],
  ],
  [
    'a machine that is none',
    twoClusters({ machines: { vm: 'vm' as never } }),
    [expect.stringMatching(/^machines\.vm: "vm" is no object of cluster, network, address, /) as string],
  ],
  [
    'nodes that are none',
    twoClusters({ nodes: 'x' as never }),
    ['nodes: "x" is no object of k3s, calico, registryMirrors'],
  ],
  [
    "a cluster's nodes",
    twoClusters({ clusters: { left: primary('east', { nodes: 'x' as never }), right: primary('west') } }),
    ['clusters.left.nodes: "x" is no list'],
  ],
  [
    'a role',
    twoClusters({ clusters: { left: primary('east', { role: 7 as never }), right: primary('west') } }),
    ['clusters.left.role: 7 is no string and no list of strings'],
  ],
  [
    'networks',
    twoClusters({ networks: ['east'] as never }),
    ['networks: ["east"] is no object of { directlyReachable } by name'],
  ],
  [
    'a switch',
    twoClusters({ networks: { east: { directlyReachable: 'yes' as never }, west: {} } }),
    ['networks.east.directlyReachable: "yes" is no boolean (true or false)'],
  ],
  [
    'a canary without a revision',
    twoClusters({ istio: { version: '1.29.1', canary: { version: '1.29.2' } as never } }),
    [
      'istio.canary.revision: is missing: a canary needs one, by which pods choose between it and the first control plane',
    ],
  ],
  [
    'a field of every object',
    twoClusters({ constructor: {} } as never),
    [expect.stringMatching(/^constructor: is not a field here; /) as string],
  ],
])('says of %s', (_, spec, expected) => {
  expect(problems(spec)).toEqual(expected);
});

test('several values of another type are said at once', () => {
  const spec = { ...twoClusters(), nodes: [], rancher: 'x', netwroks: {} };
  expect(problems(spec)).toEqual([
    'netwroks: is not a field here; did you mean "networks"?',
    'nodes: [] is no object of k3s, calico, registryMirrors',
    'rancher: "x" is no object of project, nodeSelector',
  ]);
});
