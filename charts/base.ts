import type { Construct } from 'constructs';
import { Namespace } from '../constructs/kubernetes/namespace';
import type { Cluster } from '../fleet/mesh';
import { istioNamespace, istioOf, operatorDocument } from './operator-document';
import { PlatformComponent } from './platform-component';

/** `istio-base`: the control plane's namespace, Istio's kinds and the webhook that checks their objects. */
export class IstioBase extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster) {
    super(scope, cluster, 'istio-base');
    new Namespace(this, 'namespace', { name: istioNamespace, network: cluster.network });
    operatorDocument(this, 'istio-base', cluster, {
      components: { base: { enabled: true } },
      // The webhook asks the istiod of this revision; without it, a Service that a revisioned istiod does not have.
      values: { defaultRevision: istioOf(cluster).revision },
    });
  }
}
