import type { Cluster } from '../model/cluster';
import { addTo, type Labels } from '../model/fields';
import { fullHost, NameIndex, type Host } from '../model/hosts';
import { enrolmentOf } from '../model/injection';
import { formatLabels, hasLabels } from '../model/label-index';
import type { Mesh } from '../model/mesh';
import type { Resource } from '../model/resource';
import type { Subset } from '../model/virtual-service';
import type { Workload } from '../model/workload';
import { isClusterLocal } from './networks';

/** Labels that istiod adds to endpoints. */
const ADDED = /^(?:topology\.(?:kubernetes|istio)\.io\/|kubernetes\.io\/hostname$)/;

/** What is behind the hosts of a mesh, each looked up once: many objects, in many clusters, name the same. */
export class Endpoints {
  private readonly known = new Map<string, readonly Host[]>();
  private readonly workloads = new Map<readonly Host[], readonly Workload[]>();
  private readonly subsets = new Map<readonly Host[], Map<string, readonly Workload[]>>();

  constructor(private readonly mesh: Mesh) {}

  /** What a host means to an object. */
  hosts(host: string, from: Resource): readonly Host[] {
    const name = fullHost(host, from.namespace, from.cluster.domain);
    const known = this.known.get(name) ?? this.known.get(`${name} ${from.namespace}`);
    if (known !== undefined) return known;
    const found = this.mesh.hosts.resolve(host, from);
    const isForAll =
      found.length > 0 &&
      this.mesh.hosts.known(name, from).every(({ visibility }) => visibility === 'everywhere');
    this.known.set(isForAll ? name : `${name} ${from.namespace}`, found);
    return found;
  }

  behind(host: string, from: Resource): readonly Workload[] {
    const hosts = this.hosts(host, from);
    const found = this.workloads.get(hosts) ?? workloadsBehind(hosts);
    this.workloads.set(hosts, found);
    return found;
  }

  /** Those that belong to a subset, as far as their own labels and their cluster's name tell. */
  ofSubset(host: string, from: Resource, labels: Labels): readonly Workload[] {
    const hosts = this.hosts(host, from);
    const subsets = this.subsets.get(hosts) ?? new Map<string, readonly Workload[]>();
    this.subsets.set(hosts, subsets);
    const key = formatLabels(labels);
    const found = subsets.get(key) ?? this.behind(host, from).filter((one) => belongsTo(one, labels));
    subsets.set(key, found);
    return found;
  }
}

/** The subsets that the DestinationRules of a cluster make. */
export class SubsetIndex {
  private readonly exact = new Map<string, Subset[]>();
  private readonly wildcards = new NameIndex<Subset>();

  constructor({ destinationRules, domain }: Cluster) {
    for (const { host, namespace, subsets } of destinationRules) {
      const name = fullHost(host, namespace, domain);
      for (const one of subsets) {
        if (name.startsWith('*')) this.wildcards.add(name, one);
        else addTo(this.exact, name, one);
      }
    }
  }

  find(host: string, name: string): Subset | undefined {
    return (this.exact.get(host) ?? this.wildcards.matching(host)).find((one) => one.name === name);
  }
}

export function workloadsBehind(hosts: readonly Host[]): readonly Workload[] {
  return [...new Set(hosts.flatMap(({ service, entry }) => (service ?? entry)!.workloads))];
}

/** Whether nothing but workloads is behind hosts: no endpoints by hand, no name of DNS, no selector that is missing. */
export function areSelected(hosts: readonly Host[]): boolean {
  return hosts.every(({ service, entry }) =>
    service === undefined
      ? entry!.selector !== undefined && entry!.endpoints.length === 0
      : service.selector !== undefined && service.type !== 'ExternalName',
  );
}

function belongsTo({ labels, resource: { cluster } }: Workload, subset: Labels): boolean {
  const own = Object.entries(subset).filter(([key]) => !ADDED.test(key));
  const name = subset['topology.istio.io/cluster'];
  if (name !== undefined && name !== cluster.declaredName && name !== cluster.name) return false;
  return hasLabels(labels, Object.fromEntries(own));
}

/** Why proxies of a control plane cannot reach a workload of a host; undefined where nothing hinders them. */
export function hindranceOf(from: Cluster, host: string, workload: Workload): string | undefined {
  const { cluster } = workload.resource;
  if (from.configured.includes(cluster)) return undefined;
  if (isClusterLocal(from, host))
    return 'its configuration keeps the host within each cluster (clusterLocal)';
  const isAway =
    from.network !== undefined && cluster.network !== undefined && from.network !== cluster.network;
  if (isAway && enrolmentOf(workload) === 'none')
    return `it is on network ${cluster.network} without a proxy, and gateways pass on mutual TLS alone`;
  return undefined;
}
