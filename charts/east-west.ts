import type { Construct } from 'constructs';
import { Gateway } from '../constructs/istio/gateway';
import type { GatewayServicePort } from '../constructs/istio/operator-service';
import { VirtualService } from '../constructs/istio/virtual-service';
import type { Cluster } from '../fleet/mesh';
import { gatewayPart } from './istio-parts';
import { istioNamespace, istioOf, operatorDocument } from './operator-document';
import { PlatformComponent } from './platform-component';
import { dependOnIstiod } from './sync-order';

/** Ports of istiod: the one of its Service, and the one that the east-west gateway shows to the outside. */
const istiodPorts = [
  { name: 'tls-istiod', exposed: 15012, service: 15012 },
  { name: 'tls-webhook', exposed: 15017, service: 443 },
] as const;

function servicePorts(port: number): readonly GatewayServicePort[] {
  return [
    { name: 'status-port', port: 15021, targetPort: 15021 },
    { name: 'tls', port, targetPort: 15443 },
    ...istiodPorts.map(({ name, exposed }) => ({ name, port: exposed, targetPort: exposed })),
  ];
}

/** `istio-ewgw`: the gateway for traffic from other networks of the mesh, and for whoever reaches istiod from there. */
export class IstioEastWest extends PlatformComponent {
  constructor(scope: Construct, cluster: Cluster, eastWest: NonNullable<Cluster['eastWest']>) {
    super(scope, cluster, 'istio-ewgw');
    const network = cluster.network ?? '';
    const selector = { istio: 'eastwestgateway' };
    operatorDocument(this, cluster, {
      name: eastWest.document,
      ...gatewayPart(cluster, eastWest, {
        label: {
          ...selector,
          app: eastWest.name,
          'topology.istio.io/network': network,
          // The other clusters' istiods read the port from here, and take 15443 where nothing stands.
          ...(eastWest.port !== 15443 && { 'networking.istio.io/gatewayPort': String(eastWest.port) }),
        },
        k8s: {
          env: { ISTIO_META_REQUESTED_NETWORK_VIEW: network },
          service: { ports: servicePorts(eastWest.port) },
        },
      }),
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
    dependOnIstiod(this, cluster);
    if (eastWest.exposeIstiod) this.exposeIstiod(selector, cluster);
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
