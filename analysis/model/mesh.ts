import { NOWHERE, type Manifest } from '../finding';
import type { GivenObject } from '../given';
import { itemsOfList } from '../schema/built-in';
import { isRecord } from '../schema/schema';
import type { Bundle } from '../read/bundle';
import type { Chart } from '../read/read';
import { ASSUMED_GATEWAY, EVERYWHERE } from './assumed';
import { chartObject, operatorsOfChart } from './chart';
import { Cluster } from './cluster';
import { once, textOf } from './fields';
import { HostIndex } from './hosts';
import type { Kind } from './kinds';
import { madeByOperator } from './operator';
import { Resource } from './resource';
import { WORKLOAD_KINDS } from './workload';

/** Clusters whose manifests are given together: a mesh of dist, or all that is from elsewhere. */
export class Mesh {
  readonly clusters: readonly Cluster[];
  /** What machines start with, of kind MachineBundle: their variables are in `spec`. No cluster has such an object. */
  readonly bundles: readonly Resource[];
  private readonly allBundles: Resource[] = [];
  private readonly all: Cluster[] = [];
  private readonly byName = new Map<string | null, Cluster>();

  /** @param name - null where nobody names it */
  constructor(
    readonly name: string | null,
    /** Whether the manifests are said to be all that the clusters have. */
    readonly isComplete = false,
  ) {
    this.clusters = this.all;
    this.bundles = this.allBundles;
  }

  /** @internal */
  addBundle({ object, place }: Bundle, cluster: Cluster): void {
    this.allBundles.push(new Resource(cluster, object, { ...place, cluster: cluster.name }));
  }

  /** @internal The cluster of a name, made when it is first asked for. */
  cluster(name: string | null): Cluster {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    const cluster = new Cluster(this, name);
    this.byName.set(name, cluster);
    this.all.push(cluster);
    return cluster;
  }

  /** Objects of a kind in all clusters. */
  of(kind: Kind): readonly Resource[] {
    return this.clusters.flatMap((cluster) => cluster.of(kind));
  }

  private readonly has = (kinds: readonly Kind[]) =>
    this.isComplete ||
    kinds.some((kind) =>
      this.of(kind).some(({ origin }) => origin === undefined || origin.maker !== undefined),
    );
  private readonly readKnowsHosts = once(() => this.has(['Service', 'ServiceEntry']));
  /**
   * Whether the input has anything that hosts are made of. Where it has none, as a folder of routes alone, that a
   * host is missing means nothing.
   */
  get knowsHosts(): boolean {
    return this.readKnowsHosts();
  }
  private readonly readKnowsWorkloads = once(() => this.has(WORKLOAD_KINDS));
  /** The same for workloads. */
  get knowsWorkloads(): boolean {
    return this.readKnowsWorkloads();
  }

  private readonly readHosts = once(() => new HostIndex(this.clusters.flatMap((cluster) => cluster.hosts())));
  /** The names of all clusters: a control plane knows the Services of each. */
  get hosts() {
    return this.readHosts();
  }

  private readonly readWorkloads = once(() => this.clusters.flatMap(({ workloads }) => workloads));
  get workloads() {
    return this.readWorkloads();
  }
  private readonly readServices = once(() => this.clusters.flatMap(({ services }) => services));
  get services() {
    return this.readServices();
  }
  private readonly readServiceEntries = once(() =>
    this.clusters.flatMap(({ serviceEntries }) => serviceEntries),
  );
  get serviceEntries() {
    return this.readServiceEntries();
  }
  private readonly readGateways = once(() => this.clusters.flatMap(({ gateways }) => gateways));
  get gateways() {
    return this.readGateways();
  }
  private readonly readVirtualServices = once(() =>
    this.clusters.flatMap(({ virtualServices }) => virtualServices),
  );
  get virtualServices() {
    return this.readVirtualServices();
  }
  private readonly readDestinationRules = once(() =>
    this.clusters.flatMap(({ destinationRules }) => destinationRules),
  );
  get destinationRules() {
    return this.readDestinationRules();
  }
}

export interface ModelOptions {
  /**
   * Whether the manifests are all that the clusters have. Then nothing is assumed to be there besides.
   * @default - where a cluster's own show an installation of Istio, or pods or nodes as a dump has them
   */
  readonly isComplete?: boolean;
  /**
   * Folders that Helm renders; pinned charts of Istio stand for what they make.
   * @default - none
   */
  readonly charts?: readonly Chart[];
  /**
   * Objects that clusters have besides. Nothing is said of them.
   * @default - none
   */
  readonly given?: readonly GivenObject[];
  /**
   * What machines start with.
   * @default - nothing
   */
  readonly bundles?: readonly Bundle[];
}

/** The meshes that manifests describe. Nothing that a manifest holds makes it throw. */
export function buildMeshes(
  manifests: readonly Manifest[],
  { isComplete, charts = [], given = [], bundles = [] }: ModelOptions = {},
): readonly Mesh[] {
  const meshes = new Map<string | null, Mesh>();
  for (const manifest of manifests) addManifest(manifest, meshes, isComplete);
  for (const { chart, values, place } of charts) {
    const documents = operatorsOfChart(chart, values, place.component);
    if (documents.length === 0) continue;
    const mesh = meshes.get(place.mesh) ?? new Mesh(place.mesh, isComplete);
    meshes.set(place.mesh, mesh);
    const cluster = mesh.cluster(place.cluster);
    const maker = new Resource(cluster, chartObject(chart), place);
    for (const document of documents) cluster.add(document, place, { maker });
  }
  for (const one of given) {
    for (const mesh of meshes.values()) {
      if (one.mesh !== undefined && one.mesh !== mesh.name) continue;
      const cluster = mesh.clusters.find(({ name }) => name === one.cluster);
      cluster?.add(one.object, NOWHERE, { maker: undefined });
    }
  }
  for (const mesh of meshes.values()) {
    for (const cluster of mesh.clusters) {
      for (const document of cluster.of('IstioOperator')) {
        const maker = document.origin?.maker ?? document;
        for (const object of madeByOperator(document)) cluster.add(object, document.place, { maker });
      }
      const assumed =
        (isComplete ?? showsInstallation(cluster)) ? EVERYWHERE : [...EVERYWHERE, ...ASSUMED_GATEWAY];
      for (const object of assumed) cluster.add(object, NOWHERE, { maker: undefined });
    }
  }
  for (const bundle of bundles) {
    const mesh = meshes.get(bundle.mesh);
    const cluster =
      mesh?.clusters.find((one) => (one.declaredName ?? one.name) === bundle.cluster) ??
      mesh?.clusters.find(({ name }) => name === bundle.cluster);
    if (cluster !== undefined) mesh!.addBundle(bundle, cluster);
  }
  return [...meshes.values()];
}

function addManifest(
  { object, place }: Manifest,
  meshes: Map<string | null, Mesh>,
  isComplete?: boolean,
): void {
  const items = itemsOfList(object);
  if (items !== undefined) {
    for (const item of items) addManifest({ object: item, place }, meshes, isComplete);
    return;
  }
  if (!isRecord(object) || !textOf(object.apiVersion) || !textOf(object.kind)) return;
  const mesh = meshes.get(place.mesh) ?? new Mesh(place.mesh, isComplete);
  meshes.set(place.mesh, mesh);
  mesh.cluster(place.cluster).add(object, place);
}

/** Whether a cluster's own manifests say which gateways it has. */
function showsInstallation(cluster: Cluster): boolean {
  const isGateway = ({ labels }: { labels: Readonly<Record<string, string>> }) =>
    labels.istio === 'ingressgateway';
  return (
    cluster.of('IstioOperator').length > 0 ||
    cluster.of('Node').some(({ origin }) => origin === undefined) ||
    cluster.of('Pod').length > 0 ||
    cluster.of('Deployment').some((one) => one.labels.app === 'istiod' || isGateway(one)) ||
    cluster.of('Service').some((one) => one.labels.app === 'istiod' || isGateway(one))
  );
}
