import { ExternalDns } from '../../constructs/external-dns/external-dns';
import { restrictedSecurity } from '../../constructs/kubernetes/container-security';
import { Namespace } from '../../constructs/kubernetes/namespace';
import { Volume } from '../../constructs/kubernetes/volume';
import { defineApplication } from '../../fleet/application';
import { domain, mesh } from './mesh';

/** Writes records for what Services, Ingresses and Istio's Gateways ask for, each cluster's marked as its own. */
export const externalDns = defineApplication(mesh, {
  name: 'external-dns',
  namespace: 'external-dns',
  clusters: ['mcsps-test-k8s-01', 'mcsps-test-k8s-02'],
  build: (component, cluster) => {
    new Namespace(component, 'namespace', { name: 'external-dns' });
    new ExternalDns(component, 'external-dns', {
      image: 'registry.k8s.io/external-dns/external-dns:v0.19.0',
      env: { K8S_NAME: cluster.name },
      logLevel: 'info',
      logFormat: 'text',
      domainFilters: [domain],
      policy: 'sync',
      // The document's provider `designate` is not part of external-dns any more; its successor is a program beside it.
      provider: 'webhook',
      registry: 'txt',
      interval: '1m',
      txtOwnerId: '$(K8S_NAME)',
      txtPrefix: '_$(K8S_NAME)_',
      sources: ['service', 'ingress', 'istio-gateway'],
      securityContext: { ...restrictedSecurity, readOnlyRootFilesystem: true },
      otherContainers: [
        {
          name: 'designate',
          image: 'ghcr.io/inovex/external-dns-openstack-webhook:2.1.0',
          // clouds.yaml, with the credentials: somebody makes the Secret by hand.
          volumeMounts: [
            {
              volume: Volume.secret('oscloudsyaml', 'oscloudsyaml'),
              mountPath: '/etc/openstack',
              readOnly: true,
            },
          ],
          securityContext: { ...restrictedSecurity, runAsUser: 1000, readOnlyRootFilesystem: true },
        },
      ],
    });
  },
});
