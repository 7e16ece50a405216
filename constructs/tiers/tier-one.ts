import { Construct } from 'constructs';
import { DestinationRule } from '../istio/destination-rule';
import { Gateway } from '../istio/gateway';
import { LoadBalancer } from '../istio/load-balancer';
import type { OutlierDetection } from '../istio/outlier-detection';
import { ServiceEntry } from '../istio/service-entry';
import { VirtualService } from '../istio/virtual-service';
import { exposedPort, exposedServer, type Exposure } from './exposure';

/** A gateway of the tier below. */
export interface TierTwoEndpoint {
  /** Name of its cluster. */
  readonly cluster: string;
  /** Address of its load balancer. */
  readonly address: string;
}

export interface TierOneProps {
  /** Name of the objects. */
  readonly name: string;
  /** Namespace of the objects. */
  readonly namespace: string;
  /** Host that clients ask for. */
  readonly host: string;
  /** Labels of the gateway's pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** How clients meet this tier. */
  readonly exposure: Exposure;
  /** The gateways of the tier below, the one that is preferred first. At least one. */
  readonly tierTwo: readonly TierTwoEndpoint[];
  /** How the tier below meets its clients, this tier. */
  readonly tierTwoExposure: Exposure;
  /**
   * Secret, beside the gateway's pods, with the CA that the tier below has its certificate from.
   * @default - the operating system's CAs; not for plain HTTP
   */
  readonly tierTwoCa?: string;
  /** When a gateway of the tier below counts as sick, and for how long. */
  readonly outlierDetection: OutlierDetection;
}

/** Label of the endpoints; topology.istio.io/cluster would be the cluster of the entry, istiod sees to that. */
const CLUSTER = 'cluster';

/**
 * The gateway in front of the clusters: it leads a host to the gateway of the preferred cluster, and to the next one
 * while that is sick.
 *
 * Istio knows no tiers. The gateways below are the endpoints of a ServiceEntry, labelled with their clusters, and
 * `failoverPriority` puts one label first: an order that does not hang on how nodes are labelled.
 */
export class TierOne extends Construct {
  constructor(scope: Construct, id: string, props: TierOneProps) {
    super(scope, id);
    const {
      name,
      namespace,
      host,
      selector,
      exposure,
      tierTwo,
      tierTwoExposure,
      tierTwoCa,
      outlierDetection,
    } = props;
    const gateway = new Gateway(this, 'gateway', {
      name,
      namespace,
      selector,
      servers: [exposedServer(exposure, [host])],
    });
    const port = exposedPort(tierTwoExposure);
    const entry = new ServiceEntry(this, 'tier-two', {
      name,
      namespace,
      // A name of its own: the host's own name is the clients', and stays in their requests.
      hosts: [`tier-2.${host}`],
      ports: [
        { number: port, name: tierTwoExposure.scheme === 'http' ? 'http' : 'http-tls', protocol: 'HTTP' },
      ],
      location: 'MESH_EXTERNAL',
      resolution: 'STATIC',
      exportTo: ['.'],
      endpoints: tierTwo.map(({ cluster, address }) => ({ address, labels: { [CLUSTER]: cluster } })),
    });
    new DestinationRule(this, 'failover', {
      name,
      namespace,
      host: entry,
      exportTo: ['.'],
      trafficPolicy: {
        outlierDetection,
        ...(tierTwo.length > 1 && {
          loadBalancer: LoadBalancer.unspecified({
            localityLbSetting: { failoverPriority: [`${CLUSTER}=${tierTwo[0]?.cluster ?? ''}`] },
          }),
        }),
        ...(tierTwoExposure.scheme === 'https' && {
          tls: { mode: 'SIMPLE', sni: host, subjectAltNames: [host], credentialName: tierTwoCa },
        }),
      },
    });
    new VirtualService(this, 'routes', {
      name,
      namespace,
      hosts: [host],
      gateways: [gateway],
      http: [{ route: [{ destination: entry, port }] }],
    });
  }
}
