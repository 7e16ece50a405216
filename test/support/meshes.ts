import type { ClusterSpec } from '../../fleet/cluster-spec';
import type { MachineSpec } from '../../fleet/machine-spec';
import type { MeshSpec } from '../../fleet/mesh-spec';

/** A primary on `network`, right in every field. */
export const primary = (network: string, over: Partial<ClusterSpec> = {}): ClusterSpec => ({
  server: `https://${network}.example.org:6443`,
  network,
  eastWest: {},
  ...over,
});

export const machine = (over: Partial<MachineSpec> = {}): MachineSpec => ({
  cluster: 'left',
  network: 'machines',
  address: '192.0.2.10',
  workloadGroup: { name: 'app', namespace: 'app', serviceAccount: 'app' },
  ...over,
});

/** Two primaries on two networks and a machine on a third, right in every field. */
export const twoClusters = (over: Partial<MeshSpec> = {}): MeshSpec => ({
  name: 'demo',
  istio: { version: '1.29.1' },
  networks: { east: {}, west: {}, machines: { directlyReachable: true } },
  clusters: { left: primary('east'), right: primary('west') },
  machines: { vm: machine() },
  ...over,
});
