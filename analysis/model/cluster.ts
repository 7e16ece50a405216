import type { Place } from '../finding';
import { AuthorizationPolicies } from './authorization-policy';
import { Egresses, type Egress } from './egress';
import { addTo, at, once, textOf, type Fields, type Labels } from './fields';
import { gatewayOf, type Gateway } from './gateway';
import type { Host } from './hosts';
import { enrolmentOf, injectionOf, injectsByDefault, type NamespaceInjection } from './injection';
import { keyOfKind, kindKey, type Kind } from './kinds';
import { LabelIndex } from './label-index';
import type { Mesh } from './mesh';
import { meshConfigOf, meshNetworksOf } from './mesh-config';
import { NetworkPolicies } from './network-policy';
import { PeerAuthentications } from './peer-authentication';
import { localKeyOf, Resource, type Origin } from './resource';
import { revisionsOf } from './revision';
import { serviceEntryOf, serviceOf, type Service } from './service';
import {
  destinationRuleOf,
  virtualServiceOf,
  type DestinationRule,
  type VirtualService,
} from './virtual-service';
import { WORKLOAD_KINDS, workloadOf, type Workload } from './workload';

/** A namespace of a cluster, whether a manifest makes it or it is only named. */
export interface Namespace extends NamespaceInjection {
  readonly name: string;
  /** Undefined where no manifest makes it. */
  readonly resource: Resource | undefined;
  readonly labels: Labels;
  /** By its label `topology.istio.io/network`. */
  readonly network: string | undefined;
}

/**
 * What the manifests say of one cluster. Everything but the objects is read when it is first asked for, and kept.
 *
 * Objects of the same group, kind, namespace and name are one: the first.
 */
export class Cluster {
  /** All objects: manifests, then what IstioOperator documents make, then what is assumed. */
  readonly resources: readonly Resource[];
  private readonly byKind = new Map<string, Resource[]>();
  private readonly byKey = new Map<string, Resource>();
  private readonly all: Resource[] = [];

  constructor(
    readonly mesh: Mesh,
    /** Null where nobody names it. */
    readonly name: string | null,
  ) {
    this.resources = this.all;
  }

  /** @internal Only `buildMeshes` adds. */
  add(object: Fields, place: Place, origin?: Origin): void {
    const resource = new Resource(this, object, place, origin);
    const key = resource.localKey;
    if (resource.name !== '') {
      if (this.byKey.has(key)) return;
      this.byKey.set(key, resource);
    }
    this.all.push(resource);
    addTo(this.byKind, kindKey(resource.group, resource.kind), resource);
  }

  /** Objects of a kind, in the order of the input. */
  of(kind: Kind): readonly Resource[] {
    return this.byKind.get(keyOfKind(kind)) ?? [];
  }

  /** @param namespace - empty for a kind that has none */
  find(kind: Kind, namespace: string, name: string): Resource | undefined {
    return this.byKey.get(localKeyOf(keyOfKind(kind), namespace, name));
  }

  private readonly settings = once(() => settingsOf(this));
  /** Namespace of its control plane. */
  get systemNamespace() {
    return this.settings().systemNamespace;
  }
  /** What ends the names of its Services: `cluster.local`. */
  get domain() {
    return this.settings().domain;
  }
  /** Whether the control plane of another cluster serves it. */
  get isRemote() {
    return this.settings().isRemote;
  }
  /** Its name in the mesh, by its IstioOperator documents. */
  get declaredName() {
    return this.settings().declaredName;
  }
  get meshId() {
    return this.settings().meshId;
  }
  /** By its IstioOperator documents, else the label of the control plane's namespace. */
  get network() {
    return this.settings().network ?? this.namespace(this.systemNamespace).network;
  }

  /** Clusters whose proxies get what is applied here: itself, and for a primary those that are remote. */
  private readonly readConfigured = once((): readonly Cluster[] =>
    this.isRemote ? [this] : [this, ...this.mesh.clusters.filter((one) => one !== this && one.isRemote)],
  );
  get configured() {
    return this.readConfigured();
  }

  /** Clusters whose objects its proxies go by: itself, or the primaries where it is remote. */
  private readonly readConfiguring = once((): readonly Cluster[] =>
    this.isRemote ? this.mesh.clusters.filter((one) => !one.isRemote) : [this],
  );
  get configuring() {
    return this.readConfiguring();
  }

  private readonly readMeshConfig = once(() => meshConfigOf(this));
  get meshConfig() {
    return this.readMeshConfig();
  }

  private readonly readPeerAuthentications = once(() => new PeerAuthentications(this));
  get peerAuthentications() {
    return this.readPeerAuthentications();
  }

  private readonly readAuthorizationPolicies = once(() => new AuthorizationPolicies(this));
  get authorizationPolicies() {
    return this.readAuthorizationPolicies();
  }

  private readonly readNetworkPolicies = once(() => new NetworkPolicies(this));
  get networkPolicies() {
    return this.readNetworkPolicies();
  }

  private readonly readMeshNetworks = once(() => meshNetworksOf(this));
  get meshNetworks() {
    return this.readMeshNetworks();
  }

  private readonly readRevisions = once(() => revisionsOf(this));
  /** By name. See `revisionNamed` for tags. */
  get revisions() {
    return this.readRevisions();
  }

  private readonly readNamespaces = once(() => {
    const defaults = new Map<string, boolean>();
    const isDefault = (revision: string) => {
      const known = defaults.get(revision) ?? injectsByDefault(this, revision);
      defaults.set(revision, known);
      return known;
    };
    const made = (name: string, resource?: Resource): Namespace => ({
      name,
      resource,
      labels: resource?.labels ?? {},
      network: resource?.labels['topology.istio.io/network'],
      ...injectionOf(resource?.labels ?? {}, isDefault),
    });
    const found = new Map(this.of('Namespace').map((one) => [one.name, made(one.name, one)]));
    for (const { namespace } of this.resources) {
      if (namespace !== '' && !found.has(namespace)) found.set(namespace, made(namespace));
    }
    return { found, made };
  });
  /** All that are made or named, by name. */
  get namespaces(): ReadonlyMap<string, Namespace> {
    return this.readNamespaces().found;
  }
  namespace(name: string): Namespace {
    const { found, made } = this.readNamespaces();
    return found.get(name) ?? made(name);
  }

  private readonly readWorkloads = once(() =>
    WORKLOAD_KINDS.flatMap((kind) => this.of(kind).map(workloadOf)).filter((one) => one !== undefined),
  );
  /** Pods by what makes them, pods themselves, and machines. */
  get workloads(): readonly Workload[] {
    return this.readWorkloads();
  }

  private readonly readPods = once(() => {
    const index = indexed(this.workloads.filter(({ isPod }) => isPod));
    return this.workloads.filter(
      ({ isPod, isMachine, labels, namespace }) =>
        isPod || (!isMachine && (Object.keys(labels).length === 0 || !index.has(labels, namespace))),
    );
  });
  /** Pods that are there, and templates of which no pod is: each pod once, of a dump and of files alike. */
  get pods(): readonly Workload[] {
    return this.readPods();
  }

  private readonly readWorkloadIndex = once(() => indexed(this.workloads));
  /** Finds workloads by the labels of their pods. */
  get workloadIndex() {
    return this.readWorkloadIndex();
  }

  private readonly readMembers = once(() =>
    indexed(this.workloads.filter((workload) => enrolmentOf(workload) !== 'none')),
  );
  /** The same for those alone that take part in the mesh. */
  get memberIndex() {
    return this.readMembers();
  }

  private readonly readServices = once(() => this.of('Service').map(serviceOf));
  get services(): readonly Service[] {
    return this.readServices();
  }

  private readonly readSlices = once(() => {
    const found = new Map<string, Resource[]>();
    for (const slice of this.of('EndpointSlice')) {
      addTo(found, `${slice.namespace}/${slice.labels['kubernetes.io/service-name'] ?? ''}`, slice);
    }
    return found;
  });
  /** The EndpointSlices of a Service, written by hand or by Kubernetes. */
  slicesOf({ namespace, name }: Pick<Service, 'namespace' | 'name'>): readonly Resource[] {
    return this.readSlices().get(`${namespace}/${name}`) ?? [];
  }

  private readonly readServicesByWorkload = once(() => {
    const found = new Map<Workload, Service[]>();
    for (const service of this.services)
      for (const workload of service.workloads) addTo(found, workload, service);
    return found;
  });
  /** The Services that select a workload of this cluster. */
  servicesOf(workload: Workload): readonly Service[] {
    return this.readServicesByWorkload().get(workload) ?? [];
  }

  private readonly readServiceEntries = once(() => this.of('ServiceEntry').map(serviceEntryOf));
  get serviceEntries() {
    return this.readServiceEntries();
  }

  private readonly readGateways = once(() => this.of('Gateway').map(gatewayOf));
  get gateways(): readonly Gateway[] {
    return this.readGateways();
  }
  private readonly readGatewaysByName = once(
    () => new Map(this.gateways.map((one) => [`${one.namespace}/${one.name}`, one])),
  );
  gateway(namespace: string, name: string): Gateway | undefined {
    return this.readGatewaysByName().get(`${namespace}/${name}`);
  }

  private readonly readVirtualServices = once(() => this.of('VirtualService').map(virtualServiceOf));
  get virtualServices(): readonly VirtualService[] {
    return this.readVirtualServices();
  }

  private readonly readDestinationRules = once(() => this.of('DestinationRule').map(destinationRuleOf));
  get destinationRules(): readonly DestinationRule[] {
    return this.readDestinationRules();
  }

  private readonly readEgresses = once(() => new Egresses(this));
  /** What a workload is told of, by the Sidecars here. */
  egressOf(workload: Pick<Workload, 'namespace' | 'labels'>): Egress {
    return this.readEgresses().of(workload);
  }

  /** @internal The names that this cluster adds to those of its mesh. */
  hosts(): readonly Host[] {
    return [
      ...this.services.map((service): Host => {
        const { host: name, namespace, visibility, ports } = service;
        return { name, cluster: this, namespace, visibility, ports, service };
      }),
      ...this.serviceEntries.flatMap((entry) =>
        entry.hosts
          .filter((name) => name !== '')
          .map((name): Host => {
            const { namespace, visibility, ports } = entry;
            return { name, cluster: this, namespace, visibility, ports, entry };
          }),
      ),
    ];
  }
}

function indexed(workloads: readonly Workload[]): LabelIndex<Workload> {
  return new LabelIndex(
    workloads,
    ({ labels }) => labels,
    ({ namespace }) => namespace,
  );
}

/** What documents say of the installation, the first that says it. */
function settingsOf(cluster: Cluster) {
  const documents = cluster.of('IstioOperator');
  const said = (...path: readonly string[]) => {
    for (const { spec } of documents) {
      const value = textOf(at(spec, ...path)) ?? textOf(at(spec.unvalidatedValues, ...path.slice(1)));
      if (value !== undefined && value !== '') return value;
    }
    return undefined;
  };
  const istiod = cluster.of('Deployment').find(({ labels }) => labels.app === 'istiod');
  const isRemote = documents.some(
    ({ spec }) => spec.profile === 'remote' || at(spec, 'values', 'istiodRemote', 'enabled') === true,
  );
  return {
    systemNamespace: istiod?.namespace ?? said('values', 'global', 'istioNamespace') ?? 'istio-system',
    domain: said('values', 'global', 'proxy', 'clusterDomain') ?? 'cluster.local',
    declaredName: said('values', 'global', 'multiCluster', 'clusterName'),
    meshId: said('values', 'global', 'meshID'),
    network: said('values', 'global', 'network'),
    isRemote:
      isRemote || (istiod === undefined && said('values', 'global', 'remotePilotAddress') !== undefined),
  };
}
