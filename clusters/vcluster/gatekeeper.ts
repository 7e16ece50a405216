import type { ConstraintProps } from '../../constructs/gatekeeper/constraint';
import { ExemptImage } from '../../constructs/gatekeeper/exempt-image';
import { K8sPSPAllowedUsers } from '../../constructs/gatekeeper/k8s-psp-allowed-users';
import { K8sPSPCapabilities } from '../../constructs/gatekeeper/k8s-psp-capabilities';
import { K8sPSPReadOnlyRootFilesystem } from '../../constructs/gatekeeper/k8s-psp-read-only-root-filesystem';
import { defineApplication } from '../../fleet/application';
import { mesh, vclusters } from './mesh';

/**
 * What pods of the virtual clusters may not do, Istio's proxy excepted: before a pod's own containers start, its image
 * redirects the pod's traffic, as root and with two capabilities.
 */
export const gatekeeper = defineApplication(mesh, {
  name: 'gatekeeper',
  namespace: 'gatekeeper-system',
  clusters: ['vc-host'],
  build: (component) => {
    const common: ConstraintProps = {
      match: {
        namespaces: vclusters,
        // The pods that a virtual cluster has made, and not that of its own control plane.
        labelSelector: { matchExpressions: [{ key: 'vcluster.loft.sh/managed-by', operator: 'Exists' }] },
      },
      exemptImages: [ExemptImage.exact(`${mesh.istio?.hub}/proxyv2:${mesh.istio?.tag}`)],
    };
    new K8sPSPCapabilities(component, 'vcluster-capabilities', {
      ...common,
      requiredDropCapabilities: ['ALL'],
      // Of the name server that each virtual cluster runs.
      allowedCapabilities: ['NET_BIND_SERVICE'],
    });
    new K8sPSPAllowedUsers(component, 'vcluster-allowed-users', {
      ...common,
      runAsUser: { rule: 'MustRunAsNonRoot' },
    });
    new K8sPSPReadOnlyRootFilesystem(component, 'vcluster-read-only-root-filesystem', common);
  },
});
