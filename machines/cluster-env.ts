import { byCodePoint } from './go-order';
import type { WorkloadGroup } from './workload-group';

export interface ClusterEnvProps {
  readonly workloadGroup: WorkloadGroup;
  /** All of it; it becomes the agent's environment, but for what the machine sets itself. */
  readonly proxyMetadata: Readonly<Record<string, string>>;
  /** @default - the agent's own, 15020 */
  readonly statusPort?: number;
  /** @default - what the metadata says, else the start script's */
  readonly caAddress?: string;
  /** @default - none */
  readonly internalIp?: string;
  /** @default - none */
  readonly externalIp?: string;
}

/** The file that the sidecar's start script sources: what traffic it takes, and the agent's environment. */
export function clusterEnv(props: ClusterEnvProps): string {
  const { workloadGroup: group, proxyMetadata, statusPort = 0, caAddress, internalIp, externalIp } = props;
  const ports = Object.keys(group.ports).sort(byCodePoint);
  const variables: Record<string, string> = {
    ...proxyMetadata,
    ISTIO_INBOUND_PORTS: ports.map((port) => group.ports[port]).join(',') || '*',
    ISTIO_NAMESPACE: group.namespace,
    ISTIO_SERVICE: `${group.name}.${group.namespace}`,
    ISTIO_SERVICE_CIDR: '*',
    ISTIO_LOCAL_EXCLUDE_PORTS: excludedPorts(statusPort),
    SERVICE_ACCOUNT: group.serviceAccount,
    ...(caAddress !== undefined && { CA_ADDR: caAddress }),
    ...(internalIp && { ISTIO_SVC_IP: internalIp }),
    ...(externalIp && { ISTIO_SVC_IP: externalIp, REWRITE_PROBE_LEGACY_LOCALHOST_DESTINATION: 'true' }),
  };
  const lines = Object.entries(variables).map(([key, value]) => `${key}=${shellQuoted(value)}`);
  return `${lines.sort(byCodePoint).join('\n')}\n`;
}

/** Ports that traffic reaches without the sidecar: SSH, so that no mistake locks anybody out, and the sidecar's own. */
function excludedPorts(statusPort: number): string {
  const own = [22, 15090, 15021];
  return [...own, ...(own.slice(1).includes(statusPort) ? [] : [statusPort || 15020])].join(',');
}

/** Quotes all but a few characters; `w` stands for itself there, by a slip that Istio's files show to this day. */
function shellQuoted(value: string): string {
  return value === '' || /[^\\w@%+=:,./-]/.test(value) ? `'${value.replaceAll("'", `'"'"'`)}'` : value;
}
