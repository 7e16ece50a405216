import type { Construct } from 'constructs';
import { IstioOperator, type IstioOperatorProps } from '../constructs/istio/istio-operator';
import type { Cluster, Istio } from '../fleet/mesh';
import { UserError } from '../values/user-error';

/** Namespace of the control plane and of the gateways. */
export const istioNamespace = 'istio-system';

/** The Istio of a cluster's mesh. */
export function istioOf(cluster: Cluster): Istio {
  const { istio } = cluster.mesh;
  if (istio === undefined)
    throw UserError.of(`clusters.${cluster.name}`, 'is a primary of a mesh without istio');
  return istio;
}

/**
 * The IstioOperator document of one component: what all of a cluster's documents say alike, and what this one adds.
 *
 * The profile is `empty`, so a document renders what it names, and no object comes from two of them.
 */
export function operatorDocument(
  scope: Construct,
  name: string,
  cluster: Cluster,
  { values, ...props }: Omit<IstioOperatorProps, 'hub' | 'tag' | 'revision' | 'profile'>,
): IstioOperator {
  const { hub, tag, revision } = istioOf(cluster);
  return new IstioOperator(scope, 'operator', {
    ...props,
    name,
    profile: 'empty',
    hub,
    tag,
    revision,
    values: {
      ...values,
      global: {
        meshID: cluster.mesh.id,
        network: cluster.network,
        multiCluster: { clusterName: cluster.name },
        ...values?.global,
      },
    },
  });
}
