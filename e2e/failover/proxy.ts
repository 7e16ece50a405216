import type { Cluster, Machine } from '../../fleet/mesh';
import type { Pod } from './world';

/** A proxy as it introduces itself to istiod, in the form that xdsdump reads. */
export interface Proxy {
  /** Of a pod its own, by which istiod finds it. */
  readonly name: string;
  readonly type: 'sidecar' | 'router';
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly cluster: string;
  readonly network: string;
  readonly ip: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Metadata beside those, such as `ISTIO_META_…` of a container's environment. */
  readonly meta: Readonly<Record<string, unknown>>;
}

/** The proxy in a pod: a gateway's own, or a sidecar. */
export function proxyOfPod(cluster: Cluster, pod: Pod): Proxy {
  const { name, namespace = '', labels = {} } = pod.metadata;
  const environment = pod.spec.containers.flatMap(({ env = [] }) => env);
  return {
    name,
    type: pod.spec.containers.some((container) => container.name === 'istio-proxy') ? 'router' : 'sidecar',
    namespace,
    serviceAccount: pod.spec.serviceAccountName ?? 'default',
    cluster: cluster.name,
    network: cluster.network ?? '',
    ip: pod.status.podIP,
    labels,
    meta: Object.fromEntries(
      environment
        .filter((variable) => variable.name.startsWith('ISTIO_META_'))
        .map((variable) => [variable.name.replace('ISTIO_META_', ''), variable.value]),
    ),
  };
}

export function proxyOfMachine({ name, cluster, spec, workloadGroup }: Machine): Proxy {
  return {
    name,
    type: 'sidecar',
    namespace: workloadGroup.namespace,
    serviceAccount: workloadGroup.template.serviceAccount,
    cluster: cluster.name,
    network: spec.network,
    ip: spec.address,
    labels: workloadGroup.metadata.labels,
    meta: {},
  };
}
