import type { Construct } from 'constructs';
import { Component } from '../constructs/component';
import type { Cluster } from '../fleet/mesh';
import { istioNamespace } from './operator-document';

/** A component of Istio itself: its objects are in the control plane's namespace. */
export class PlatformComponent extends Component {
  constructor(scope: Construct, cluster: Cluster, component: string) {
    super(scope, {
      mesh: cluster.mesh.name,
      cluster: cluster.name,
      component,
      defaultNamespace: istioNamespace,
    });
  }
}
