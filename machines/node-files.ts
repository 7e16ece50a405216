import type { Cluster } from '../fleet/mesh';
import type { NodesSpec } from '../fleet/node-spec';
import { localityLabels } from '../values/locality';
import { UserError, show } from '../values/user-error';
import { stringify } from 'yaml';
import { cloudConfigText, type CloudConfig, type CloudFile } from './cloud-init';

/**
 * What a cluster's node needs, by file name: `dist/<mesh>/machines/<node>/`.
 *
 * The first node of a cluster is its k3s server; others join it as agents, with a token that is handed out.
 *
 * @param manifests - YAML by file name that k3s applies when it starts
 */
export function nodeFiles(
  cluster: Cluster,
  node: string,
  manifests: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const { nodes } = cluster.mesh.spec;
  if (nodes === undefined) throw new RangeError(`the mesh ${cluster.mesh.name} says nothing of its nodes`);
  const server = cluster.spec.nodes?.[0] ?? node;
  const config =
    server === node
      ? serverCloudConfig(cluster, node, nodes, manifests)
      : agentCloudConfig(cluster, node, nodes, server);
  const purpose = `Makes this machine the node ${node} of ${cluster.name}, mesh ${cluster.mesh.name}.`;
  return new Map([
    ['user-data', cloudConfigText(config, [purpose])],
    ['README.md', readme(cluster, node, nodes, server)],
  ]);
}

function serverCloudConfig(
  cluster: Cluster,
  node: string,
  nodes: NodesSpec,
  manifests: ReadonlyMap<string, string>,
): CloudConfig {
  const { podCidrs = [], serviceCidr } = cluster.spec;
  return {
    packages: ['ca-certificates', 'curl'],
    files: [
      ...k3sFiles(nodes, 'server', {
        'node-name': node,
        ...(nodes.calico && { 'flannel-backend': 'none', 'disable-network-policy': true }),
        ...(nodes.k3s.disable && { disable: [...nodes.k3s.disable].sort() }),
        ...(podCidrs.length > 0 && { 'cluster-cidr': podCidrs.join(',') }),
        ...(serviceCidr !== undefined && { 'service-cidr': serviceCidr }),
        ...nodeLabels(cluster),
      }),
      ...[...manifests].map(([name, content]) => manifestFile(name, content)),
    ],
    firstBoot: [installK3s, ...(nodes.calico === undefined ? [] : calicoOperator(nodes.calico.version))],
  };
}

function agentCloudConfig(cluster: Cluster, node: string, nodes: NodesSpec, server: string): CloudConfig {
  return {
    packages: ['ca-certificates', 'curl'],
    files: k3sFiles(nodes, 'agent', {
      'node-name': node,
      server: `https://${server}:6443`,
      'token-file': tokenFile,
      ...nodeLabels(cluster),
    }),
    firstBoot: [installK3s],
  };
}

const installK3s = '/usr/local/sbin/install-k3s';
const tokenFile = '/etc/rancher/k3s/token';

/** Topology that the cluster's locality gives its pods, through their node. */
function nodeLabels({ locality }: Cluster): { 'node-label'?: readonly string[] } {
  if (locality === undefined) return {};
  return { 'node-label': Object.entries(localityLabels(locality)).map(([key, value]) => `${key}=${value}`) };
}

function k3sFiles(nodes: NodesSpec, role: 'server' | 'agent', config: object): readonly CloudFile[] {
  const mirrors = Object.entries(nodes.registryMirrors ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    { path: '/etc/rancher/k3s/config.yaml', mode: '0600', content: yaml(config) },
    ...(mirrors.length === 0
      ? []
      : [{ path: '/etc/rancher/k3s/registries.yaml', mode: '0600', content: yaml(registries(mirrors)) }]),
    { path: installK3s, mode: '0755', content: installScript(nodes.k3s.version, role) },
  ];
}

function registries(mirrors: readonly [string, string][]): object {
  return { mirrors: Object.fromEntries(mirrors.map(([name, endpoint]) => [name, { endpoint: [endpoint] }])) };
}

/** k3s names what it makes of a file by its name up to the first dot. */
function manifestFile(name: string, content: string): CloudFile {
  if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?\.ya?ml$/.test(name)) {
    throw UserError.of(
      'manifests',
      `${show(name)} is not a name for a manifest of k3s (lower-case letters, digits and "-", then .yaml)`,
    );
  }
  return { path: `/var/lib/rancher/k3s/server/manifests/${name}`, mode: '0600', content };
}

/** The installer of the release itself, which checks what it downloads. */
function installScript(version: string, role: 'server' | 'agent'): string {
  return `#!/bin/sh
# Installs k3s ${version} unless it is there already.
set -eu
if k3s --version 2>/dev/null | grep -qF 'k3s version ${version} '; then
  echo 'k3s ${version} is installed'
  exit 0
fi
installer=$(mktemp)
trap 'rm -f "$installer"' EXIT
curl -fsSL --retry 10 --retry-connrefused -o "$installer" \\
  'https://raw.githubusercontent.com/k3s-io/k3s/${encodeURIComponent(version)}/install.sh'
INSTALL_K3S_VERSION='${version}' INSTALL_K3S_EXEC=${role} sh "$installer"
`;
}

/** The operator that reads Calico's own objects; k3s tries those again until their kinds are known. */
function calicoOperator(version: string): readonly string[] {
  const manifests = `https://raw.githubusercontent.com/projectcalico/calico/${version}/manifests`;
  return [
    'until k3s kubectl get --raw /readyz >/dev/null 2>&1; do sleep 2; done',
    ...['operator-crds', 'tigera-operator'].map(
      (name) => `k3s kubectl apply --server-side --force-conflicts -f ${manifests}/${name}.yaml`,
    ),
  ];
}

function yaml(document: object): string {
  return stringify(document, { version: '1.1', lineWidth: 0, indentSeq: false });
}

function readme(cluster: Cluster, node: string, nodes: NodesSpec, server: string): string {
  const role = node === server ? 'server' : 'agent';
  return `# ${node}

A node of ${cluster.name}: k3s ${nodes.k3s.version} as ${role}${nodes.calico === undefined ? '' : `, Calico ${nodes.calico.version}`}. Start the machine with \`user-data\`, for instance:

    multipass launch --name ${node} --cloud-init user-data
${role === 'agent' ? agentSteps(node, server) : ''}`;
}

function agentSteps(node: string, server: string): string {
  return `
It joins ${server}, which it reaches by that name, once it has the cluster's token:

    ssh ${server} sudo cat /var/lib/rancher/k3s/server/node-token | ssh ${node} sudo tee ${tokenFile} >/dev/null
`;
}
