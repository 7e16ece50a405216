import type { Component } from '../constructs/component';
import {
  IstioOperator,
  type IstioOperatorProps,
  type IstioProfile,
} from '../constructs/istio/istio-operator';
import type { Cluster, Istio } from '../fleet/mesh';
import { installByHelm } from './helm-installer';
import { UserError } from '../values/user-error';

/** Namespace of the control plane and of the gateways. */
export const istioNamespace = 'istio-system';

/** The Istio of a cluster's mesh. */
export function istioOf(cluster: Cluster): Istio {
  const { istio } = cluster.mesh;
  if (istio === undefined) {
    throw UserError.of(`clusters.${cluster.name}`, 'is a primary of a mesh without istio');
  }
  return istio;
}

export interface DocumentProps extends Pick<IstioOperatorProps, 'components' | 'meshConfig' | 'values'> {
  /** Name of the IstioOperator. */
  readonly name: string;
  /**
   * What is installed beside the components.
   * @default - empty: nothing, so that no object comes from two documents
   */
  readonly profile?: IstioProfile;
}

/**
 * An IstioOperator document: what all of a cluster's documents say alike, and what this one adds; or the official chart
 * that comes to the same, where Helm installs.
 *
 * @param istio - the control plane that it is for (default: the mesh's first)
 */
export function operatorDocument(
  component: Component,
  cluster: Cluster,
  { name, profile = 'empty', values, ...props }: DocumentProps,
  istio = istioOf(cluster),
): void {
  const { hub, tag, revision, logLevel, installer } = istio;
  const document: IstioOperatorProps = {
    ...props,
    name,
    profile,
    hub,
    tag,
    revision,
    values: {
      ...values,
      global: {
        meshID: cluster.mesh.id,
        network: cluster.network,
        multiCluster: { clusterName: cluster.name },
        ...(logLevel !== undefined && { logging: { level: logLevel } }),
        ...values?.global,
      },
    },
  };
  if (installer === 'helm') installByHelm(component, cluster, document, istio.version);
  else new IstioOperator(component, 'operator', document);
}
