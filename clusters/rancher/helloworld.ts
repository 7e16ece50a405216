import { Certificate } from '../../constructs/cert-manager/certificate';
import { DestinationRule } from '../../constructs/istio/destination-rule';
import { Gateway } from '../../constructs/istio/gateway';
import { HttpMatch } from '../../constructs/istio/http-match';
import type { HttpRoute } from '../../constructs/istio/http-route';
import { VirtualService } from '../../constructs/istio/virtual-service';
import { AppDeployment } from '../../constructs/kubernetes/app-deployment';
import { restrictedSecurity } from '../../constructs/kubernetes/container-security';
import { Namespace } from '../../constructs/kubernetes/namespace';
import { NetworkPolicy } from '../../constructs/kubernetes/network-policy';
import { Peer } from '../../constructs/kubernetes/network-policy-peer';
import { Service } from '../../constructs/kubernetes/service';
import { defineApplication } from '../../fleet/application';
import { issuer } from './letsencrypt';
import { domain, imageOf, mesh } from './mesh';
import { dns, metricsPorts, tcp } from './restrictions';

export const host = `helloistio.${domain}`;
const port = 5000;
/** Namespace of the ingress gateway, where it looks for certificates. */
const gateways = 'istio-system';

/**
 * One version of helloworld in a cluster, and the ways to both versions: by HTTP for any host, and by HTTPS with a
 * certificate of Let's Encrypt, which only the people of the gateway's namespace may ask for.
 */
export const helloworld = (site: 'mcsps-test-k8s-01' | 'mcsps-test-k8s-02', version: 'v1' | 'v2') =>
  defineApplication(mesh, {
    name: 'helloworld',
    namespace: 'sample',
    clusters: [site],
    build: (component, cluster) => {
      new Namespace(component, 'sample', { meshMembership: cluster.membershipOf('sample') });

      const service = new Service(component, 'service', {
        name: 'helloworld',
        labels: { app: 'helloworld', service: 'helloworld' },
        selector: { app: 'helloworld' },
        ports: [{ port, protocol: 'http' }],
      });
      new AppDeployment(component, `helloworld-${version}`, {
        app: 'helloworld',
        version,
        service,
        image: imageOf(version),
        resources: { requests: { cpu: '100m' } },
        securityContext: { ...restrictedSecurity, runAsUser: 1000, readOnlyRootFilesystem: true },
      });

      new NetworkPolicy(component, 'np-helloworld', {
        podSelector: { matchLabels: { app: 'helloworld' } },
        ingress: [
          { from: [Peer.anywhere()], ports: tcp(port, 15012) },
          // Not in the document.
          { from: [Peer.anywhere()], ports: metricsPorts },
        ],
        egress: [
          { to: [Peer.anywhere()], ports: [...tcp(port, 15012), ...dns] },
          // Not in the document: the other version is behind the other network's gateway.
          { to: [Peer.anywhere()], ports: tcp(15443) },
        ],
      });

      const rule = new DestinationRule(component, 'rule', {
        name: 'helloworld',
        host: service,
        subsets: [
          { name: 'v1', labels: { version: 'v1' } },
          { name: 'v2', labels: { version: 'v2' } },
        ],
      });
      const split = (v1: number, v2: number): HttpRoute => ({
        match: [HttpMatch.exact('/hello')],
        route: [
          { destination: rule.subset('v1'), port, weight: v1 },
          { destination: rule.subset('v2'), port, weight: v2 },
        ],
      });

      new VirtualService(component, 'routes', {
        name: 'helloworld',
        hosts: ['*'],
        gateways: [
          new Gateway(component, 'helloworld-gateway', {
            selector: { istio: 'ingressgateway' },
            servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
          }),
        ],
        http: [split(10, 90)],
      });

      const certificate = new Certificate(component, 'helloistio', {
        namespace: gateways,
        issuer,
        secretName: host.replaceAll('.', '-'),
        commonName: host,
        dnsNames: [host],
      });
      const address = cluster.ingress?.address;
      new VirtualService(component, 'helloworld-ssl', {
        namespace: gateways,
        hosts: ['*'],
        gateways: [
          new Gateway(component, 'helloworld-ssl-gateway', {
            namespace: gateways,
            annotations: address === undefined ? {} : { 'external-dns.alpha.kubernetes.io/target': address },
            selector: { istio: 'ingressgateway' },
            servers: [
              {
                port: { number: 443, name: 'https', protocol: 'HTTPS' },
                hosts: [host],
                tls: { mode: 'SIMPLE', credentialName: certificate.secretName },
              },
            ],
          }),
        ],
        http: [split(90, 10)],
      });
    },
  });
