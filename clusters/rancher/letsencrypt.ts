import { AcmeSolver } from '../../constructs/cert-manager/acme-solver';
import { ClusterIssuer } from '../../constructs/cert-manager/cluster-issuer';
import { defineApplication } from '../../fleet/application';
import { acmeEmail, mesh } from './mesh';

/** Who issues the certificates, for whoever asks for one. */
export const issuer = ClusterIssuer.existing('letsencrypt-wild');

/** Let's Encrypt, which has names proven by DNS: an Ingress for a challenge by HTTP would never reach Istio's gateway. */
export const letsencrypt = defineApplication(mesh, {
  name: 'letsencrypt',
  namespace: 'cert-manager',
  clusters: ['mcsps-test-k8s-01', 'mcsps-test-k8s-02'],
  build: (component) => {
    new ClusterIssuer(component, issuer.name, {
      acme: {
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        email: acmeEmail,
        solvers: [AcmeSolver.dns01Webhook({ groupName: 'acme.syseleven.de', solverName: 'designatedns' })],
      },
    });
  },
});
