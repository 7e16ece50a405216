import type { Construct } from 'constructs';
import type { Cluster } from '../fleet/mesh';
import { ingressPart } from './istio-parts';
import { operatorDocument } from './operator-document';
import { PlatformComponent } from './platform-component';
import { dependOnIstiod } from './sync-order';

/** `istio-igws`: the gateway for traffic from outside of the mesh. */
export class IstioIngress extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster) {
    super(scope, cluster, 'istio-igws');
    operatorDocument(this, cluster, { name: 'istio-igws', ...ingressPart(cluster) });
    dependOnIstiod(this, cluster);
  }
}
