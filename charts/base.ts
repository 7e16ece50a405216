import type { Construct } from 'constructs';
import { canaryOf, type Cluster } from '../fleet/mesh';
import { basePart } from './istio-parts';
import { istioOf, operatorDocument } from './operator-document';
import { PlatformComponent } from './platform-component';
import { systemNamespace } from './system-namespace';

/** `istio-base`: the control plane's namespace, Istio's kinds and the webhook that checks their objects. */
export class IstioBase extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster) {
    super(scope, cluster, 'istio-base');
    systemNamespace(this, cluster);
    // Kinds of the newer version: the older istiod leaves alone what it does not know.
    const { version, hub, tag } = canaryOf(cluster.mesh) ?? istioOf(cluster);
    const istio = { ...istioOf(cluster), version, hub, tag };
    operatorDocument(this, cluster, { name: 'istio-base', ...basePart(cluster) }, istio);
  }
}
