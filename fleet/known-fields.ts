import type { Checks } from '../values/checks';
import { nearest } from '../values/nearest';
import { show } from '../values/user-error';
import type { ClusterSpec, EastWestSpec, GatewaySpec, ProvidedSpec } from './cluster-spec';
import type { ArgocdSpec, RepositorySpec } from './delivery-spec';
import type { CanarySpec, CniSpec, DocumentSpec, IstioSpec, PilotSpec, PodIdentitySpec } from './istio-spec';
import type { MachineServiceSpec, MachineSpec, SidecarPackageSpec, WorkloadGroupSpec } from './machine-spec';
import type { AllowanceSpec, MeshSpec, NetworkSpec } from './mesh-spec';
import type { CalicoSpec, K3sSpec, NodesSpec } from './node-spec';
import type { RancherSpec } from './rancher-spec';

/** The fields of an object: `true` for one that is checked elsewhere or takes anything. */
interface Fields {
  readonly [field: string]: Fields | Entries | true;
}

/** An object whose own keys are names, each with an object of the same fields. */
class Entries {
  constructor(readonly fields: Fields) {}
}

/** Every field of T: the compiler says when a list here and a type of mesh-spec.ts part ways. */
type All<T> = Record<keyof T, Fields | Entries | true>;

const gateway = {
  name: true,
  drainSeconds: true,
  address: true,
  serviceType: true,
  replicas: true,
} satisfies All<GatewaySpec>;
const eastWest = { ...gateway, port: true, exposeIstiod: true, document: true } satisfies All<EastWestSpec>;
const provided = { namespaces: true, secrets: true } satisfies All<ProvidedSpec>;
const cni = { binDir: true, confDir: true, excludeNamespaces: true } satisfies All<CniSpec>;
const pilot = { replicas: true, env: true } satisfies All<PilotSpec>;
const k3s = { version: true, disable: true } satisfies All<K3sSpec>;
const calico = { version: true, blockSize: true, encapsulation: true } satisfies All<CalicoSpec>;
const nodes = { k3s, calico, registryMirrors: true } satisfies All<NodesSpec>;
const repository = { url: true, revision: true, path: true } satisfies All<RepositorySpec>;
const argocd = { installedBy: true, notifications: true } satisfies All<ArgocdSpec>;
const network = { directlyReachable: true } satisfies All<NetworkSpec>;
const sidecar = {
  format: true,
  architecture: true,
  sha256: true,
  url: true,
} satisfies All<SidecarPackageSpec>;
const document = { name: true, profile: true } satisfies All<DocumentSpec>;
const podIdentity = {
  runAsUser: true,
  runAsGroup: true,
  fsGroup: true,
  supplementalGroups: true,
} satisfies All<PodIdentitySpec>;
const rancher = { project: true, nodeSelector: true } satisfies All<RancherSpec>;
const canary = {
  version: true,
  revision: true,
  hub: true,
  tag: true,
  namespaces: true,
} satisfies All<CanarySpec>;
const istio = {
  version: true,
  revision: true,
  installer: true,
  hub: true,
  tag: true,
  meshConfig: true,
  mutualTls: true,
  pilot,
  cni,
  document,
  podIdentity,
  logLevel: true,
  certificateIssuer: true,
  canary,
  metrics: true,
} satisfies All<IstioSpec>;
const cluster = {
  role: true,
  server: true,
  network: true,
  locality: true,
  podCidrs: true,
  serviceCidr: true,
  ingress: gateway,
  eastWest,
  rancher: { clusterId: true },
  nodes: true,
  provided,
} satisfies All<ClusterSpec>;
const workloadGroup = {
  name: true,
  namespace: true,
  serviceAccount: true,
  labels: true,
  annotations: true,
  ports: true,
  probe: true,
} satisfies All<WorkloadGroupSpec>;
const service = {
  name: true,
  description: true,
  command: true,
  user: true,
  packages: true,
  install: true,
} satisfies All<MachineServiceSpec>;
const machine = {
  cluster: true,
  network: true,
  address: true,
  externalAddress: true,
  locality: true,
  workloadGroup,
  autoregister: true,
  captureDns: true,
  sidecar,
  service,
} satisfies All<MachineSpec>;
const allowance = { code: true, object: true, reason: true } satisfies All<AllowanceSpec>;
const mesh = {
  name: true,
  meshId: true,
  trustDomain: true,
  istio,
  networks: new Entries(network),
  clusters: new Entries(cluster),
  machines: new Entries(machine),
  nodes,
  rancher,
  repository,
  argocd,
  allow: new Entries(allowance),
} satisfies All<MeshSpec>;

/**
 * Finds fields that no mesh has. The compiler refuses them, but nothing runs it on the way to dist, and a misspelt
 * field would be left out without a word.
 */
export function checkKnownFields(spec: MeshSpec, checks: Checks): void {
  checkFields(spec, mesh, checks);
}

function checkFields(value: unknown, fields: Fields, checks: Checks): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) {
    const known = fields[name];
    const at = checks.at(name);
    if (known === undefined) {
      const meant = nearest(name, Object.keys(fields));
      at.fail(
        `is not a field here; ${meant === undefined ? `there are ${Object.keys(fields).join(', ')}` : `did you mean ${show(meant)}?`}`,
      );
    } else if (known instanceof Entries) {
      for (const [entry, one] of Object.entries(child ?? {})) checkFields(one, known.fields, at.at(entry));
    } else if (known !== true) {
      checkFields(child, known, at);
    }
  }
}
