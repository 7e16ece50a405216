import type { Construct } from 'constructs';
import { canaryOf, type Cluster } from '../fleet/mesh';
import { IstioBase } from './base';
import { IstioCertificateAuthority } from './certificate-authority';
import { IstioCni } from './cni';
import { IstioCanary, IstioControlPlane, IstioPilot } from './control-plane';
import { IstioEastWest } from './east-west';
import { IstioIngress } from './ingress';
import { RancherProjects } from './rancher-projects';
import { istioOf } from './operator-document';

/** The components that a cluster's entry asks for, besides its applications. */
export function platform(scope: Construct, cluster: Cluster): void {
  RancherProjects.addTo(scope, cluster);
  if (!cluster.is('primary')) return;
  const { cni, document, certificateIssuer } = istioOf(cluster);
  if (certificateIssuer !== undefined) new IstioCertificateAuthority(scope, cluster, certificateIssuer);
  if (document === undefined) {
    new IstioBase(scope, cluster);
    if (cni !== undefined) new IstioCni(scope, cluster);
    new IstioPilot(scope, cluster);
    if (cluster.ingress !== undefined) new IstioIngress(scope, cluster);
  } else {
    new IstioControlPlane(scope, cluster, document);
  }
  const canary = canaryOf(cluster.mesh);
  if (canary !== undefined) new IstioCanary(scope, cluster, canary);
  if (cluster.eastWest !== undefined) new IstioEastWest(scope, cluster, cluster.eastWest);
}
