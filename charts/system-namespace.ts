import type { Construct } from 'constructs';
import { Namespace } from '../constructs/kubernetes/namespace';
import { rancherNamespace } from '../constructs/rancher/namespace';
import type { Cluster } from '../fleet/mesh';
import { istioNamespace } from './operator-document';
import { projectOf } from './rancher-projects';

/** The namespace of the control plane: labelled with its network, and where Rancher manages the cluster, its project's. */
export function systemNamespace(scope: Construct, cluster: Cluster): Namespace {
  const project = projectOf(cluster);
  const marks =
    project === undefined
      ? {}
      : rancherNamespace({
          clusterId: project.clusterId,
          project,
          quota: project.resourceQuota,
          nodeSelector: cluster.mesh.spec.rancher?.nodeSelector,
        });
  return new Namespace(scope, 'namespace', { name: istioNamespace, network: cluster.network, ...marks });
}
