import type { Construct } from 'constructs';
import type { Cluster } from '../fleet/mesh';
import { cniPart } from './istio-parts';
import { operatorDocument } from './operator-document';
import { PlatformComponent } from './platform-component';

/** `istio-cni`: the node agent that redirects a pod's traffic. */
export class IstioCni extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster) {
    super(scope, cluster, 'istio-cni');
    operatorDocument(this, cluster, { name: 'istio-cni', ...cniPart(cluster) });
  }
}
