import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { checkLabels } from '../../values/label';
import { show } from '../../values/user-error';
import type { Addressable } from '../istio/destination';
import { Resource, type ResourceProps } from '../resource';
import { intOrString } from './int-or-string';
import { portProtocols, selectedProtocol, type PortProtocol } from './port-protocol';

export const serviceTypes = ['ClusterIP', 'NodePort', 'LoadBalancer'] as const;
export type ServiceType = (typeof serviceTypes)[number];

/** One port of a service. */
export interface ServicePort {
  /** Port that clients call, 1-65535. */
  readonly port: number;
  /** What it speaks. Istio reads it from the name alone, so the name must say the same. */
  readonly protocol: PortProtocol;
  /**
   * Unique in the service: the protocol, alone or followed by `-` and whatever tells two ports apart
   * (`http-metrics`), unless `appProtocol` says it.
   * @default - the protocol
   */
  readonly name?: string;
  /**
   * Port of the pods, 1-65535, or the name of their container's port. A machine's WorkloadEntry needs that name
   * in its `ports`: Istio skips it as an endpoint otherwise. A number needs nothing there.
   * @default - `port`
   */
  readonly targetPort?: number | string;
  /**
   * The protocol once more, in the field that stands above the name for Istio: the name may then be any.
   * @default - none; the name says it
   */
  readonly appProtocol?: PortProtocol;
  /**
   * Port on every node, for the types NodePort and LoadBalancer.
   * @default - the cluster picks one
   */
  readonly nodePort?: number;
}

/** What a service can be beside its ports and the pods behind it. */
export interface ServiceSettings {
  /** @default ClusterIP */
  readonly type?: ServiceType;
  /**
   * Gives the service no address of its own: its name resolves to the pods.
   * @default false
   */
  readonly headless?: boolean;
  /**
   * Lists pods that are not ready as well.
   * @default false
   */
  readonly publishNotReadyAddresses?: boolean;
}

export interface ServiceProps extends ResourceProps, ServiceSettings {
  /** Labels of the pods that serve. Several Deployments share a service by the labels they have in common. */
  readonly selector: Readonly<Record<string, string>>;
  /** At least one. */
  readonly ports: readonly ServicePort[];
}

/**
 * A service in one cluster. In a mesh of several clusters, the services of one name and namespace are one: each
 * cluster from which it is called needs it.
 *
 * @throws UserError for ports whose names make Istio treat them as something else, and for what Kubernetes refuses
 */
export class Service extends Resource implements Addressable {
  readonly apiObject: k8s.KubeService;
  readonly host: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id, props);
    this.check('Service', (checks) => {
      checkServiceName(this.name, checks.at('name'));
      checkNamespace(this.namespace, checks);
      checkService(props, checks);
    });
    this.host = `${this.name}.${this.namespace}.svc.cluster.local`;
    this.selector = props.selector;
    this.ports = props.ports;
    this.apiObject = new k8s.KubeService(this, 'Resource', { metadata: this.metadata, spec: lower(props) });
  }
}

export function portName({ name, protocol }: ServicePort): string {
  return name ?? protocol;
}

/** The transport below the port's protocol, as Kubernetes names it. */
export function transportOf({ protocol }: ServicePort): 'TCP' | 'UDP' {
  return protocol === 'udp' ? 'UDP' : 'TCP';
}

export function checkServiceName(name: string, checks: Checks): void {
  checks.expect(
    /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name),
    `${show(name)} is not a service's name (lower-case letters, digits and "-", at most 63, first a letter, last a letter or digit)`,
  );
}

/** What has a host name or a principal needs its namespace for it. */
export function checkNamespace(namespace: string | undefined, checks: Checks): void {
  const at = checks.at('namespace');
  if (namespace === undefined) at.fail('is missing: neither the props nor the component name one');
  else at.dnsLabel(namespace);
}

export function checkServicePorts(ports: readonly ServicePort[], checks: Checks): void {
  const names = new Set<string>();
  const numbers = new Set<string>();
  ports.forEach((port, index) => {
    const at = checks.at(index);
    if (at.at('port').port(port.port)) {
      const key = `${port.port}/${transportOf(port)}`;
      at.at('port').expect(!numbers.has(key), `${key} is taken by another port of the service`);
      numbers.add(key);
    }
    const { targetPort } = port;
    if (typeof targetPort === 'string') checkPortReference(targetPort, at.at('targetPort'));
    else if (targetPort !== undefined) at.at('targetPort').port(targetPort);
    if (port.nodePort !== undefined) at.at('nodePort').port(port.nodePort);

    const name = portName(port);
    at.at('name').dnsLabel(name);
    at.at('name').expect(
      !names.has(name),
      `${show(name)} names two ports: give each its own, such as ${show(`${port.protocol}-metrics`)}`,
    );
    names.add(name);
    if (at.at('protocol').oneOf(port.protocol, portProtocols)) checkProtocol(port, at);
  });
}

function checkService({ selector, ports, type, headless }: ServiceProps, checks: Checks): void {
  checks
    .at('selector')
    .expect(Object.keys(selector).length > 0, 'is empty: the service would have no endpoint');
  checkLabels(selector, checks.at('selector'));
  checks.at('ports').expect(ports.length > 0, 'is empty: a service without a port is called by nobody');
  checkServicePorts(ports, checks.at('ports'));
  checkServiceSettings({ type, headless }, ports, checks);
}

export function checkServiceSettings(
  { type, headless }: ServiceSettings,
  ports: readonly ServicePort[],
  checks: Checks,
): void {
  if (type !== undefined) checks.at('type').oneOf(type, serviceTypes);
  const isClusterIp = type === undefined || type === 'ClusterIP';
  checks
    .at('headless')
    .expect(
      !headless || isClusterIp,
      `is set with type ${type}: Kubernetes refuses it, only ClusterIP can be headless`,
    );
  checks
    .at('type')
    .expect(
      !isClusterIp || ports.every(({ nodePort }) => nodePort === undefined),
      'is ClusterIP, and a port has a nodePort: Kubernetes refuses it',
    );
}

/** The name of a container's port, as Kubernetes has it: an IANA service name. */
export function checkPortReference(name: string, checks: Checks): void {
  checks.expect(
    /^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/.test(name) && /[a-z]/.test(name) && !name.includes('--'),
    `${show(name)} is not the name of a container's port (lower-case letters, digits and "-", at most 15, one letter at least)`,
  );
}

function checkProtocol(port: ServicePort, checks: Checks): void {
  const { protocol, appProtocol } = port;
  if (appProtocol !== undefined) {
    checks
      .at('appProtocol')
      .expect(
        appProtocol === protocol,
        `${show(appProtocol)} is not the protocol ${show(protocol)}: it is what Istio would go by`,
      );
    return;
  }
  // Nothing that a UDP port is called changes what Istio does with it: it looks at the transport first.
  if (protocol === 'udp') return;
  const name = portName(port);
  const selected = selectedProtocol(port.port, name);
  if (selected === protocol) return;
  checks
    .at('name')
    .fail(
      (selected === undefined
        ? `${show(name)} names no protocol that Istio knows: it would guess at HTTP or TCP from each connection's first bytes, not take the port for ${protocol}`
        : `${show(name)} makes Istio take the port for ${selected}, not for ${protocol}`) +
        `; call it ${show(protocol)} or ${show(`${protocol}-…`)}, or set appProtocol`,
    );
}

function lower({ selector, ports, type, headless, publishNotReadyAddresses }: ServiceProps): k8s.ServiceSpec {
  return {
    type,
    clusterIp: headless ? 'None' : undefined,
    publishNotReadyAddresses,
    selector: { ...selector },
    ports: ports.map((port): k8s.ServicePort => ({
      name: portName(port),
      port: port.port,
      targetPort: intOrString(port.targetPort ?? port.port),
      // Kubernetes' default is left out, as in most manifests.
      protocol: transportOf(port) === 'TCP' ? undefined : 'UDP',
      appProtocol: port.appProtocol,
      nodePort: port.nodePort,
    })),
  };
}
