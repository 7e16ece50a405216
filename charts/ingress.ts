import type { Construct } from 'constructs';
import type { Cluster } from '../fleet/mesh';
import { drainOverlays } from './gateway-drain';
import { operatorDocument } from './operator-document';
import { PlatformComponent } from './platform-component';

/** `istio-igws`: the gateway for traffic from outside of the mesh. */
export class IstioIngress extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster, { name, drainSeconds }: NonNullable<Cluster['ingress']>) {
    super(scope, cluster, 'istio-igws');
    const overlays = drainOverlays(name, drainSeconds);
    operatorDocument(this, 'istio-igws', cluster, {
      components: { ingressGateways: [{ name, enabled: true, k8s: overlays && { overlays } }] },
      values: { gateways: { 'istio-ingressgateway': { injectionTemplate: 'gateway' } } },
    });
  }
}
