import type { MeshSpec } from '../../fleet/mesh-spec';
import { validateMesh } from '../../fleet/validate';
import { machine, primary, twoClusters } from '../support/meshes';

/** `field: message` of everything that is wrong. */
const problems = (spec: MeshSpec) =>
  validateMesh(spec).problems.map(({ field, message }) => `${field}: ${message}`);

const withLeft = (over: Parameters<typeof primary>[1]) =>
  twoClusters({ clusters: { left: primary('east', over), right: primary('west') } });
const withMachine = (over: Parameters<typeof machine>[0]) => twoClusters({ machines: { vm: machine(over) } });
const group = machine().workloadGroup;

test('a mesh that is right has no problem', () => {
  expect(problems(twoClusters())).toEqual([]);
});

test('pod ranges of different networks may overlap', () => {
  const clusters = {
    left: primary('east', { podCidrs: ['10.42.0.0/16'] }),
    right: primary('west', { podCidrs: ['10.42.0.0/16'] }),
  };
  expect(problems(twoClusters({ clusters }))).toEqual([]);
});

test('a network that is directly reachable needs no gateway', () => {
  expect(problems(twoClusters({ networks: { east: {}, west: {}, machines: {} } }))).toEqual([
    'networks.machines: is crossed from east, west, has no cluster with an eastWest gateway and is not ' +
      'directlyReachable: traffic to its workloads would go nowhere',
  ]);
});

test('one network needs no gateway', () => {
  const clusters = {
    left: primary('east', { eastWest: undefined }),
    right: primary('east', { eastWest: undefined, server: 'https://second.example.org' }),
  };
  expect(problems(twoClusters({ clusters, machines: {}, networks: { east: {} } }))).toEqual([]);
});

test('clusters and machines alone are a mesh without Istio', () => {
  const clusters = { left: { role: 'hub', server: 'https://api.example.org' } } as const;
  expect(problems({ name: 'plain', clusters })).toEqual([]);
});

describe('says of', () => {
  test.each<[string, MeshSpec, string]>([
    [
      'an empty mesh',
      twoClusters({ clusters: {}, machines: {} }),
      'clusters: is empty: a mesh has at least one cluster',
    ],
    ['a name', twoClusters({ name: 'My_Mesh' }), 'name: "My_Mesh" is not a DNS label'],
    [
      'the name of a cluster',
      twoClusters({ clusters: { left: primary('east'), Right: primary('west') } }),
      'clusters.Right: "Right" is not a DNS label',
    ],
    [
      'a server',
      withLeft({ server: 'api:6443' }),
      'clusters.left.server: "api:6443" is not the URL of an API server',
    ],
    [
      'credentials in a server',
      withLeft({ server: 'https://me:secret@api.example.org' }),
      'is not the URL of an API server (https://host:port, without credentials)',
    ],
    [
      'a port',
      withLeft({ eastWest: { port: 70000 } }),
      'clusters.left.eastWest.port: 70000 is not a port (1-65535)',
    ],
    [
      'a locality with four parts',
      withLeft({ locality: 'a/b/c/d' }),
      'clusters.left.locality: "a/b/c/d" is not a locality (region, region/zone or region/zone/subzone)',
    ],
    [
      'a pod range',
      withLeft({ podCidrs: ['10.0.0.0/40'] }),
      'clusters.left.podCidrs[0]: "10.0.0.0/40" is not an address range',
    ],
    [
      'a service range',
      withLeft({ serviceCidr: '10.0.0.0' }),
      'clusters.left.serviceCidr: "10.0.0.0" is not an address',
    ],
    [
      'a network',
      withLeft({ network: 'nort' }),
      'clusters.left.network: "nort" is not a network of the mesh (east, west, machines)',
    ],
    [
      'a misspelt network',
      withLeft({ network: 'esat' }),
      'clusters.left.network: "esat" is not a network of the mesh (east, west, machines); did you mean "east"?',
    ],
    [
      'a misspelt network of a machine',
      withMachine({ network: 'machine' }),
      'machines.vm.network: "machine" is not a network of the mesh (east, west, machines); did you mean "machines"?',
    ],
    [
      'a primary without a network',
      withLeft({ network: undefined }),
      'clusters.left.network: is missing: istiod tells by it',
    ],
    [
      'a role',
      withLeft({ role: 'boss' as 'hub' }),
      'clusters.left.role: "boss" is not one of "hub", "primary", "member"',
    ],
    [
      'a gateway address',
      withLeft({ ingress: { address: '1.2.3' } }),
      'clusters.left.ingress.address: "1.2.3" is not an IPv4',
    ],
    [
      'a gateway where there is no mesh',
      withLeft({ role: 'hub' }),
      'clusters.left.eastWest: is a gateway of the mesh, and the cluster is no primary',
    ],
    [
      'two hubs',
      twoClusters({
        clusters: {
          left: primary('east', { role: ['hub', 'primary'] }),
          right: primary('west', { role: ['hub', 'primary'] }),
        },
      }),
      'clusters: left and right are both the hub',
    ],
    [
      'ranges that overlap inside one network',
      twoClusters({
        clusters: {
          left: primary('east', { podCidrs: ['10.0.0.0/8'] }),
          right: primary('east', { podCidrs: ['10.42.0.0/16'] }),
        },
      }),
      'clusters.right.podCidrs[0]: 10.42.0.0/16 overlaps 10.0.0.0/8 of clusters.left.podCidrs[0], and both are on east',
    ],
    [
      'a network that is crossed without a gateway',
      withLeft({ eastWest: undefined }),
      'networks.east: is crossed from machines, west, has no cluster with an eastWest gateway',
    ],
    [
      'an old Istio',
      twoClusters({ istio: { version: '1.21.6' } }),
      'istio.version: 1.21.6 is older than 1.22.0',
    ],
    [
      'a version',
      twoClusters({ istio: { version: '1.29' } }),
      'istio.version: "1.29" is not a version such as 1.29.1',
    ],
    [
      'an installer that the version does not have',
      twoClusters({ istio: { version: '1.24.0', installer: 'operator' } }),
      'istio.installer: "operator" is not part of Istio 1.24.0: the in-cluster operator ended with 1.23',
    ],
    [
      'an installer',
      twoClusters({ istio: { version: '1.29.1', installer: 'apt' as 'plugin' } }),
      'istio.installer: "apt" is not one of "plugin", "helm", "rendered", "operator"',
    ],
    [
      'a Secret without a namespace',
      withLeft({ provided: { secrets: ['shop-tls'] } }),
      'clusters.left.provided.secrets[0]: "shop-tls" is not a Secret by its namespace and name (istio-system/shop-tls)',
    ],
    [
      'a locality elsewhere',
      withLeft({ provided: { localities: ['munich/rack 1'] } }),
      'clusters.left.provided.localities[0]: "munich/rack 1" is not a locality (region, region/zone or region/zone/subzone)',
    ],
    [
      'an issuer',
      twoClusters({ istio: { version: '1.29.1', certificateIssuer: 'Mesh Root' } }),
      'istio.certificateIssuer: "Mesh Root" is not a DNS name',
    ],
    [
      'an allowance that is no list',
      twoClusters({ allow: { code: 'IST0102' } as unknown as [] }),
      'allow: {"code":"IST0102"} is no list of { code, object, reason }',
    ],
    [
      'an allowance of no code',
      twoClusters({ allow: [{ code: 7 as unknown as string, reason: 'x' }] }),
      'allow[0].code: 7 is not the code of a finding (IST0102, MW1301)',
    ],
    [
      'an allowance without a reason',
      twoClusters({ allow: [{ code: 'IST0102' } as { code: string; reason: string }] }),
      'allow[0].reason: is missing: say why it may be there',
    ],
    [
      'an allowance for what is no object',
      twoClusters({ allow: [{ code: 'IST0102', object: 'bogus', reason: 'x' }] }),
      'allow[0].object: "bogus" is not a kind and a name',
    ],
    [
      'a revision',
      twoClusters({ istio: { version: '1.29.1', revision: '1.29' } }),
      'istio.revision: "1.29" is not a DNS label',
    ],
    [
      'an unknown cluster of a machine',
      withMachine({ cluster: 'up' }),
      'machines.vm.cluster: "up" is not one of "left", "right"',
    ],
    [
      'a misspelt cluster of a machine',
      withMachine({ cluster: 'lfet' }),
      'machines.vm.cluster: "lfet" is not one of "left", "right"; did you mean "left"?',
    ],
    [
      'a machine whose cluster is not a primary',
      twoClusters({
        clusters: { left: { role: 'hub', server: 'https://a.example.org' }, right: primary('west') },
      }),
      'machines.vm.cluster: "left" is no primary: a machine is onboarded by the istiod of its cluster',
    ],
    [
      'an address',
      withMachine({ address: '192.0.2.300' }),
      'machines.vm.address: "192.0.2.300" is not an IPv4 or IPv6 address',
    ],
    [
      'an address of two machines',
      twoClusters({ machines: { vm: machine(), vm2: machine() } }),
      "machines.vm2.address: 192.0.2.10 is vm's address too, on network machines",
    ],
    [
      'an address inside the pods of its network',
      twoClusters({
        clusters: { left: primary('east', { podCidrs: ['192.0.2.0/24'] }), right: primary('west') },
        machines: { vm: machine({ network: 'east' }) },
      }),
      'machines.vm.address: 192.0.2.10 lies in 192.0.2.0/24 of clusters.left.podCidrs[0], on the same network east',
    ],
    [
      'a workload group without a service account',
      withMachine({ workloadGroup: { ...group, serviceAccount: '' } }),
      'machines.vm.workloadGroup.serviceAccount: "" is not a DNS name',
    ],
    [
      'a node with the name of a machine',
      withLeft({ nodes: ['vm'] }),
      'clusters.left.nodes[0]: "vm" is also machines.vm; nodes and machines share the folder machines/ of dist',
    ],
  ])('%s', (_, spec, message) => {
    expect(problems(spec).join('\n')).toContain(message);
  });
});

test('everything that is wrong is said at once', () => {
  const spec = twoClusters({
    name: 'Demo',
    istio: { version: '1.20.0' },
    clusters: { left: primary('east', { locality: '', eastWest: { port: 0 } }), right: primary('west') },
  });
  expect(problems(spec).map((line) => line.split(':')[0])).toEqual([
    'name',
    'istio.version',
    'clusters.left.locality',
    'clusters.left.eastWest.port',
  ]);
});
