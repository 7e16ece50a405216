import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { serviceTypes, type ServiceType } from '../kubernetes/service';

/** One port of a gateway's Service, and of its pods. */
export interface GatewayServicePort {
  /** Unique in the gateway. */
  readonly name: string;
  /** 1-65535. */
  readonly port: number;
  /**
   * Port of the pods, from 1024 unless the gateway runs as root. A number: the chart opens it in the container too.
   * @default - `port`
   */
  readonly targetPort?: number;
  /**
   * Port on every node.
   * @default - the cluster picks one
   */
  readonly nodePort?: number;
  /** @default TCP */
  readonly protocol?: 'TCP' | 'UDP';
}

/** What a component's Service is, beside the chart's. Its annotations are `serviceAnnotations`. */
export interface GatewayServiceSettings {
  /** @default - the chart's: LoadBalancer for ingress, ClusterIP otherwise */
  readonly type?: ServiceType;
  /**
   * All ports, in place of the chart's. The first is what some load balancers ask for health: 15021.
   * @default - 15021, 80 to 8080 and 443 to 8443; for egress 80 and 443
   */
  readonly ports?: readonly GatewayServicePort[];
  /** @default - the load balancer picks one */
  readonly loadBalancerIP?: string;
  /** @default - the cluster's */
  readonly loadBalancerClass?: string;
  /**
   * Address ranges that may connect.
   * @default - all
   */
  readonly loadBalancerSourceRanges?: readonly string[];
  /** @default - none */
  readonly externalIPs?: readonly string[];
  /**
   * Local keeps the client's address, and serves on the nodes that have a pod.
   * @default Cluster
   */
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  /** @default Cluster */
  readonly internalTrafficPolicy?: 'Cluster' | 'Local';
  /** @default None */
  readonly sessionAffinity?: 'None' | 'ClientIP';
  /** @default true */
  readonly allocateLoadBalancerNodePorts?: boolean;
  /** @default - the cluster's */
  readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[];
  /** @default - the cluster's */
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';
}

/** Fields that Kubernetes refuses on a Service of type ClusterIP. */
const outwards = [
  'loadBalancerIP',
  'loadBalancerClass',
  'loadBalancerSourceRanges',
  'externalTrafficPolicy',
  'allocateLoadBalancerNodePorts',
] as const;

export function checkGatewayService(service: GatewayServiceSettings, checks: Checks): void {
  if (service.type !== undefined && checks.at('type').oneOf(service.type, serviceTypes)) {
    for (const field of service.type === 'ClusterIP' ? outwards : []) {
      checks
        .at(field)
        .expect(
          service[field] === undefined,
          'is given with type ClusterIP: nothing comes from outside there',
        );
    }
  }
  if (service.loadBalancerIP !== undefined) checks.at('loadBalancerIP').ipAddress(service.loadBalancerIP);
  service.loadBalancerSourceRanges?.forEach((range, index) =>
    checks.at('loadBalancerSourceRanges').at(index).cidr(range),
  );
  service.externalIPs?.forEach((address, index) => checks.at('externalIPs').at(index).ipAddress(address));
  if (service.ports !== undefined) checkPorts(service.ports, checks.at('ports'));
}

function checkPorts(ports: readonly GatewayServicePort[], checks: Checks): void {
  checks.expect(
    ports.length > 0,
    "is empty: istioctl would leave the chart's ports; name those that you want",
  );
  const names = new Set<string>();
  const numbers = new Set<string>();
  ports.forEach(({ name, port, targetPort, nodePort, protocol = 'TCP' }, index) => {
    const at = checks.at(index);
    at.at('name').dnsLabel(name);
    at.at('name').expect(!names.has(name), `${show(name)} names two ports: Kubernetes refuses it`);
    names.add(name);
    at.at('protocol').oneOf(protocol, ['TCP', 'UDP']);
    if (at.at('port').port(port)) {
      const key = `${port}/${protocol}`;
      at.at('port').expect(!numbers.has(key), `${key} is taken by another port of the service`);
      numbers.add(key);
    }
    if (targetPort !== undefined) at.at('targetPort').port(targetPort);
    if (nodePort !== undefined) at.at('nodePort').port(nodePort);
  });
}

/** Records the ports that a gateway's pod, which is not root, could not open. Source: istioctl's validation. */
export function checkUnprivilegedPorts(
  ports: readonly GatewayServicePort[],
  values: string,
  checks: Checks,
): void {
  ports.forEach(({ port, targetPort }, index) =>
    checks
      .at(index)
      .at('targetPort')
      .expect(
        targetPort === undefined ? port > 1024 : targetPort >= 1024,
        `${targetPort === undefined ? `is missing, so ${port}` : targetPort} needs root, and istioctl refuses it: ` +
          `give one from 1024, or set ${values}.runAsRoot`,
      ),
  );
}

export function lowerGatewayService(service: GatewayServiceSettings): Readonly<Record<string, unknown>> {
  return {
    ...service,
    // Without a targetPort istioctl renders 0.
    ports: service.ports?.map((port) => ({ ...port, targetPort: port.targetPort ?? port.port })),
  };
}
