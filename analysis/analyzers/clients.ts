import type { Cluster } from '../model/cluster';
import { addTo, recordsOf, textsOf } from '../model/fields';
import { fullHost, NameIndex, type Host } from '../model/hosts';
import { enrolmentOf } from '../model/injection';
import type { Mesh } from '../model/mesh';
import { isVisible, type Visibility } from '../model/visibility';
import type { VirtualService } from '../model/virtual-service';
import type { Workload } from '../model/workload';

/** Clusters whose own objects a control plane reads; one that is remote has none. */
export function configuring({ clusters }: Mesh): readonly Cluster[] {
  return clusters.filter(({ isRemote }) => !isRemote);
}

/** How messages call a cluster. */
export function clusterName({ name, declaredName }: Cluster): string {
  return name ?? declaredName ?? 'the cluster without a name';
}

/** Whether a workload is a proxy alone, as gateways are. */
export function isGateway({ containers }: Pick<Workload, 'containers'>): boolean {
  return containers.length > 0 && containers.every(({ name }) => name === 'istio-proxy');
}

/** Workloads of one namespace and one Sidecar: they see the same hosts. */
interface View {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly workloads: readonly Workload[];
  reaches(host: Host): boolean;
}

interface Known {
  /** VirtualServices by the hosts that they send traffic to. */
  readonly routes: NameIndex<VirtualService>;
  /** Namespaces of the Sidecars that name a host in full. */
  readonly named: ReadonlyMap<string, readonly string[]>;
  readonly hosts: NameIndex<Host>;
  readonly views: readonly View[];
}

/** Whose a host's clients are, as far as manifests show them. */
export class Clients {
  private readonly known = new Map<Cluster, Known>();

  /**
   * A client of a host among the proxies that a cluster configures, as text: `VirtualService shop/web`. A workload
   * counts where the cluster has the host itself: who has no Service of a name seldom asks for it.
   *
   * @param seenBy - who sees the object that is asked about
   * @param use - whether gateways count
   * @param network - whose workloads do not count
   */
  of(
    cluster: Cluster,
    host: string,
    seenBy: Visibility,
    use: 'all' | 'sidecars',
    network?: string,
  ): string | undefined {
    const { routes, named, hosts, views } = this.knownOf(cluster);
    if (use === 'all') {
      const route = routes
        .matching(host)
        .find((one) => namespacesOf(one).some((ns) => isVisible(seenBy, ns)));
      if (route !== undefined) return `VirtualService ${route.resource.qualifiedName}`;
    }
    const scope = named.get(host)?.find((namespace) => isVisible(seenBy, namespace));
    if (scope !== undefined) return `a Sidecar of namespace ${scope}`;
    for (const found of hosts.matching(host)) {
      const { service, entry } = found;
      const own = new Set((service ?? entry)?.workloads);
      for (const view of views) {
        if (network !== undefined && view.cluster.network === network) continue;
        if (!isVisible(seenBy, view.namespace) || !view.reaches(found)) continue;
        const client = view.workloads.find((one) => !own.has(one));
        if (client !== undefined) return `${client.resource.kind} ${client.resource.qualifiedName}`;
      }
    }
    return undefined;
  }

  private knownOf(cluster: Cluster): Known {
    const known = this.known.get(cluster) ?? read(cluster);
    this.known.set(cluster, known);
    return known;
  }
}

/** Namespaces whose proxies have a VirtualService: its own for sidecars, those of its gateways. */
function namespacesOf({ isForSidecars, namespace, gateways, resource }: VirtualService): readonly string[] {
  const bound = gateways.flatMap(({ gateway }) =>
    gateway === undefined
      ? []
      : (resource.cluster.gateway(gateway.namespace, gateway.name)?.workloads ?? []).map(
          (workload) => workload.namespace,
        ),
  );
  return isForSidecars ? [namespace, ...bound] : bound;
}

function read(cluster: Cluster): Known {
  const routes = new NameIndex<VirtualService>();
  for (const one of cluster.virtualServices)
    for (const { host } of one.destinations)
      if (host !== '') routes.add(fullHost(host, one.namespace, cluster.domain), one);
  const named = new Map<string, string[]>();
  for (const { spec, namespace } of cluster.of('Sidecar'))
    for (const given of recordsOf(spec.egress).flatMap(({ hosts }) => textsOf(hosts)))
      addTo(named, given.slice(given.indexOf('/') + 1), namespace);
  const hosts = new NameIndex<Host>();
  for (const one of cluster.configured)
    for (const host of one.hosts()) {
      const { origin } = (host.service ?? host.entry)!.resource;
      if (origin === undefined || origin.maker !== undefined) hosts.add(host.name, host);
    }
  return { routes, named, hosts, views: cluster.configured.flatMap(viewsOf) };
}

function viewsOf(cluster: Cluster): readonly View[] {
  const views = new Map<string, View & { readonly workloads: Workload[] }>();
  for (const workload of cluster.workloads) {
    if (isGateway(workload) || enrolmentOf(workload) !== 'sidecar') continue;
    const { namespace } = workload;
    const egress = cluster.egressOf(workload);
    const key = `${namespace}\u0000${egress.sidecar?.localKey ?? ''}`;
    const view = views.get(key) ?? {
      cluster,
      namespace,
      workloads: [],
      reaches: (host) => egress.reaches(host),
    };
    views.set(key, view);
    view.workloads.push(workload);
  }
  return [...views.values()];
}
