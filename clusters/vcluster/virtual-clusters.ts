import { HelmChart } from '../../constructs/helm/helm-chart';
import { Namespace } from '../../constructs/kubernetes/namespace';
import { NetworkPolicy } from '../../constructs/kubernetes/network-policy';
import { Peer } from '../../constructs/kubernetes/network-policy-peer';
import { IngressRouteTCP, type ServiceReference } from '../../constructs/traefik/ingress-route-tcp';
import { TcpRule } from '../../constructs/traefik/tcp-rule';
import { defineApplication } from '../../fleet/application';
import { apiHost, chart, dashboardHost, mesh, vclusters, type VCluster } from './mesh';

/** One virtual cluster: its control plane in vc-host. */
export const virtualCluster = (vcluster: VCluster) =>
  defineApplication(mesh, {
    name: vcluster,
    namespace: vcluster,
    clusters: ['vc-host'],
    build: (component) => {
      new HelmChart(component, 'chart', {
        ...chart,
        releaseName: vcluster,
        // The document's two values, by today's names: isolation.networkPolicy.enabled, and syncer.extraArgs with
        // --tls-san. The certificate of its API server is valid for the host by which Traefik hands on to it.
        values: {
          policies: { networkPolicy: { enabled: false } },
          controlPlane: { proxy: { extraSANs: [apiHost(vcluster)] } },
        },
      });
    },
  });

/** What vc-host has for its virtual clusters: namespaces that close nothing, and ways in from outside. */
export const access = defineApplication(mesh, {
  name: 'vcluster-access',
  namespace: 'vc1',
  clusters: ['vc-host'],
  build: (component) => {
    for (const vcluster of vclusters) {
      new Namespace(component, `namespace-${vcluster}`, { name: vcluster });
      new NetworkPolicy(component, `np-${vcluster}`, {
        name: 'np-vc-allow-all',
        namespace: vcluster,
        ingress: [{ from: [Peer.anywhere()] }],
        egress: [{ to: [Peer.anywhere()] }],
      });

      const way = (name: string, host: string, service: ServiceReference) =>
        new IngressRouteTCP(component, name, {
          namespace: vcluster,
          entryPoints: ['websecure'],
          routes: [{ match: TcpRule.hostSni(host), services: [{ service, port: 443 }] }],
          // Behind it is an API server, which knows its users by their certificates.
          tls: { passthrough: true },
        });
      way(vcluster, apiHost(vcluster), { name: vcluster });
      way(
        `${vcluster}-dashboard`,
        dashboardHost(vcluster),
        synced('kubernetes-dashboard', 'kubernetes-dashboard', vcluster),
      );
    }
  },
});

/** A service of a virtual cluster, by the name that it has in vc-host. */
function synced(name: string, namespace: string, vcluster: VCluster): ServiceReference {
  return { name: `${name}-x-${namespace}-x-${vcluster}` };
}
