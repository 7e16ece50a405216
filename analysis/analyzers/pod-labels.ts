import { at, textOf, type Fields, type Labels } from '../model/fields';
import type { Cluster } from '../model/cluster';
import type { Workload } from '../model/workload';

/** What Istio knows of where something runs, besides its labels. Undefined is not known from the manifests. */
interface Placed {
  readonly labels: Labels;
  readonly cluster: Cluster;
  readonly network: string | undefined;
  /** `region/zone/subzone`; empty where it is known to have none. */
  readonly locality: string | undefined;
  readonly node: string | undefined;
  /** Labels that a controller or the injector gives to the pods are not there yet. */
  readonly isTemplate: boolean;
}

const REGION = 'topology.kubernetes.io/region';
const ZONE = 'topology.kubernetes.io/zone';
const SUBZONE = 'topology.istio.io/subzone';
const LOCALITY = [REGION, ZONE, SUBZONE];

/** What says where something runs. */
const PLACED = new Set([
  ...LOCALITY,
  'kubernetes.io/hostname',
  'topology.istio.io/cluster',
  'topology.istio.io/network',
]);

/** What pods get when they are made. */
const MADE = new Set([
  'apps.kubernetes.io/pod-index',
  'controller-revision-hash',
  'pod-template-hash',
  'service.istio.io/canonical-name',
  'service.istio.io/canonical-revision',
  'statefulset.kubernetes.io/pod-name',
]);

/**
 * Whether the labels of a subset select a workload, where it runs included: Istio gives endpoints the labels of their
 * locality, node, cluster and network. What the manifests do not say may be.
 *
 * Source: `AugmentLabels` in pilot/pkg/serviceregistry/util/label.
 */
export function maySelect(selector: Labels, workload: Workload): boolean {
  return maySelectPlaced(selector, workload.isMachine ? placedMachine(workload) : placedPod(workload));
}

/** The same for an endpoint of a ServiceEntry. */
export function maySelectEndpoint(
  selector: Labels,
  labels: Labels,
  endpoint: Fields,
  cluster: Cluster,
): boolean {
  return maySelectPlaced(selector, placedEndpoint(labels, endpoint, cluster));
}

/** The labels of a selector that only the object itself can have. */
export function ownLabels(selector: Labels): Labels {
  return Object.fromEntries(Object.entries(selector).filter(([key]) => !PLACED.has(key) && !MADE.has(key)));
}

function maySelectPlaced(selector: Labels, placed: Placed): boolean {
  return Object.entries(selector).every(([key, value]) => {
    if (placed.isTemplate && MADE.has(key) && placed.labels[key] === undefined) return true;
    const known = labelOf(key, placed);
    return known === 'unknown' || known.value === value;
  });
}

function labelOf(key: string, placed: Placed): 'unknown' | { readonly value: string | undefined } {
  const { labels, cluster, locality, node, network } = placed;
  const own = { value: labels[key] };
  const orUnknown = (value: string | undefined) => (value === undefined ? ('unknown' as const) : { value });
  if (key === 'kubernetes.io/hostname') return node === '' ? own : orUnknown(node);
  if (key === 'topology.istio.io/cluster')
    return orUnknown(cluster.declaredName ?? cluster.name ?? undefined);
  if (key === 'topology.istio.io/network') return orUnknown(own.value ?? network ?? cluster.network);
  if (!LOCALITY.includes(key)) return own;
  if (locality === undefined) return own.value === undefined ? 'unknown' : own;
  const part = locality.split('/')[LOCALITY.indexOf(key)];
  return part ? { value: part } : own;
}

function placedPod({ resource, labels, namespace, podSpec, isPod }: Workload): Placed {
  const { cluster } = resource;
  const node = isPod ? textOf(podSpec.nodeName) : undefined;
  const hasNodes = isPod && cluster.of('Node').some(({ origin }) => origin === undefined);
  return {
    labels,
    cluster,
    network: cluster.namespace(namespace).network,
    locality: hasNodes ? localityOf(cluster.find('Node', '', node ?? '')?.labels ?? {}) : undefined,
    node,
    isTemplate: !isPod,
  };
}

/** Without a zone there is no subzone, as with `LocalityToString` in pilot/pkg/networking/util. */
function localityOf(node: Labels): string {
  const [region = '', zone, subzone] = [node[REGION], node[ZONE], node[SUBZONE]];
  if (!zone) return region;
  return subzone ? `${region}/${zone}/${subzone}` : `${region}/${zone}`;
}

function placedMachine({ resource, labels }: Workload): Placed {
  const { cluster, kind, spec } = resource;
  const isGroup = kind === 'WorkloadGroup';
  const entry = (isGroup ? at(spec, 'template') : spec) as Fields | undefined;
  return { ...placedEndpoint(labels, entry ?? {}, cluster), isTemplate: isGroup };
}

function placedEndpoint(labels: Labels, endpoint: Fields, cluster: Cluster): Placed {
  return {
    labels,
    cluster,
    network: textOf(endpoint.network),
    locality: textOf(endpoint.locality) ?? '',
    node: '',
    isTemplate: false,
  };
}
