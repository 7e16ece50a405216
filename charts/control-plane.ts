import type { Construct } from 'constructs';
import { PeerAuthentication } from '../constructs/istio/peer-authentication';
import type { DocumentSpec } from '../fleet/istio-spec';
import type { Cluster, Istio } from '../fleet/mesh';
import { basePart, cniPart, ingressPart, joined, pilotPart } from './istio-parts';
import { istioOf, operatorDocument } from './operator-document';
import { PlatformComponent } from './platform-component';
import { releaseDependents } from './sync-order';
import { systemNamespace } from './system-namespace';

/** `istio-pilot`: istiod of the mesh's revision, and what it demands of every workload. */
export class IstioPilot extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster) {
    super(scope, cluster, 'istio-pilot');
    operatorDocument(this, cluster, { name: 'istio-pilot', ...pilotPart(cluster) });
    demandMutualTls(this, cluster);
    releaseDependents(this, cluster);
  }
}

/** `istio`: everything but the east-west gateway from one document, in its own namespace. */
export class IstioControlPlane extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster, { name, profile }: DocumentSpec) {
    super(scope, cluster, 'istio');
    systemNamespace(this, cluster);
    const parts = [basePart, cniPart, pilotPart, ingressPart].map((part) => part(cluster));
    operatorDocument(this, cluster, { name, profile, ...joined(parts) });
    demandMutualTls(this, cluster);
    releaseDependents(this, cluster);
  }
}

/** `istio-pilot-<revision>`: the istiod that namespaces move to. */
export class IstioCanary extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster, canary: Istio) {
    const name = `istio-pilot-${canary.revision}`;
    super(scope, cluster, name);
    operatorDocument(this, cluster, { name, ...pilotPart(cluster, canary) }, canary);
    releaseDependents(this, cluster, canary.revision);
  }
}

function demandMutualTls(scope: Construct, cluster: Cluster): void {
  const { mutualTls } = istioOf(cluster);
  if (mutualTls !== undefined)
    new PeerAuthentication(scope, 'mutual-tls', { name: 'default', mtls: mutualTls });
}
