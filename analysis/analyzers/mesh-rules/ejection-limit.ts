import type { Cluster } from '../../model/cluster';
import { addTo, at, fieldsOf, numberOf, recordsOf, textOf, type Fields } from '../../model/fields';
import { fullHost } from '../../model/hosts';
import type { DestinationRule } from '../../model/virtual-service';
import type { Workload } from '../../model/workload';
import { clusterName, configuring } from '../clients';
import { areSelected, Endpoints } from '../endpoints';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Where Envoy stops taking endpoints out, if nothing is said. */
const USUAL_PERCENT = 10;

/**
 * Outlier detection that may not take out all endpoints of a cluster, so that the others are never asked.
 *
 * Source: envoyproxy/envoy#27909: those taken out stay within `max_ejection_percent` of all, the first included, unless
 * `always_eject_one_host` is set, which istiod does not.
 */
export const ejectionLimit = rule(meshCatalogue.MW1209, {
  reads: ['DestinationRule', 'Service', 'Deployment', 'Pod', 'WorkloadEntry'],
  check(mesh, report) {
    const endpoints = new Endpoints(mesh);
    const replicas = new Replicas();
    for (const cluster of configuring(mesh)) {
      for (const one of cluster.destinationRules) {
        const policies = one.host.startsWith('*') ? [] : policiesOf(one);
        if (policies.length === 0) continue;
        const hosts = endpoints.hosts(one.host, one.resource);
        if (hosts.length === 0 || !areSelected(hosts)) continue;
        for (const { outlier, path, labels } of policies) {
          const workloads =
            labels === undefined
              ? endpoints.behind(one.host, one.resource)
              : endpoints.ofSubset(one.host, one.resource, labels);
          const percent = numberOf(outlier.maxEjectionPercent) || USUAL_PERCENT;
          const found = worst(cluster, workloads, percent, replicas);
          if (found === undefined) continue;
          const host = fullHost(one.host, one.namespace, cluster.domain);
          report(one.resource, path, { host, percent, ...found });
        }
      }
    }
  },
});

interface Policy {
  readonly outlier: Fields;
  readonly path: string;
  /** Of the subset that it is for. */
  readonly labels: DestinationRule['subsets'][number]['labels'] | undefined;
}

function policiesOf({ resource, subsets }: DestinationRule): readonly Policy[] {
  const of = (policy: unknown, path: string, labels?: Policy['labels']): readonly Policy[] => {
    const outlier = at(policy, 'outlierDetection');
    const isOn =
      outlier !== undefined &&
      outlier !== null &&
      at(policy, 'loadBalancer', 'localityLbSetting', 'enabled') !== false;
    return isOn ? [{ outlier: fieldsOf(outlier), path: `${path}.outlierDetection`, labels }] : [];
  };
  return [
    ...of(resource.spec.trafficPolicy, 'spec.trafficPolicy'),
    ...subsets.flatMap(({ fields, path, labels }) =>
      of(fields.trafficPolicy, `${path}.trafficPolicy`, labels),
    ),
  ];
}

/** The first of the clusters that a control plane configures whose endpoints may not all be taken out. */
function worst(from: Cluster, workloads: readonly Workload[], percent: number, replicas: Replicas) {
  const byCluster = new Map<Cluster, Workload[]>();
  for (const one of workloads) addTo(byCluster, one.resource.cluster, one);
  for (const cluster of from.configured) {
    const own = byCluster.get(cluster);
    if (own === undefined || byCluster.size < 2) continue;
    const local = replicas.of(own);
    let others = 0;
    const networks = new Set<string>();
    for (const [other, group] of byCluster) {
      if (other === cluster) continue;
      // Another network is one endpoint: its gateway.
      if (other.network === undefined || other.network === cluster.network) others += replicas.of(group);
      else networks.add(other.network);
    }
    const total = local + others + networks.size;
    const allowed = Math.floor((total * percent) / 100);
    if (allowed < local) return { local, total, allowed, cluster: clusterName(cluster) };
  }
  return undefined;
}

/** How many pods there are at most. */
class Replicas {
  private readonly scaled = new Map<Cluster, ReadonlyMap<string, number>>();

  of(workloads: readonly Workload[]): number {
    // A dump has the pods beside what makes them.
    const pods = workloads.filter(({ isPod, isMachine }) => isPod || isMachine);
    const counted = pods.some(({ isPod }) => isPod) ? pods : workloads;
    return counted.reduce((sum, one) => sum + this.ofOne(one), 0);
  }

  private ofOne({ resource, isPod, isMachine }: Workload): number {
    if (isPod || isMachine) return 1;
    const scaled = this.scaledIn(resource.cluster).get(
      `${resource.namespace}/${resource.kind}/${resource.name}`,
    );
    return scaled ?? numberOf(resource.spec.replicas) ?? 1;
  }

  private scaledIn(cluster: Cluster): ReadonlyMap<string, number> {
    const known = this.scaled.get(cluster);
    if (known !== undefined) return known;
    const found = new Map<string, number>();
    for (const { kind, namespace, spec } of cluster.resources) {
      if (kind !== 'HorizontalPodAutoscaler') continue;
      const [target] = recordsOf([spec.scaleTargetRef]);
      found.set(
        `${namespace}/${textOf(target?.kind) ?? ''}/${textOf(target?.name) ?? ''}`,
        numberOf(spec.maxReplicas) ?? 1,
      );
    }
    this.scaled.set(cluster, found);
    return found;
  }
}
