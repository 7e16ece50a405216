import type { Cluster, Machine, Mesh } from '../../fleet/mesh';
import type { KubeObject } from '../../synth/resolve';
import { localityLabels } from '../../values/locality';

/** What differs between two looks at a mesh, beside its switches. */
export interface Situation {
  /** Deployments without a ready pod, as `<cluster>/<name>`. */
  readonly down?: readonly string[];
  /** Machines that have left. */
  readonly lost?: readonly string[];
  /**
   * Whether nodes bear the locality of their cluster, as in a cloud; those of minikube bear none.
   * @default false
   */
  readonly nodesHavePlaces?: boolean;
}

/**
 * A cluster as its API server would return it: the objects that it is given, and what controllers, kubelets, load
 * balancers and machines add to them.
 *
 * The n-th cluster of a mesh has its pods in 10.(10+n).0.0/24 and its services in 10.96.n.0/24.
 */
export function worldOf(
  cluster: Cluster,
  given: readonly KubeObject[],
  { down = [], lost = [], nodesHavePlaces = false }: Situation,
): readonly KubeObject[] {
  const number = cluster.mesh.clusters.findIndex(({ name }) => name === cluster.name) + 1;
  const node = `${cluster.name}-node`;
  const labels = nodesHavePlaces && cluster.locality !== undefined ? localityLabels(cluster.locality) : {};
  const pods = given
    .filter(({ kind }) => kind === 'Deployment')
    .map((deployment, index) => podOf(deployment, cluster, node, `10.${10 + number}.0.${index + 1}`))
    .filter(({ metadata }) => !down.includes(`${cluster.name}/${metadata.name}`));
  const services = given.filter(({ kind }) => kind === 'Service');
  return [
    { apiVersion: 'v1', kind: 'Node', metadata: { name: node, labels } },
    ...given.filter(({ kind }) => kind === 'Namespace'),
    ...services.map((service, index) => served(service, cluster, `10.96.${number}.${index + 1}`)),
    ...pods,
    ...services.map((service) => sliceOf(service, pods)),
    ...cluster.machines.filter(({ name }) => !lost.includes(name)).map(entryOf),
  ];
}

/** What is behind each address of a mesh: `<cluster>/<pod>`, `<cluster>/<gateway>`, or a machine. */
export function whoIsWho(
  mesh: Mesh,
  worlds: ReadonlyMap<string, readonly KubeObject[]>,
): ReadonlyMap<string, string> {
  const names = new Map(mesh.machines.map(({ name, spec }) => [spec.address, name]));
  for (const { name, ingress, eastWest } of mesh.clusters) {
    for (const gateway of [ingress, eastWest]) {
      if (gateway?.address !== undefined) names.set(gateway.address, `${name}/${gateway.name}`);
    }
    for (const pod of podsOf(worlds.get(name) ?? [])) {
      names.set(pod.status.podIP, `${name}/${pod.metadata.name}`);
    }
  }
  return names;
}

export function podsOf(world: readonly KubeObject[]): readonly Pod[] {
  return world.filter((object): object is Pod => object.kind === 'Pod');
}

export interface Pod extends KubeObject {
  readonly spec: {
    readonly nodeName: string;
    readonly serviceAccountName?: string;
    readonly containers: readonly Container[];
  };
  readonly status: { readonly podIP: string };
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

/** The one pod of a Deployment, by the Deployment's name, with the labels that injection adds. */
function podOf(deployment: KubeObject, cluster: Cluster, nodeName: string, podIP: string): Pod {
  const { name, namespace } = deployment.metadata;
  const { metadata, spec } = (deployment['spec'] as { template: Pick<Pod, 'metadata' | 'spec'> }).template;
  const status = {
    phase: 'Running',
    podIP,
    podIPs: [{ ip: podIP }],
    conditions: [{ type: 'Ready', status: 'True' }],
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: {
        ...metadata.labels,
        'security.istio.io/tlsMode': 'istio',
        'topology.istio.io/network': cluster.network ?? '',
      },
    },
    spec: {
      nodeName,
      serviceAccountName: spec.serviceAccountName,
      containers: spec.containers.map(({ name, image, ports, env }) => ({
        name,
        image,
        ports,
        env: env?.filter(({ value }) => value !== undefined),
      })),
    },
    status,
  };
}

interface ServiceSpec {
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly {
    readonly name?: string;
    readonly port: number;
    readonly targetPort?: number | string;
  }[];
}

function served(service: KubeObject, cluster: Cluster, clusterIP: string): KubeObject {
  const gateway = [cluster.ingress, cluster.eastWest].find((one) => one?.name === service.metadata.name);
  const spec = { ...(service['spec'] as ServiceSpec), clusterIP };
  if (gateway?.address === undefined) return { ...service, spec };
  return { ...service, spec, status: { loadBalancer: { ingress: [{ ip: gateway.address }] } } };
}

/** The pods that a Service selects. */
function sliceOf({ metadata, ...service }: KubeObject, pods: readonly Pod[]): KubeObject {
  const { selector, ports } = service['spec'] as ServiceSpec;
  const selected = pods.filter(
    (pod) =>
      pod.metadata.namespace === metadata.namespace &&
      Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value),
  );
  const named = selected.flatMap(({ spec }) => spec.containers).flatMap((one) => one.ports ?? []);
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      labels: { 'kubernetes.io/service-name': metadata.name },
    },
    addressType: 'IPv4',
    ports: ports.map(({ name, port, targetPort = port }) => ({
      name,
      protocol: 'TCP',
      port:
        typeof targetPort === 'number'
          ? targetPort
          : named.find((one) => one.name === targetPort)?.containerPort,
    })),
    endpoints: selected.map((pod) => ({
      addresses: [pod.status.podIP],
      conditions: { ready: true },
      nodeName: pod.spec.nodeName,
      targetRef: { kind: 'Pod', name: pod.metadata.name, namespace: pod.metadata.namespace },
    })),
  };
}

/**
 * The WorkloadEntry that istiod makes when a machine registers. It has no locality: istiod writes the proxy's over the
 * group's, and a proxy outside of a cloud has none.
 */
export function entryOf({ spec, workloadGroup }: Machine): KubeObject {
  const { name, namespace, metadata, template } = workloadGroup;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadEntry',
    metadata: { name: `${name}-${spec.address}-${spec.network}`, namespace, labels: metadata.labels },
    spec: {
      address: spec.address,
      labels: metadata.labels,
      network: template.network,
      ports: template.ports,
      serviceAccount: template.serviceAccount,
    },
  };
}
