import { Construct } from 'constructs';
import type { Addressable } from '../istio/destination';
import { Gateway } from '../istio/gateway';
import { VirtualService } from '../istio/virtual-service';
import { exposedServer, type Exposure } from './exposure';

export interface TierTwoProps {
  /** Name of the Gateway and the VirtualService. */
  readonly name: string;
  /** Namespace of both. */
  readonly namespace: string;
  /** Host that clients, and the tier above, ask for. */
  readonly host: string;
  /** Labels of the gateway's pods. */
  readonly selector: Readonly<Record<string, string>>;
  readonly exposure: Exposure;
  /** The service that answers. */
  readonly service: Addressable;
  /** Port of the service, 1-65535. */
  readonly port: number;
}

/** The gateway of a cluster that leads a host to the service of that cluster which answers for it. */
export class TierTwo extends Construct {
  constructor(scope: Construct, id: string, props: TierTwoProps) {
    super(scope, id);
    const { name, namespace, host, selector, exposure, service, port } = props;
    const gateway = new Gateway(this, 'gateway', {
      name,
      namespace,
      selector,
      servers: [exposedServer(exposure, [host])],
    });
    new VirtualService(this, 'routes', {
      name,
      namespace,
      hosts: [host],
      gateways: [gateway],
      http: [{ route: [{ destination: service, port }] }],
    });
  }
}
