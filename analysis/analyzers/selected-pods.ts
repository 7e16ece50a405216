import type { Cluster } from '../model/cluster';
import { addTo } from '../model/fields';
import { enrolmentOf } from '../model/injection';
import type { Mesh } from '../model/mesh';
import type { Resource } from '../model/resource';
import { selectionOf } from '../model/selection';
import type { Workload } from '../model/workload';

/** An object with a selector. */
export interface Selecting {
  readonly resource: Resource;
  /** `spec.workloadSelector.labels` */
  readonly path: string;
}

/**
 * The objects of a kind that select a pod or a machine of their own namespace, by what they select. A template counts
 * where none of its pods is there.
 */
export function selectedPods(
  mesh: Mesh,
  kind: 'Sidecar' | 'Telemetry',
): ReadonlyMap<Workload, readonly Selecting[]> {
  const pods = podsOf(mesh);
  const found = new Map<Workload, Selecting[]>();
  for (const resource of mesh.of(kind)) {
    const { labels, path } = selectionOf(resource);
    if (labels === undefined) continue;
    for (const one of resource.cluster.configured) {
      for (const workload of one.workloadIndex.matching(labels, resource.namespace)) {
        if (workload.isMachine || pods.has(workload)) addTo(found, workload, { resource, path });
      }
    }
  }
  return found;
}

/** Pods of all clusters, and templates of which no pod is there. */
export function podsOf(mesh: Mesh): ReadonlySet<Workload> {
  return new Set(mesh.clusters.flatMap(({ pods }) => pods));
}

/** Whether a pod has ambient's redirection, or a template will get it. */
export function isAmbientPod(workload: Workload): boolean {
  return workload.isPod
    ? workload.annotations['ambient.istio.io/redirection'] === 'enabled'
    : enrolmentOf(workload) === 'ambient';
}

/** The Sidecars of a cluster that have no selector, by namespace. */
export function defaultSidecars(cluster: Cluster): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const resource of cluster.of('Sidecar')) {
    if (selectionOf(resource).labels === undefined) addTo(found, resource.namespace, resource);
  }
  return found;
}
