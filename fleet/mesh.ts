import { parseLocality, type Locality } from '../values/locality';
import { didYouMean } from '../values/did-you-mean';
import { show, UserError } from '../values/user-error';
import type { ClusterSpec, EastWestSpec, GatewaySpec, Role } from './cluster-spec';
import type { Installer, IstioSpec } from './istio-spec';
import type { MachineSpec } from './machine-spec';
import type { MeshSpec } from './mesh-spec';
import { rolesOf } from './roles';
import { validateMesh } from './validate';

/**
 * Defines a mesh.
 *
 * @throws UserError with everything that is wrong in it, each with field, value, what is allowed and why
 */
export function defineMesh<
  const C extends string,
  const N extends string = never,
  const M extends string = never,
>(spec: MeshSpec<C, N, M>): Mesh<C, N, M> {
  validateMesh(spec).throwIfAny(
    `The mesh ${show((spec as Partial<MeshSpec> | null | undefined)?.name)} cannot be used:`,
  );
  return new Mesh(spec);
}

/** A mesh with every default applied. Clusters and machines come in the order of their names. */
export class Mesh<C extends string = string, N extends string = string, M extends string = string> {
  readonly name: string;
  readonly id: string;
  readonly trustDomain: string;
  /** Undefined for clusters and machines without a mesh. */
  readonly istio?: Istio;
  readonly clusters: readonly Cluster<C>[];
  readonly machines: readonly Machine<M>[];

  constructor(readonly spec: MeshSpec<C, N, M>) {
    this.name = spec.name;
    this.id = spec.meshId ?? spec.name;
    this.trustDomain = spec.trustDomain ?? 'cluster.local';
    this.istio = spec.istio && withDefaults(spec.istio);
    this.clusters = sortedEntries<C, ClusterSpec>(spec.clusters).map(
      ([name, cluster]) => new Cluster(this, name, cluster),
    );
    this.machines = sortedEntries<M, MachineSpec>(spec.machines ?? ({} as Record<M, MachineSpec>)).map(
      ([name, machine]) => new Machine(this, name, machine),
    );
  }

  /** The cluster of that name; the compiler refuses a name that the mesh does not have. */
  cluster(name: C): Cluster<C> {
    return named('cluster', this.clusters, name);
  }

  machine(name: M): Machine<M> {
    return named('machine', this.machines, name);
  }

  /** The cluster that runs Argo CD. */
  get hub(): Cluster<C> | undefined {
    return this.clusters.find((cluster) => cluster.is('hub'));
  }

  get primaries(): readonly Cluster<C>[] {
    return this.clusters.filter((cluster) => cluster.is('primary'));
  }
}

/** The Istio of a mesh with its defaults. */
export interface Istio extends IstioSpec {
  readonly installer: Installer;
  readonly hub: string;
  readonly tag: string;
}

/** A label of a namespace, and its value. */
export interface Membership {
  readonly label: 'istio.io/rev' | 'istio-injection';
  readonly value: string;
}

function membership(revision: string | undefined): Membership {
  return revision === undefined
    ? { label: 'istio-injection', value: 'enabled' }
    : { label: 'istio.io/rev', value: revision };
}

/** One cluster as the charts see it. */
export class Cluster<Name extends string = string> {
  readonly roles: readonly Role[];
  readonly locality?: Locality;
  readonly ingress?: GatewaySpec & { readonly name: string };
  readonly eastWest?: EastWestSpec & {
    readonly name: string;
    readonly port: number;
    readonly exposeIstiod: boolean;
    readonly document: string;
  };

  constructor(
    readonly mesh: Mesh,
    readonly name: Name,
    readonly spec: ClusterSpec,
  ) {
    this.roles = rolesOf(spec, mesh.spec.istio !== undefined);
    this.locality = spec.locality === undefined ? undefined : parseLocality(spec.locality);
    this.ingress = spec.ingress && { ...spec.ingress, name: spec.ingress.name ?? 'istio-ingressgateway' };
    this.eastWest = spec.eastWest && {
      ...spec.eastWest,
      name: spec.eastWest.name ?? 'istio-eastwestgateway',
      port: spec.eastWest.port ?? 15443,
      exposeIstiod: spec.eastWest.exposeIstiod ?? false,
      document: spec.eastWest.document ?? 'istio-ewgw',
    };
  }

  is(role: Role): boolean {
    return this.roles.includes(role);
  }

  get network(): string | undefined {
    return this.spec.network;
  }

  /** The label by which a namespace's pods get their sidecar from the control plane that is theirs. */
  membershipOf(namespace: string): Membership {
    const { revision, canary } = this.mesh.istio ?? {};
    return membership(canary?.namespaces?.includes(namespace) ? canary.revision : revision);
  }

  /** The labels of all namespaces whose pods get a sidecar. */
  get memberships(): readonly Membership[] {
    const { revision, canary } = this.mesh.istio ?? {};
    return [membership(revision), ...(canary === undefined ? [] : [membership(canary.revision)])];
  }

  /** The machines that are onboarded through this cluster. */
  get machines(): readonly Machine[] {
    return this.mesh.machines.filter(({ spec }) => spec.cluster === this.name);
  }

  /** Name under which machines and other clusters reach this cluster's istiod through its east-west gateway. */
  get istiodHost(): string | undefined {
    return this.eastWest?.exposeIstiod ? `istiod.${this.name}` : undefined;
  }
}

/** One virtual machine. */
export class Machine<Name extends string = string> {
  readonly locality?: Locality;

  constructor(
    readonly mesh: Mesh,
    readonly name: Name,
    readonly spec: MachineSpec,
  ) {
    this.locality = spec.locality === undefined ? undefined : parseLocality(spec.locality);
  }

  /** The primary that the machine is onboarded through. */
  get cluster(): Cluster {
    return this.mesh.cluster(this.spec.cluster);
  }

  /**
   * The labels of its workload. Its proxy knows its locality by one of them alone: where it registers itself, istiod
   * writes what the proxy says over what the WorkloadGroup does.
   */
  get labels(): Readonly<Record<string, string>> {
    const { name, labels = { app: name } } = this.spec.workloadGroup;
    const { locality } = this.spec;
    // A dot stands for the slash there, so a name with one cannot be said.
    if (locality === undefined || locality.includes('.')) return labels;
    return { ...labels, [localityLabel]: locality.replaceAll('/', '.') };
  }

  /** What its WorkloadGroup says, in the form that the construct takes. */
  get workloadGroup() {
    const { network, locality } = this.spec;
    const { name, namespace, serviceAccount, annotations, ports, probe } = this.spec.workloadGroup;
    return {
      name,
      namespace,
      metadata: { labels: this.labels, annotations },
      template: { ports, serviceAccount, network, locality },
      probe,
    };
  }
}

/** The second control plane of a mesh that has one, as if it were the first. */
export function canaryOf({ istio }: Mesh): Istio | undefined {
  if (istio?.canary === undefined) return undefined;
  const { version, revision, hub = istio.hub, tag = version } = istio.canary;
  return { ...istio, version, revision, hub, tag };
}

/** Istio's label of a proxy's locality: `region.zone.subzone`. */
const localityLabel = 'topology.istio.io/locality';

function withDefaults(istio: IstioSpec): Istio {
  return {
    ...istio,
    installer: istio.installer ?? 'plugin',
    hub: istio.hub ?? 'docker.io/istio',
    tag: istio.tag ?? istio.version,
  };
}

/** By name, so that the order in which a user lists things never reaches the output. */
function sortedEntries<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  return (Object.entries(record) as [K, V][]).sort(([a], [b]) => (a < b ? -1 : 1));
}

function named<T extends { readonly name: string }>(what: string, list: readonly T[], name: string): T {
  const found = list.find((one) => one.name === name);
  if (found === undefined) {
    const names = list.map((one) => one.name);
    throw UserError.of(
      `${what} ${JSON.stringify(name)}`,
      `is not one of ${names.join(', ')}${didYouMean(name, names)}`,
    );
  }
  return found;
}
