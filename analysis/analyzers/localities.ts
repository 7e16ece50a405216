import type { Cluster } from '../model/cluster';
import { at, textOf, type Labels } from '../model/fields';
import type { Host } from '../model/hosts';
import { enrolmentOf } from '../model/injection';
import type { Mesh } from '../model/mesh';
import type { Workload } from '../model/workload';
import { workloadsBehind } from './endpoints';
import { isGateway } from './clients';

/** `region/zone/subzone`, as far as it is known. */
export type Locality = string;

/** What the labels of a node say; empty without a region. */
export function localityOfLabels(labels: Labels): Locality {
  const parts = [
    labels['topology.kubernetes.io/region'] ?? labels['failure-domain.beta.kubernetes.io/region'],
    labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'],
    labels['topology.istio.io/subzone'],
  ];
  const end = parts.findIndex((one) => one === undefined || one === '');
  return parts.slice(0, end < 0 ? 3 : end).join('/');
}

/** As a person writes it: what may be anything is left out. */
export function formatLocality(locality: Locality): string {
  return locality.replace(/(?:\/\*)+$/, '');
}

/**
 * Whether a rule's locality, where `*` stands for anything, is that of an endpoint; zones left out are any. A locality
 * that is given has `*` for what nobody said.
 */
export function localityMatches(rule: string, locality: Locality): boolean {
  const [region = '', zone = '', subzone = ''] = locality.split('/');
  const [wantedRegion = '', wantedZone = '', wantedSubzone = ''] = rule.split('/');
  const isOne = (wanted: string, is: string) => wanted === '*' || is === '*' || wanted === is;
  return (
    isOne(wantedRegion, region) &&
    (wantedZone === '' || isOne(wantedZone, zone)) &&
    (wantedSubzone === '' || isOne(wantedSubzone, subzone))
  );
}

/** Whether nothing but the usual gateway stands for it, of a cluster that may have no Istio at all. */
function isAssumed({ resource: { origin } }: Workload): boolean {
  return origin !== undefined && origin.maker === undefined;
}

/** Where things are, as far as nodes, machines and what is given say it. */
export class Places {
  private readonly known = new Map<Cluster, readonly Locality[]>();
  private readonly ofHosts = new Map<readonly Host[], readonly Locality[] | undefined>();

  constructor(private readonly mesh: Mesh) {}

  /** The localities of a cluster's nodes. Empty where the input has no node. */
  of(cluster: Cluster): readonly Locality[] {
    const found = this.known.get(cluster) ?? [
      ...new Set(cluster.of('Node').map(({ labels }) => localityOfLabels(labels))),
    ];
    this.known.set(cluster, found);
    return found;
  }

  /**
   * All localities of the mesh. Undefined where the input does not show them: a cluster with proxies has no node in it,
   * or nodes without a region.
   */
  all(): readonly Locality[] | undefined {
    const found = new Set<Locality>();
    for (const cluster of this.mesh.clusters) {
      const localities = this.of(cluster);
      const isOfMesh = cluster.workloads.some(
        (one) => !one.isMachine && !isAssumed(one) && enrolmentOf(one) !== 'none',
      );
      if (isOfMesh && (localities.length === 0 || localities.includes(''))) return undefined;
      for (const one of localities) if (one !== '') found.add(one);
      for (const workload of cluster.workloads) {
        const locality = workload.isMachine ? this.ofWorkload(workload) : undefined;
        if (locality) found.add(locality);
      }
      for (const { endpoints } of cluster.serviceEntries)
        for (const { locality } of endpoints) if (textOf(locality)) found.add(textOf(locality)!);
    }
    return found.size === 0 ? undefined : [...found];
  }

  /** Undefined where it is not known; empty where it has none. */
  ofWorkload({ resource, labels, podSpec, isMachine }: Workload): Locality | undefined {
    if (isMachine) {
      const given = textOf(
        resource.kind === 'WorkloadGroup'
          ? at(resource.spec, 'template', 'locality')
          : resource.spec.locality,
      );
      // A group's machines may find theirs by themselves, as in a cloud.
      return given ?? (resource.kind === 'WorkloadGroup' ? undefined : '');
    }
    const label = labels['topology.istio.io/locality'] ?? labels['istio-locality'];
    if (label !== undefined) return label.includes('/') ? label : label.replaceAll('.', '/');
    const { cluster } = resource;
    const node = textOf(podSpec.nodeName);
    if (node !== undefined) {
      const found = cluster.find('Node', '', node);
      return found === undefined ? undefined : localityOfLabels(found.labels);
    }
    const [locality, ...others] = this.of(cluster);
    return others.length === 0 ? locality : undefined;
  }

  /** The localities of what is behind hosts. Undefined where that of an endpoint is not known, or there is none. */
  behind(hosts: readonly Host[]): readonly Locality[] | undefined {
    if (!this.ofHosts.has(hosts)) this.ofHosts.set(hosts, this.find(hosts));
    return this.ofHosts.get(hosts);
  }

  private find(hosts: readonly Host[]): readonly Locality[] | undefined {
    const listed = hosts.flatMap(({ entry }) =>
      (entry?.endpoints ?? []).map(({ locality }) => textOf(locality) ?? ''),
    );
    if (hosts.some(({ service }) => service !== undefined && service.selector === undefined))
      return undefined;
    const found = workloadsBehind(hosts)
      .filter((one) => !isGateway(one))
      .map((one) => this.ofWorkload(one));
    if (found.includes(undefined)) return undefined;
    const all = [...listed, ...found.map((one) => one!)];
    return all.length === 0 ? undefined : [...new Set(all)];
  }
}
