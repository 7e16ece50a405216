import { byCodePoint } from './go-order';
import type { WorkloadGroup } from './workload-group';

export interface ProxyMetadataProps {
  readonly workloadGroup: WorkloadGroup;
  /** @default - empty */
  readonly trustDomain?: string;
  /** @default - empty */
  readonly meshId?: string;
  /** @default - empty */
  readonly clusterId?: string;
  /** @default false */
  readonly autoregister?: boolean;
  /** @default true */
  readonly captureDns?: boolean;
}

/** What a machine's agent says of itself to istiod. */
export function proxyMetadata(props: ProxyMetadataProps): Readonly<Record<string, string>> {
  const { workloadGroup, trustDomain = '', meshId = '', clusterId = '' } = props;
  const { autoregister = false, captureDns = true } = props;
  const { name, namespace, serviceAccount, network } = workloadGroup;
  const labels = canonicalLabels(workloadGroup);
  const ports = podPorts(workloadGroup);
  return {
    CANONICAL_SERVICE: labels[canonicalName] ?? '',
    CANONICAL_REVISION: labels[canonicalRevision] ?? '',
    POD_NAMESPACE: namespace,
    SERVICE_ACCOUNT: serviceAccount,
    TRUST_DOMAIN: trustDomain,
    ISTIO_META_CLUSTER_ID: clusterId,
    ISTIO_META_MESH_ID: meshId,
    ISTIO_META_NETWORK: network,
    ...(ports !== undefined && { ISTIO_META_POD_PORTS: ports }),
    ISTIO_META_WORKLOAD_NAME: name,
    ISTIO_METAJSON_LABELS: sortedJson(labels),
    ...(captureDns && { ISTIO_META_DNS_CAPTURE: 'true' }),
    ...(autoregister && { ISTIO_META_AUTO_REGISTER_GROUP: name }),
  };
}

const canonicalName = 'service.istio.io/canonical-name';
const canonicalRevision = 'service.istio.io/canonical-revision';

/** The group's labels, and the two that say what service and revision it is. */
function canonicalLabels({ name, labels }: WorkloadGroup): Readonly<Record<string, string>> {
  const first = (...keys: readonly string[]): string | undefined => {
    const key = keys.find((one) => Object.hasOwn(labels, one));
    return key === undefined ? undefined : labels[key];
  };
  return {
    ...labels,
    [canonicalName]: first(canonicalName, 'app.kubernetes.io/name', 'app') ?? name,
    [canonicalRevision]: first(canonicalRevision, 'app.kubernetes.io/version', 'version') ?? 'latest',
  };
}

function podPorts({ ports }: WorkloadGroup): string | undefined {
  const list = Object.keys(ports)
    .sort(byCodePoint)
    .map((port) => ({ name: port, containerPort: ports[port], protocol: '' }));
  return list.length === 0 ? undefined : goJson(list);
}

/** Not by JSON.stringify on the whole: it puts keys such as "9" and "10" into an order of its own. */
function sortedJson(labels: Readonly<Record<string, string>>): string {
  const keys = Object.keys(labels).sort(byCodePoint);
  return `{${keys.map((key) => `${goJson(key)}:${goJson(labels[key])}`).join(',')}}`;
}

/** JSON as Go's encoder writes it, safe inside HTML. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
