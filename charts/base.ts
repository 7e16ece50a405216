import type { Construct } from 'constructs';
import type { Cluster } from '../fleet/mesh';
import { basePart } from './istio-parts';
import { operatorDocument } from './operator-document';
import { PlatformComponent } from './platform-component';
import { systemNamespace } from './system-namespace';

/** `istio-base`: the control plane's namespace, Istio's kinds and the webhook that checks their objects. */
export class IstioBase extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster) {
    super(scope, cluster, 'istio-base');
    systemNamespace(this, cluster);
    operatorDocument(this, cluster, { name: 'istio-base', ...basePart(cluster) });
  }
}
