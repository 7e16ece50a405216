import { at, fieldsOf, labelsOf, numberOf, recordsOf, textOf, type Fields, type Labels } from './fields';
import type { Resource } from './resource';

/** What runs, or describes what runs: pods by what makes them, and machines. */
export interface Workload {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  /** Of its pods, or of the machine. */
  readonly labels: Labels;
  /** Of its pods, or of the machine. */
  readonly annotations: Labels;
  readonly serviceAccount: string;
  /** Containers, then the init containers. None for a machine. */
  readonly containers: readonly Container[];
  /** The PodSpec; empty for a machine. */
  readonly podSpec: Fields;
  /** Keys that lead to the pod in the object: `['spec', 'template']`. Empty for a Pod and a WorkloadEntry. */
  readonly podPath: readonly (string | number)[];
  /** A WorkloadEntry or a WorkloadGroup. */
  readonly isMachine: boolean;
  /** A pod itself, and no template of one. */
  readonly isPod: boolean;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly isInit: boolean;
  readonly fields: Fields;
  /** Keys that lead to it from the pod: `['spec', 'containers', 0]`. */
  readonly path: readonly (string | number)[];
}

/** Where the kinds that make pods have their templates. */
const TEMPLATES = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  Rollout: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
} as const;

/** Kinds that have workloads; a ReplicaSet or a Job that another object owns is left out for its owner. */
export const WORKLOAD_KINDS = [
  ...(Object.keys(TEMPLATES) as (keyof typeof TEMPLATES)[]),
  'Pod',
  'WorkloadEntry',
  'WorkloadGroup',
] as const;

/** The workload that an object is; undefined where a Deployment or the like stands for it. */
export function workloadOf(resource: Resource): Workload | undefined {
  if (resource.kind === 'WorkloadEntry')
    return machine(resource, resource.labels, resource.annotations, resource.spec);
  if (resource.kind === 'WorkloadGroup') {
    const metadata = fieldsOf(resource.spec.metadata);
    const template = fieldsOf(resource.spec.template);
    return machine(resource, labelsOf(metadata.labels), labelsOf(metadata.annotations), template);
  }
  if ((resource.kind === 'ReplicaSet' || resource.kind === 'Job') && isOwned(resource)) return undefined;
  const podPath: readonly string[] = Object.hasOwn(TEMPLATES, resource.kind)
    ? TEMPLATES[resource.kind as keyof typeof TEMPLATES]
    : [];
  const pod = fieldsOf(at(resource.object, ...podPath));
  const metadata = fieldsOf(pod.metadata);
  const podSpec = fieldsOf(pod.spec);
  return {
    resource,
    namespace: resource.namespace,
    name: resource.name,
    labels: labelsOf(metadata.labels),
    annotations: labelsOf(metadata.annotations),
    serviceAccount: textOf(podSpec.serviceAccountName) ?? 'default',
    containers: [...containersOf(podSpec, 'containers'), ...containersOf(podSpec, 'initContainers')],
    podSpec,
    podPath,
    isMachine: false,
    isPod: resource.kind === 'Pod',
  };
}

function isOwned(resource: Resource): boolean {
  return recordsOf(at(resource.object, 'metadata', 'ownerReferences')).length > 0;
}

function containersOf(podSpec: Fields, list: 'containers' | 'initContainers'): readonly Container[] {
  return recordsOf(podSpec[list]).map((fields, index) => ({
    name: textOf(fields.name) ?? '',
    image: textOf(fields.image) ?? '',
    isInit: list === 'initContainers',
    fields,
    path: ['spec', list, index],
  }));
}

function machine(resource: Resource, labels: Labels, annotations: Labels, entry: Fields): Workload {
  return {
    resource,
    namespace: resource.namespace,
    name: resource.name,
    // Of a WorkloadEntry, the labels of its spec are those that selectors see.
    labels: { ...labels, ...labelsOf(entry.labels) },
    annotations,
    serviceAccount: textOf(entry.serviceAccount) ?? 'default',
    containers: [],
    podSpec: {},
    podPath: [],
    isMachine: true,
    isPod: false,
  };
}

/** Ports of the containers that a name stands for, as a Service's `targetPort` may. */
export function portsNamed({ containers }: Workload, name: string): readonly number[] {
  return containers
    .flatMap(({ fields }) => recordsOf(fields.ports))
    .filter((port) => port.name === name)
    .map((port) => numberOf(port.containerPort))
    .filter((port) => port !== undefined);
}
