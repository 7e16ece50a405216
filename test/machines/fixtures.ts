import { defineMesh, type Mesh } from '../../fleet/mesh';
import type { ClusterSpec } from '../../fleet/cluster-spec';
import type { MachineSpec } from '../../fleet/machine-spec';
import type { NodesSpec } from '../../fleet/node-spec';

/** A machine with nothing but what it must have. */
export const minimalMachine: MachineSpec<'one', 'net' | 'outside'> = {
  cluster: 'one',
  network: 'outside',
  address: '192.0.2.5',
  workloadGroup: { name: 'web', namespace: 'shop', serviceAccount: 'web' },
};

export interface FixtureProps {
  readonly cluster?: Partial<ClusterSpec<'net' | 'outside'>>;
  readonly machine?: Partial<MachineSpec<'one', 'net' | 'outside'>>;
  readonly nodes?: NodesSpec;
  readonly revision?: string;
}

/** A mesh of one cluster and one machine. */
export function fixtureMesh({ cluster, machine, nodes, revision }: FixtureProps = {}): Mesh<
  'one',
  'net' | 'outside',
  'vm'
> {
  return defineMesh({
    name: 'shop',
    istio: { version: '1.29.1', revision },
    networks: { net: {}, outside: { directlyReachable: true } },
    clusters: {
      one: {
        server: 'https://192.0.2.1:6443',
        network: 'net',
        eastWest: { address: '192.0.2.2' },
        ...cluster,
      },
    },
    machines: { vm: { ...minimalMachine, ...machine } },
    nodes,
  });
}
