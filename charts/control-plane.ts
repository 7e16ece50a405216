import type { Construct } from 'constructs';
import { PeerAuthentication } from '../constructs/istio/peer-authentication';
import type { Cluster } from '../fleet/mesh';
import { istioOf, operatorDocument } from './operator-document';
import { PlatformComponent } from './platform-component';

/** `istio-pilot`: istiod of the mesh's revision, and what it demands of every workload. */
export class IstioPilot extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster) {
    super(scope, cluster, 'istio-pilot');
    const { meshConfig, pilot = {}, cni, mutualTls } = istioOf(cluster);
    operatorDocument(this, 'istio-pilot', cluster, {
      components: { pilot: { enabled: true } },
      meshConfig: { ...meshConfig, trustDomain: cluster.mesh.trustDomain },
      values: {
        pilot: {
          ...(pilot.replicas !== undefined && { autoscaleEnabled: false, replicaCount: pilot.replicas }),
          ...(cni !== undefined && { cni: { enabled: true } }),
          env: {
            ...pilot.env,
            ...(cluster.istiodHost !== undefined && { ISTIOD_CUSTOM_HOST: cluster.istiodHost }),
          },
        },
      },
    });
    if (mutualTls !== undefined)
      new PeerAuthentication(this, 'mutual-tls', { name: 'default', mtls: mutualTls });
  }
}
