import { at, fieldsOf, labelsOf, recordsOf, type Labels } from './fields';
import type { Resource } from './resource';
import type { Workload } from './workload';

/** What an object of Istio that is for workloads is for. */
export interface Selection {
  /** Undefined where it has no selector, or an empty one. */
  readonly labels: Labels | undefined;
  /** `spec.selector.matchLabels`, or where the kind has it. */
  readonly path: string;
  /** It is in the root namespace, and is for all. */
  readonly isMeshWide: boolean;
  /** It names a Gateway or a Service instead of workloads (`targetRef`, `targetRefs`). */
  readonly hasTargets: boolean;
  /** In its cluster and those whose proxies ask its istiod, whether they are in the mesh or not. */
  readonly workloads: readonly Workload[];
}

/** Kinds that say `workloadSelector.labels`; the others say `selector.matchLabels`. */
const WORKLOAD_SELECTOR = new Set(['EnvoyFilter', 'Sidecar', 'DestinationRule', 'ServiceEntry']);

/** Selectors of these are not for all namespaces, even in the root namespace. */
const OWN_NAMESPACE = new Set(['Sidecar', 'DestinationRule', 'ServiceEntry', 'Telemetry']);

/** Works for every kind of Istio that selects workloads: policies, Telemetry, Sidecar, EnvoyFilter, WasmPlugin, … */
export function selectionOf(resource: Resource): Selection {
  const { spec, cluster, namespace, kind } = resource;
  const [field, inner] = WORKLOAD_SELECTOR.has(kind)
    ? (['workloadSelector', kind === 'DestinationRule' ? 'matchLabels' : 'labels'] as const)
    : (['selector', 'matchLabels'] as const);
  const given = labelsOf(at(spec, field, inner));
  const labels = Object.keys(given).length === 0 ? undefined : given;
  const isRoot = namespace === cluster.meshConfig.rootNamespace;
  const isMeshWide = isRoot && !(labels !== undefined && OWN_NAMESPACE.has(kind));
  const hasTargets =
    Object.keys(fieldsOf(spec.targetRef)).length > 0 || recordsOf(spec.targetRefs).length > 0;
  return {
    labels,
    path: `spec.${field}.${inner}`,
    isMeshWide,
    hasTargets,
    get workloads() {
      const within = isMeshWide ? undefined : namespace;
      return cluster.configured.flatMap((one) => one.workloadIndex.matching(labels ?? {}, within));
    },
  };
}
