import type { Cluster, Mesh } from '../fleet/mesh';
import type { DeliveredChart } from './charts';
import type { ArgocdInstallation } from '../fleet/delivery-spec';

/** Namespace of Argo CD, and of all that it is told. */
export const argocdNamespace = 'argocd';
/** Components of the hub that this room makes; their folders are in no ApplicationSet. */
export const hubComponent = 'argocd';
export const settingsComponent = 'argocd-settings';
export const ownComponents = [hubComponent, settingsComponent] as const;
/** The hub's API server as its own pods reach it. */
export const inCluster = 'https://kubernetes.default.svc';

/** Label of a cluster's registration: the mesh that it belongs to. One label, so a cluster is in one mesh. */
export const meshLabel = 'meshwright/mesh';
export const clusterLabel = 'meshwright/cluster';
export const componentLabel = 'meshwright/component';

/** An object of dist and where it goes. */
export interface DeliveredObject {
  readonly cluster: string;
  readonly component: string;
  readonly object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
    readonly spec?: unknown;
  };
}

/** What the hub's charts are made from: a mesh that has a repository and a hub, and what its clusters get. */
export class HubContext {
  /** Undefined for a mesh that no Argo CD delivers. */
  static of(
    mesh: Mesh,
    objects: readonly DeliveredObject[],
    charts: readonly DeliveredChart[],
  ): HubContext | undefined {
    const { hub } = mesh;
    const { repository } = mesh.spec;
    return hub === undefined || repository === undefined
      ? undefined
      : new HubContext(mesh, hub, objects, charts);
  }

  readonly repository: { readonly url: string; readonly revision: string; readonly path: string };
  readonly installedBy: ArgocdInstallation;
  readonly notifications: Readonly<Record<string, string>>;

  private constructor(
    readonly mesh: Mesh,
    readonly hub: Cluster,
    readonly objects: readonly DeliveredObject[],
    readonly charts: readonly DeliveredChart[],
  ) {
    const { url = '', revision = 'HEAD', path = 'dist' } = mesh.spec.repository ?? {};
    this.repository = { url, revision, path };
    this.installedBy = mesh.spec.argocd?.installedBy ?? 'manifests';
    this.notifications = mesh.spec.argocd?.notifications ?? {};
  }

  /** Name of the AppProject of the root Application. */
  get rootProject(): string {
    return `${this.mesh.name}-${hubComponent}`;
  }

  /** Path in the repository, below the mesh's folder. */
  path(...steps: readonly string[]): string {
    const { path } = this.repository;
    return [...(path === '.' ? [] : [path]), this.mesh.name, ...steps].join('/');
  }

  /** The URL by which Argo CD knows a cluster. It drops a last slash itself. */
  server(cluster: string): string {
    return this.mesh.cluster(cluster).spec.server.replace(/\/+$/, '');
  }

  /** Components by cluster, both in the order of their names. */
  get components(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, Set<string>>();
    for (const { cluster, component } of [...this.objects, ...this.charts]) {
      const components = found.get(cluster) ?? new Set();
      found.set(cluster, components.add(component));
    }
    return new Map([...found.keys()].sort().map((cluster) => [cluster, [...found.get(cluster)!].sort()]));
  }
}
