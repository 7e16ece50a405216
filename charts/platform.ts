import type { Construct } from 'constructs';
import type { Cluster } from '../fleet/mesh';
import { IstioBase } from './base';
import { IstioCni } from './cni';
import { IstioPilot } from './control-plane';
import { IstioEastWest } from './east-west';
import { IstioIngress } from './ingress';
import { istioOf } from './operator-document';

/** The components that a cluster's entry asks for, besides its applications. */
export function platform(scope: Construct, cluster: Cluster): void {
  if (!cluster.is('primary')) return;
  const { cni } = istioOf(cluster);
  new IstioBase(scope, cluster);
  if (cni !== undefined) new IstioCni(scope, cluster, cni);
  new IstioPilot(scope, cluster);
  if (cluster.ingress !== undefined) new IstioIngress(scope, cluster, cluster.ingress);
  if (cluster.eastWest !== undefined) new IstioEastWest(scope, cluster, cluster.eastWest);
}
