import type { Construct } from 'constructs';
import { Certificate } from '../constructs/cert-manager/certificate';
import { ClusterIssuer } from '../constructs/cert-manager/cluster-issuer';
import type { Cluster } from '../fleet/mesh';
import { PlatformComponent } from './platform-component';

/**
 * `istio-ca`: the certificate by which the cluster's istiod signs those of workloads, got and renewed by cert-manager,
 * in the Secret that istiod reads. Its issuers hold one root in all clusters, or they would not trust each other.
 */
export class IstioCertificateAuthority extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster, issuer: string) {
    super(scope, cluster, 'istio-ca');
    new Certificate(this, 'cacerts', {
      name: 'cacerts',
      issuer: ClusterIssuer.existing(issuer),
      isCa: true,
      commonName: `Intermediate CA of ${cluster.name}`.slice(0, 64),
      dnsNames: ['istiod.istio-system.svc'],
      uris: [`spiffe://${cluster.mesh.trustDomain}`],
      privateKey: { algorithm: 'ECDSA', size: 256 },
      // Two years, renewed four months before their end.
      duration: '17520h',
      renewBefore: '2920h',
      usages: ['cert sign', 'crl sign', 'digital signature'],
    });
  }
}
