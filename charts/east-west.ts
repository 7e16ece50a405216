import type { Construct } from 'constructs';
import { Gateway } from '../constructs/istio/gateway';
import { VirtualService } from '../constructs/istio/virtual-service';
import type { Cluster } from '../fleet/mesh';
import { drainOverlays } from './gateway-drain';
import { istioNamespace, istioOf, operatorDocument } from './operator-document';
import { PlatformComponent } from './platform-component';

/** Ports of istiod: the one of its Service, and the one that the east-west gateway shows to the outside. */
const istiodPorts = [
  { name: 'tls-istiod', exposed: 15012, service: 15012 },
  { name: 'tls-webhook', exposed: 15017, service: 443 },
] as const;

/** `istio-ewgw`: the gateway for traffic from other networks of the mesh, and for whoever reaches istiod from there. */
export class IstioEastWest extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster, eastWest: NonNullable<Cluster['eastWest']>) {
    super(scope, cluster, 'istio-ewgw');
    const { name, port, exposeIstiod, drainSeconds } = eastWest;
    const selector = { istio: 'eastwestgateway' };
    const tls = { name: 'tls', port, targetPort: 15443 };
    operatorDocument(this, 'istio-ewgw', cluster, {
      components: {
        ingressGateways: [
          {
            name,
            enabled: true,
            label: { ...selector, app: name, 'topology.istio.io/network': cluster.network ?? '' },
            k8s: {
              env: { ISTIO_META_REQUESTED_NETWORK_VIEW: cluster.network ?? '' },
              overlays: drainOverlays(name, drainSeconds),
              service: {
                ports: [
                  { name: 'status-port', port: 15021, targetPort: 15021 },
                  tls,
                  ...istiodPorts.map(({ name: portName, exposed }) => ({
                    name: portName,
                    port: exposed,
                    targetPort: exposed,
                  })),
                ],
              },
            },
          },
        ],
      },
      values: { gateways: { 'istio-ingressgateway': { injectionTemplate: 'gateway' } } },
    });

    new Gateway(this, 'cross-network-gateway', {
      selector,
      servers: [
        {
          port: { number: 15443, name: 'tls', protocol: 'TLS' },
          hosts: ['*.local'],
          tls: { mode: 'AUTO_PASSTHROUGH' },
        },
      ],
    });
    if (exposeIstiod) this.exposeIstiod(selector, cluster);
  }

  private exposeIstiod(selector: Readonly<Record<string, string>>, cluster: Cluster): void {
    const { revision } = istioOf(cluster);
    const gateway = new Gateway(this, 'istiod-gateway', {
      selector,
      servers: istiodPorts.map(({ name, exposed }) => ({
        port: { number: exposed, name, protocol: 'TLS' },
        hosts: ['*'],
        tls: { mode: 'PASSTHROUGH' },
      })),
    });
    const istiod = `istiod${revision === undefined ? '' : `-${revision}`}.${istioNamespace}.svc.cluster.local`;
    new VirtualService(this, 'istiod-vs', {
      hosts: ['*'],
      gateways: [gateway],
      tls: istiodPorts.map(({ exposed, service }) => ({
        match: [{ port: exposed, sniHosts: ['*'] }],
        route: [{ destination: istiod, port: service }],
      })),
    });
  }
}
