import { Checks } from '../values/checks';
import { didYouMean } from '../values/did-you-mean';
import { checkLabels } from '../values/label';
import { show } from '../values/user-error';
import { parseVersion, versionAtLeast } from '../values/version';
import { checkKnownFields } from './known-fields';
import { checkNetworks } from './validate-networks';
import { checkProbe } from '../values/probe';
import { checkDelivery } from './validate-delivery';
import { checkMachineService, checkSidecar } from './validate-onboarding';
import { rolesOf } from './roles';
import { roles } from './cluster-spec';
import { installers, type IstioSpec } from './istio-spec';
import type { MachineSpec } from './machine-spec';
import type { AllowanceSpec, MeshSpec } from './mesh-spec';
import type { NodesSpec } from './node-spec';

/** The oldest Istio whose API the constructs speak. */
const oldestIstio = '1.22.0';
/** The first Istio without an in-cluster operator. */
const firstWithoutOperator = '1.24.0';

/** Finds all that the types of a mesh cannot say, at once; where a value is missing or of another type, that alone. */
export function validateMesh(spec: MeshSpec): Checks {
  const checks = new Checks();
  if (!checkKnownFields(spec, checks)) return checks;
  checks.at('name').dnsLabel(spec.name);
  if (spec.meshId !== undefined) checks.at('meshId').dnsSubdomain(spec.meshId);
  if (spec.trustDomain !== undefined) checks.at('trustDomain').dnsSubdomain(spec.trustDomain);
  if (spec.istio !== undefined) checkIstio(spec.istio, checks.at('istio'));
  for (const name of Object.keys(spec.networks ?? {})) checks.at('networks').at(name).dnsLabel(name);
  checkClusters(spec, checks.at('clusters'));
  checkMachines(spec, checks.at('machines'));
  checkNetworks(spec, checks);
  if (spec.nodes !== undefined) checkNodes(spec.nodes, checks.at('nodes'));
  checkDelivery(spec, checks);
  if (spec.allow !== undefined) checkAllowances(spec.allow, checks.at('allow'));
  return checks;
}

function checkIstio(istio: IstioSpec, checks: Checks): void {
  const { installer = 'plugin', version } = istio;
  const known = checks.at('installer').oneOf(installer, installers);
  const parsed = checks
    .at('version')
    .expect(parseVersion(version) !== undefined, `${show(version)} is not a version such as 1.29.1`);
  if (parsed) {
    checks
      .at('version')
      .expect(
        versionAtLeast(version, oldestIstio),
        `${version} is older than ${oldestIstio}: its API lacks kinds and versions that are rendered here`,
      );
    if (known && installer === 'operator') {
      checks
        .at('installer')
        .expect(
          !versionAtLeast(version, firstWithoutOperator),
          `"operator" is not part of Istio ${version}: the in-cluster operator ended with 1.23; use "plugin"`,
        );
    }
  }
  if (istio.revision !== undefined) checks.at('revision').dnsLabel(istio.revision);
  if (istio.mutualTls !== undefined) checks.at('mutualTls').oneOf(istio.mutualTls, ['STRICT', 'PERMISSIVE']);
  if (istio.pilot?.replicas !== undefined) {
    const { replicas } = istio.pilot;
    checks
      .at('pilot')
      .at('replicas')
      .expect(
        Number.isInteger(replicas) && replicas >= 1,
        `${show(replicas)} is not a number of replicas (at least 1)`,
      );
  }
  if (istio.certificateIssuer !== undefined)
    checks.at('certificateIssuer').dnsSubdomain(istio.certificateIssuer);
  checkCanary(istio, checks.at('canary'));
  if (istio.canary !== undefined) {
    checks
      .at('installer')
      .expect(
        installer !== 'rendered',
        '"rendered" asks the one istioctl that is at hand, and a canary needs another version beside it; use "plugin" or "helm"',
      );
  }
  for (const field of ['binDir', 'confDir'] as const) {
    const directory = istio.cni?.[field];
    if (directory === undefined) continue;
    checks
      .at('cni')
      .at(field)
      .expect(directory.startsWith('/'), `${show(directory)} is not an absolute path on the node`);
  }
}

function checkCanary({ version, revision, tag = version, canary }: IstioSpec, checks: Checks): void {
  if (canary === undefined) return;
  const other = canary.tag ?? canary.version;
  checks
    .at('tag')
    .expect(
      (other === tag) === (canary.version === version),
      `${show(other)} is ${other === tag ? 'the tag of' : 'another tag than that of'} the first control plane, and its version is ${canary.version === version ? 'the same' : 'another'}; istioctl of one version makes documents of one tag`,
    );
  checks
    .at('version')
    .expect(
      parseVersion(canary.version) !== undefined && versionAtLeast(canary.version, version),
      `${show(canary.version)} is not a version from ${version} on: istiod's own state is not made to go back`,
    );
  if (checks.at('revision').dnsLabel(canary.revision)) {
    checks
      .at('revision')
      .expect(
        canary.revision !== revision,
        `${show(canary.revision)} is the revision of the first control plane too: both would be one`,
      );
  }
  canary.namespaces?.forEach((namespace, index) => checks.at('namespaces').at(index).dnsLabel(namespace));
}

function checkClusters(spec: MeshSpec, checks: Checks): void {
  const clusters = Object.entries(spec.clusters);
  checks.expect(clusters.length > 0, 'is empty: a mesh has at least one cluster');
  for (const [name, cluster] of clusters) {
    const at = checks.at(name);
    at.dnsLabel(name);
    checkServer(cluster.server, at.at('server'));
    const mine = rolesOf(cluster, spec.istio !== undefined);
    mine.forEach((role) => at.at('role').oneOf(role, roles));
    if (mine.includes('primary')) {
      at.at('role').expect(spec.istio !== undefined, '"primary" runs istiod, and the mesh has no istio');
      at.at('network').expect(
        cluster.network !== undefined,
        'is missing: istiod tells by it which endpoints are reached directly and which through a gateway',
      );
    }
    if (cluster.network !== undefined) checkNetworkName(cluster.network, spec, at.at('network'));
    if (cluster.locality !== undefined) at.at('locality').locality(cluster.locality);
    cluster.podCidrs?.forEach((cidr, index) => at.at('podCidrs').at(index).cidr(cidr));
    if (cluster.serviceCidr !== undefined) at.at('serviceCidr').cidr(cluster.serviceCidr);
    for (const gateway of ['ingress', 'eastWest'] as const) {
      const given = cluster[gateway];
      if (given === undefined) continue;
      at.at(gateway).expect(
        mine.includes('primary'),
        'is a gateway of the mesh, and the cluster is no primary',
      );
      if (given.name !== undefined) at.at(gateway).at('name').dnsLabel(given.name);
      if (given.address !== undefined) at.at(gateway).at('address').ipAddress(given.address);
    }
    if (cluster.eastWest?.port !== undefined) at.at('eastWest').at('port').port(cluster.eastWest.port);
    cluster.nodes?.forEach((node, index) => at.at('nodes').at(index).dnsSubdomain(node));
    cluster.provided?.namespaces?.forEach((namespace, index) =>
      at.at('provided').at('namespaces').at(index).dnsLabel(namespace),
    );
    cluster.provided?.secrets?.forEach((secret, index) =>
      checkSecret(secret, at.at('provided').at('secrets').at(index)),
    );
    cluster.provided?.localities?.forEach((locality, index) =>
      at.at('provided').at('localities').at(index).locality(locality),
    );
  }
  const servers = new Map<string, string>();
  for (const [name, { server }] of clusters) {
    const other = servers.get(server);
    checks
      .at(name)
      .at('server')
      .expect(
        other === undefined,
        `${show(server)} is the API server of ${other} too: both would be one cluster`,
      );
    servers.set(server, name);
  }
  const hubs = clusters.filter(([, { role }]) => [role].flat().includes('hub')).map(([name]) => name);
  checks.expect(
    hubs.length < 2,
    `${hubs.join(' and ')} are both the hub; Argo CD runs in one cluster of a mesh`,
  );
}

function checkSecret(secret: string, checks: Checks): void {
  const [namespace, name, ...more] = String(secret).split('/');
  if (
    !checks.expect(
      name !== undefined && more.length === 0,
      `${show(secret)} is not a Secret by its namespace and name (istio-system/shop-tls)`,
    )
  )
    return;
  checks.dnsLabel(namespace);
  checks.dnsSubdomain(name);
}

/** What the analysis makes of it is known where it runs; here it is what nothing could be made of. */
function checkAllowances(allow: readonly AllowanceSpec[], checks: Checks): void {
  allow.forEach((one, index) => {
    const at = checks.at(index);
    at.at('code').expect(
      typeof one.code === 'string' && /^(IST|MW)\d{4}$/.test(one.code),
      `${show(one.code)} is not the code of a finding (IST0102, MW1301)`,
    );
    at.at('reason').expect(
      typeof one.reason === 'string' && one.reason.trim() !== '',
      'is missing: say why it may be there',
    );
    if (one.object === undefined) return;
    at.at('object').expect(
      typeof one.object === 'string' && /^(\*|[A-Z*]\S* \S+)$/.test(one.object),
      `${show(one.object)} is not a kind and a name ("Service *.shop", "Namespace vc*", or "*" for all)`,
    );
  });
}

function checkServer(server: unknown, checks: Checks): void {
  const url = typeof server === 'string' && URL.canParse(server) ? new URL(server) : undefined;
  checks.expect(
    url?.protocol === 'https:' && url.username === '' && url.password === '',
    `${show(server)} is not the URL of an API server (https://host:port, without credentials)`,
  );
}

function checkMachines(spec: MeshSpec, checks: Checks): void {
  const addresses = new Map<string, string>();
  for (const [name, machine] of Object.entries(spec.machines ?? {})) {
    const at = checks.at(name);
    at.dnsLabel(name);
    checkMachine(spec, machine, at);
    const owner = addresses.get(`${machine.network} ${machine.address}`);
    at.at('address').expect(
      owner === undefined,
      `${machine.address} is ${owner}'s address too, on network ${machine.network}; an address is one machine's`,
    );
    addresses.set(`${machine.network} ${machine.address}`, name);
  }
  const nodeOwner = new Map<string, string>(
    Object.keys(spec.machines ?? {}).map((machine) => [machine, `machines.${machine}`]),
  );
  for (const [cluster, { nodes = [] }] of Object.entries(spec.clusters)) {
    nodes.forEach((node, index) => {
      const owner = nodeOwner.get(node);
      checks
        .elsewhere(`clusters.${cluster}.nodes[${index}]`)
        .expect(
          owner === undefined,
          `${show(node)} is also ${owner}; nodes and machines share the folder machines/ of dist`,
        );
      nodeOwner.set(node, `clusters.${cluster}.nodes[${index}]`);
    });
  }
}

function checkMachine(spec: MeshSpec, machine: MachineSpec, checks: Checks): void {
  const { workloadGroup: group } = machine;
  const cluster = Object.hasOwn(spec.clusters, machine.cluster) ? spec.clusters[machine.cluster] : undefined;
  if (cluster === undefined) {
    const names = Object.keys(spec.clusters);
    checks
      .at('cluster')
      .fail(
        `${show(machine.cluster)} is not one of ${names.map(show).join(', ')}${didYouMean(machine.cluster, names)}`,
      );
  } else {
    checks
      .at('cluster')
      .expect(
        rolesOf(cluster, spec.istio !== undefined).includes('primary'),
        `${show(machine.cluster)} is no primary: a machine is onboarded by the istiod of its cluster`,
      );
  }
  checkNetworkName(machine.network, spec, checks.at('network'));
  checks.at('address').ipAddress(machine.address);
  if (machine.locality !== undefined) checks.at('locality').locality(machine.locality);
  const at = checks.at('workloadGroup');
  at.at('name').dnsSubdomain(group.name);
  at.at('namespace').dnsLabel(group.namespace);
  at.at('serviceAccount').dnsSubdomain(group.serviceAccount);
  for (const [name, port] of Object.entries(group.ports ?? {})) at.at('ports').at(name).port(port);
  checkLabels(group.labels ?? {}, at.at('labels'));
  if (group.probe !== undefined) checkProbe(group.probe, at.at('probe'));
  if (machine.externalAddress !== undefined) checks.at('externalAddress').ipAddress(machine.externalAddress);
  if (machine.sidecar !== undefined) checkSidecar(machine.sidecar, checks.at('sidecar'));
  if (machine.service !== undefined) checkMachineService(machine.service, checks.at('service'));
}

function checkNetworkName(network: string, spec: MeshSpec, checks: Checks): void {
  const declared = Object.keys(spec.networks ?? {});
  checks.expect(
    declared.includes(network),
    `${show(network)} is not a network of the mesh (${declared.join(', ') || 'networks is empty'})${didYouMean(network, declared)}`,
  );
}

function checkNodes(nodes: NodesSpec, checks: Checks): void {
  checks
    .at('k3s')
    .at('version')
    .expect(
      /^v\d+\.\d+\.\d+\+k3s\d+$/.test(nodes.k3s.version),
      `${show(nodes.k3s.version)} is not a release of k3s (v1.34.4+k3s1)`,
    );
  if (nodes.calico !== undefined) {
    const { blockSize } = nodes.calico;
    checks
      .at('calico')
      .at('blockSize')
      .expect(
        Number.isInteger(blockSize) && blockSize >= 20 && blockSize <= 32,
        `${show(blockSize)} is not a prefix length of a block of IPv4 addresses (20-32)`,
      );
  }
  for (const [registry, mirror] of Object.entries(nodes.registryMirrors ?? {})) {
    checks
      .at('registryMirrors')
      .at(registry)
      .expect(
        /^https?:\/\//.test(mirror) && URL.canParse(mirror),
        `${show(mirror)} is not a URL (http or https)`,
      );
  }
}
