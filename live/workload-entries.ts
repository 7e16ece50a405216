import type { Machine } from '../fleet/mesh';
import type { KubeClient } from './kube-client';
import type { KubeObject } from './kube-object';

/** What the mesh knows of a machine. */
export interface MachineStatus {
  readonly machine: string;
  readonly cluster: string;
  readonly namespace: string;
  /** Name of its WorkloadEntry; null where it has none. */
  readonly entry: string | null;
  /** `connected` and `disconnected` are said by istiod, of machines that register themselves. */
  readonly connection: 'connected' | 'disconnected' | 'unknown' | 'absent';
  /** Null where nothing was reported: a group without a probe. */
  readonly healthy: boolean | null;
  /** Why it is not healthy, in the words of the probe. */
  readonly message: string | null;
  readonly address: string | null;
  readonly network: string | null;
  readonly locality: string | null;
  /** Time of the last connection or disconnection, RFC 3339. */
  readonly since: string | null;
}

/** Whether the mesh sends requests to it. */
export function isServing({ connection, healthy }: MachineStatus): boolean {
  return connection !== 'absent' && connection !== 'disconnected' && healthy !== false;
}

/**
 * The name that istiod gives the WorkloadEntry of a machine that registers itself.
 *
 * Source: istio 1.29.1, pilot/pkg/autoregistration/controller.go.
 */
export function entryName({ spec }: Machine): string {
  const address = (spec.externalAddress ?? spec.address).replaceAll(':', '-');
  return `${spec.workloadGroup.name}-${address}-${spec.network}`.slice(-253);
}

export async function machineStatus(client: KubeClient, machine: Machine): Promise<MachineStatus> {
  const { namespace, name: group } = machine.spec.workloadGroup;
  const entries = await client.list({
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadEntry',
    namespace,
  });
  const expected = entryName(machine);
  const address = machine.spec.externalAddress ?? machine.spec.address;
  const found =
    entries.find(({ metadata }) => metadata.name === expected) ??
    entries.find((entry) => specOf(entry).address === address && isOfGroup(entry, group));
  const place = { machine: machine.name, cluster: machine.cluster.name, namespace };
  return found === undefined ? { ...place, ...absent } : { ...place, ...statusOf(found) };
}

type Found = Omit<MachineStatus, 'machine' | 'cluster' | 'namespace'>;

const absent: Found = {
  entry: null,
  connection: 'absent',
  healthy: null,
  message: null,
  address: null,
  network: null,
  locality: null,
  since: null,
};

function statusOf(entry: KubeObject): Found {
  const { annotations = {}, name } = entry.metadata;
  const { address, network, locality } = specOf(entry);
  const connected = annotations['istio.io/connectedAt'];
  const disconnected = annotations['istio.io/disconnectedAt'];
  const { conditions } = (entry['status'] ?? {}) as { conditions?: readonly Condition[] };
  const health = conditions?.find(({ type }) => type === 'Healthy');
  return {
    entry: name,
    connection:
      disconnected !== undefined ? 'disconnected' : connected !== undefined ? 'connected' : 'unknown',
    healthy: health === undefined ? null : health.status === 'True',
    message: health?.message || null,
    address: address ?? null,
    network: network ?? null,
    locality: locality ?? null,
    since: disconnected ?? connected ?? null,
  };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
}

interface WorkloadEntrySpec {
  readonly address?: string;
  readonly network?: string;
  readonly locality?: string;
}

function specOf(entry: KubeObject): WorkloadEntrySpec {
  return (entry['spec'] ?? {}) as WorkloadEntrySpec;
}

/** One that a person made has no group. */
function isOfGroup({ metadata }: KubeObject, group: string): boolean {
  const registered = metadata.annotations?.['istio.io/autoRegistrationGroup'];
  return registered === undefined || registered === group;
}
