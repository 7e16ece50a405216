import { CertificateSigningRequest } from '../../constructs/kubernetes/certificate-signing-request';
import { ClusterRole } from '../../constructs/kubernetes/cluster-role';
import { ClusterRoleBinding } from '../../constructs/kubernetes/cluster-role-binding';
import { Subject } from '../../constructs/kubernetes/rbac-subject';
import { defineApplication } from '../../fleet/application';
import { mesh, signingRequest, vclusters } from './mesh';

const user = 'u-istio';

/** Who installs Istio in a virtual cluster: a user with a client certificate that the cluster signs. */
export const istioAdmin = defineApplication(mesh, {
  name: 'istio-admin',
  namespace: 'kube-system',
  clusters: vclusters,
  build: (component) => {
    new ClusterRoleBinding(component, 'vc-istio-admin', {
      role: ClusterRole.existing('cluster-admin'),
      subjects: [Subject.user(user)],
    });
    new CertificateSigningRequest(component, user, {
      request: signingRequest,
      signerName: 'kubernetes.io/kube-apiserver-client',
      // A year of 365 days.
      expirationSeconds: 31_536_000,
      usages: ['client auth'],
    });
  },
});
