import type { Construct } from 'constructs';
import {
  Sidecar as SidecarObject,
  type SidecarSpec,
  type SidecarSpecEgress,
  type SidecarSpecInboundConnectionPool,
  type SidecarSpecIngress,
  type SidecarSpecOutboundTrafficPolicy,
} from '../../imports/networking.istio.io';
import type { Checks } from '../../values/checks';
import { isHostName } from '../../values/host';
import { checkSelector } from '../../values/selector';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';
import { checkConnectionPool, type ConnectionPool } from './connection-pool';
import { hostOf } from './destination';
import { checkDestination, type Destination, lowerDestination } from './route-destination';
import { checkSidecarEgress, lowerSidecarEgress, type SidecarEgress } from './sidecar-egress';
import { checkSidecarIngress, type SidecarIngress } from './sidecar-ingress';

export const outboundTrafficModes = ['REGISTRY_ONLY', 'ALLOW_ANY'] as const;

/** What becomes of traffic to hosts that the mesh does not know. */
export interface OutboundTrafficPolicy {
  /** Refused, or let through. */
  readonly mode: (typeof outboundTrafficModes)[number];
  /**
   * Where it goes instead, by full host name and with a port. For the mode ALLOW_ANY.
   * @default - to the address that it is for
   */
  readonly egressProxy?: Destination;
}

/** At least one of ingress, egress, outboundTrafficPolicy and inboundConnectionPool. */
export interface SidecarProps extends ResourceProps {
  /**
   * Labels of the workloads, in the Sidecar's namespace, whose sidecars it configures. A namespace can have one Sidecar
   * without; in the root namespace, that is every other namespace's.
   * @default - all
   */
  readonly workloadSelector?: Readonly<Record<string, string>>;
  /**
   * What the workload takes. The ports are unique.
   * @default - the ports of its services
   */
  readonly ingress?: readonly SidecarIngress[];
  /**
   * What the workload sends.
   * @default - to all that its namespace sees
   */
  readonly egress?: readonly SidecarEgress[];
  /** @default - the mesh's */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
  /**
   * Limits of the connections to the workload, on ports that have none of their own.
   * @default - those of the DestinationRule
   */
  readonly inboundConnectionPool?: ConnectionPool;
}

/**
 * Limits what sidecars listen on, and which hosts they know.
 *
 * @throws UserError for listeners that Istio would refuse or ignore
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export class Sidecar extends Resource {
  readonly apiObject: SidecarObject;

  constructor(scope: Construct, id: string, props: SidecarProps) {
    super(scope, id, props);
    this.check('Sidecar', (checks) => checkSidecar(props, checks, this.namespace));
    this.apiObject = new SidecarObject(this, 'Resource', { metadata: this.metadata, spec: lower(props) });
  }
}

function checkSidecar(props: SidecarProps, checks: Checks, namespace: string | undefined): void {
  const { workloadSelector, ingress = [], egress = [], outboundTrafficPolicy, inboundConnectionPool } = props;
  checks.expect(
    ingress.length + egress.length > 0 ||
      outboundTrafficPolicy !== undefined ||
      inboundConnectionPool !== undefined,
    'has none of ingress, egress, outboundTrafficPolicy and inboundConnectionPool: Istio refuses an empty Sidecar',
  );
  if (workloadSelector !== undefined) checkSelector(checks.at('workloadSelector'), workloadSelector);
  ingress.forEach((listener, index) => {
    const at = checks.at('ingress').at(index);
    checkSidecarIngress(listener, at);
    at.at('port')
      .at('number')
      .expect(
        ingress.findIndex(({ port }) => port.number === listener.port.number) === index,
        `${show(listener.port.number)} is that of an earlier listener: Istio refuses it`,
      );
  });
  checkSidecarEgress(egress, checks.at('egress'), namespace);
  if (outboundTrafficPolicy !== undefined)
    checkOutbound(outboundTrafficPolicy, checks.at('outboundTrafficPolicy'));
  if (inboundConnectionPool !== undefined) {
    checkConnectionPool(inboundConnectionPool, checks.at('inboundConnectionPool'));
  }
}

function checkOutbound({ mode, egressProxy }: OutboundTrafficPolicy, checks: Checks): void {
  checks.at('mode').oneOf(mode, outboundTrafficModes);
  if (egressProxy === undefined) return;
  const at = checks.at('egressProxy');
  at.expect(mode === 'ALLOW_ANY', `stands beside mode ${mode}, which lets nothing through: Istio refuses it`);
  checkDestination(egressProxy, at);
  const host = hostOf(egressProxy.destination);
  at.at('destination').expect(
    isHostName(host) && host.includes('.'),
    `${show(host)} is not a full host name, which a proxy for all namespaces has`,
  );
  at.at('port').expect(egressProxy.port !== undefined, 'is missing: Istio refuses a proxy without one');
}

function lower(props: SidecarProps): SidecarSpec {
  const { workloadSelector, ingress, egress, outboundTrafficPolicy, inboundConnectionPool } = props;
  // The imported enums have the values of our unions.
  return {
    workloadSelector: workloadSelector && { labels: { ...workloadSelector } },
    ingress: ingress?.map((one) => ({ ...one, port: { ...one.port } }) as SidecarSpecIngress),
    egress: egress?.map((one) => lowerSidecarEgress(one) as SidecarSpecEgress),
    outboundTrafficPolicy:
      outboundTrafficPolicy &&
      ({
        mode: outboundTrafficPolicy.mode,
        ...(outboundTrafficPolicy.egressProxy && {
          egressProxy: lowerDestination(outboundTrafficPolicy.egressProxy),
        }),
      } as SidecarSpecOutboundTrafficPolicy),
    inboundConnectionPool: inboundConnectionPool as SidecarSpecInboundConnectionPool | undefined,
  };
}
