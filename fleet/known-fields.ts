import type { Checks } from '../values/checks';
import type { Probe } from '../values/probe';
import type { ClusterSpec, EastWestSpec, GatewaySpec, ProvidedSpec } from './cluster-spec';
import type { ArgocdSpec, RepositorySpec } from './delivery-spec';
import type { CanarySpec, CniSpec, DocumentSpec, IstioSpec, PilotSpec, PodIdentitySpec } from './istio-spec';
import type { MachineServiceSpec, MachineSpec, SidecarPackageSpec, WorkloadGroupSpec } from './machine-spec';
import type { AllowanceSpec, MeshSpec, NetworkSpec } from './mesh-spec';
import type { CalicoSpec, K3sSpec, NodesSpec } from './node-spec';
import type { RancherSpec } from './rancher-spec';
import { checkShape, Either, Entries, List, Needed, Some, type All, type Shape } from './shape';

const texts = new List('string');

const gateway = {
  name: true,
  drainSeconds: 'number',
  address: true,
  serviceType: 'string',
  replicas: 'number',
} satisfies All<GatewaySpec>;
const eastWest = {
  ...gateway,
  port: true,
  exposeIstiod: 'boolean',
  document: 'string',
} satisfies All<EastWestSpec>;
const provided = {
  namespaces: new List(true),
  secrets: new List(true),
  localities: new List(true),
} satisfies All<ProvidedSpec>;
const cni = { binDir: 'string', confDir: 'string', excludeNamespaces: texts } satisfies All<CniSpec>;
const pilot = { replicas: true, env: new Entries('string') } satisfies All<PilotSpec>;
const k3s = { version: new Needed('string'), disable: texts } satisfies All<K3sSpec>;
const calico = {
  version: new Needed('string'),
  blockSize: new Needed(true),
  encapsulation: new Needed('string'),
} satisfies All<CalicoSpec>;
const nodes = {
  k3s: new Needed(k3s),
  calico,
  registryMirrors: new Entries('string'),
} satisfies All<NodesSpec>;
const repository = { url: new Needed(true), revision: true, path: true } satisfies All<RepositorySpec>;
const argocd = { installedBy: true, notifications: new Entries('string') } satisfies All<ArgocdSpec>;
const network = { directlyReachable: 'boolean' } satisfies All<NetworkSpec>;
const sidecar = {
  format: true,
  architecture: true,
  sha256: 'string',
  url: 'string',
} satisfies All<SidecarPackageSpec>;
const document = { name: new Needed('string'), profile: new Needed('string') } satisfies All<DocumentSpec>;
const podIdentity = {
  runAsUser: new Needed('number'),
  runAsGroup: new Needed('number'),
  fsGroup: new Needed('number'),
  supplementalGroups: new List('number'),
} satisfies All<PodIdentitySpec>;
type ProjectSpec = RancherSpec['project'];
const quota = { limitsCpu: new Needed('string'), limitsMemory: new Needed('string') } satisfies All<
  ProjectSpec['quota']
>;
const containers = {
  ...quota,
  requestsCpu: new Needed('string'),
  requestsMemory: new Needed('string'),
} satisfies All<NonNullable<ProjectSpec['containers']>>;
const project = {
  name: new Needed('string'),
  displayName: 'string',
  description: 'string',
  quota: new Needed(quota),
  containers,
} satisfies All<ProjectSpec>;
const rancher = {
  project: new Needed(project),
  nodeSelector: new Entries('string'),
} satisfies All<RancherSpec>;
const canary = {
  version: new Needed(true),
  revision: new Needed(
    true,
    'a canary needs one, by which pods choose between it and the first control plane',
  ),
  hub: 'string',
  tag: 'string',
  namespaces: new List(true),
} satisfies All<CanarySpec>;
/** Its constructs check the rest. */
const meshConfig = new Some({
  trustDomainAliases: texts,
  defaultConfig: new Some({ proxyMetadata: new Entries('string') }),
});
const istio = {
  version: new Needed(true),
  revision: true,
  installer: true,
  hub: 'string',
  tag: 'string',
  meshConfig,
  mutualTls: true,
  pilot,
  cni,
  document,
  podIdentity,
  logLevel: 'string',
  certificateIssuer: true,
  canary,
  metrics: 'boolean',
} satisfies All<IstioSpec>;
const cluster = {
  role: new Either('string', texts),
  server: new Needed(true),
  network: true,
  locality: true,
  podCidrs: texts,
  serviceCidr: true,
  ingress: gateway,
  eastWest,
  rancher: { clusterId: new Needed('string') },
  nodes: new List(true),
  provided,
} satisfies All<ClusterSpec>;
const probe = {
  initialDelaySeconds: true,
  timeoutSeconds: true,
  periodSeconds: true,
  successThreshold: true,
  failureThreshold: true,
  httpGet: {
    path: 'string',
    port: new Needed(true),
    scheme: true,
    host: 'string',
    httpHeaders: new List({ name: new Needed('string'), value: 'string' }),
  },
  tcpSocket: { port: new Needed(true), host: 'string' },
  exec: { command: new Needed(texts) },
  grpc: true,
} satisfies Readonly<Record<keyof Probe, Shape>>;
const workloadGroup = {
  name: new Needed(true),
  namespace: new Needed(true),
  serviceAccount: new Needed(true),
  labels: new Entries(true),
  annotations: new Entries('string'),
  ports: new Entries(true),
  probe,
} satisfies All<WorkloadGroupSpec>;
const service = {
  name: new Needed('string'),
  description: new Needed('string'),
  command: new Needed('string'),
  user: 'string',
  packages: texts,
  install: texts,
} satisfies All<MachineServiceSpec>;
const machine = {
  cluster: new Needed('string'),
  network: new Needed(true),
  address: new Needed(true),
  externalAddress: true,
  locality: true,
  workloadGroup: new Needed(workloadGroup),
  autoregister: 'boolean',
  captureDns: 'boolean',
  sidecar,
  service,
} satisfies All<MachineSpec>;
const allowance = {
  code: new Needed(true),
  object: true,
  reason: new Needed(true, 'say why it may be there'),
} satisfies All<AllowanceSpec>;
const mesh = {
  name: new Needed(true),
  meshId: true,
  trustDomain: true,
  istio,
  networks: new Entries(network),
  clusters: new Needed(new Entries(cluster)),
  machines: new Entries(machine),
  nodes,
  rancher,
  repository,
  argocd,
  allow: new List(allowance),
} satisfies All<MeshSpec>;

/**
 * Finds fields that no mesh has, fields that are missing, and values of another type, which the compiler refuses.
 *
 * @returns whether every value is of its type
 */
export function checkKnownFields(spec: MeshSpec, checks: Checks): boolean {
  return checkShape(spec, mesh, checks);
}
