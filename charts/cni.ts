import type { Construct } from 'constructs';
import type { CniSpec } from '../fleet/mesh-spec';
import type { Cluster } from '../fleet/mesh';
import { operatorDocument } from './operator-document';
import { PlatformComponent } from './platform-component';

/** `istio-cni`: the node agent that redirects a pod's traffic, in place of a privileged init container. */
export class IstioCni extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster, { binDir, confDir, excludeNamespaces }: CniSpec) {
    super(scope, cluster, 'istio-cni');
    operatorDocument(this, 'istio-cni', cluster, {
      components: { cni: { enabled: true } },
      values: { cni: { cniBinDir: binDir, cniConfDir: confDir, excludeNamespaces } },
    });
  }
}
