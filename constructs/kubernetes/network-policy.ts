import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';
import { intOrString } from './int-or-string';
import { checkLabelSelector, lowerLabelSelector, type LabelSelector } from './label-selector';
import { checkPeers, lowerPeers, type Peer } from './network-policy-peer';
import { checkPortReference } from './service';

export const networkPolicyTypes = ['Ingress', 'Egress'] as const;
export type NetworkPolicyType = (typeof networkPolicyTypes)[number];

const protocols = ['TCP', 'UDP', 'SCTP'] as const;

/** Ports of the pods that are connected to. `port`, `protocol` or both are needed. */
export interface NetworkPolicyPort {
  /**
   * Number, 1-65535, or the name of a container's port.
   * @default - all ports of the protocol
   */
  readonly port?: number | string;
  /**
   * Last port of the range that begins with the number `port`, itself included.
   * @default - `port` alone
   */
  readonly endPort?: number;
  /** @default TCP */
  readonly protocol?: (typeof protocols)[number];
}

/** Connections that may come in. */
export interface NetworkPolicyIngressRule {
  /** At least one. */
  readonly from: readonly Peer[];
  /** @default - all ports */
  readonly ports?: readonly NetworkPolicyPort[];
}

/** Connections that may go out. */
export interface NetworkPolicyEgressRule {
  /** At least one. */
  readonly to: readonly Peer[];
  /** @default - all ports */
  readonly ports?: readonly NetworkPolicyPort[];
}

export interface NetworkPolicyProps extends ResourceProps {
  /**
   * The pods that the policy is for.
   * @default - all pods of the namespace
   */
  readonly podSelector?: LabelSelector;
  /**
   * Directions in which nothing passes but what a rule of a policy allows. Written out in any case: left to itself,
   * Kubernetes adds Ingress to a policy that has rules for egress alone.
   * @default - those of `ingress` and `egress` that are given, empty or not
   */
  readonly policyTypes?: readonly NetworkPolicyType[];
  /** @default - none: where `policyTypes` has Ingress, nothing comes in */
  readonly ingress?: readonly NetworkPolicyIngressRule[];
  /** @default - none: where `policyTypes` has Egress, nothing goes out, not even to DNS */
  readonly egress?: readonly NetworkPolicyEgressRule[];
}

/**
 * Who may connect to pods, and to whom they may connect. Sidecars keep the pods' addresses and the application's ports;
 * what comes from another network comes from an east-west gateway's pods.
 *
 * @throws UserError for what Kubernetes would refuse, and for rules that it would ignore
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class NetworkPolicy extends Resource {
  readonly apiObject: k8s.KubeNetworkPolicy;

  constructor(scope: Construct, id: string, props: NetworkPolicyProps) {
    super(scope, id, props);
    this.check('NetworkPolicy', (checks) => checkNetworkPolicy(props, checks));
    this.apiObject = new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: this.metadata,
      spec: lower(props),
    });
  }
}

function policyTypesOf({ policyTypes, ingress, egress }: NetworkPolicyProps): readonly NetworkPolicyType[] {
  return (
    policyTypes ?? networkPolicyTypes.filter((type) => (type === 'Ingress' ? ingress : egress) !== undefined)
  );
}

function checkNetworkPolicy(props: NetworkPolicyProps, checks: Checks): void {
  const { podSelector, policyTypes = [], ingress, egress } = props;
  if (podSelector !== undefined) checkLabelSelector(podSelector, checks.at('podSelector'));
  const types = policyTypesOf(props);
  const at = checks.at('policyTypes');
  at.expect(
    types.length > 0,
    'is missing or empty, and so are ingress and egress: say in which direction the pods are to be closed',
  );
  policyTypes.forEach((type, index) => {
    at.at(index).oneOf(type, networkPolicyTypes);
    at.at(index).expect(!policyTypes.slice(0, index).includes(type), `${show(type)} is there already`);
  });
  for (const [field, type, rules] of [
    ['ingress', 'Ingress', ingress],
    ['egress', 'Egress', egress],
  ] as const) {
    checks
      .at(field)
      .expect(
        rules === undefined || types.includes(type),
        `is given, and policyTypes leaves ${type} out: Kubernetes would ignore it`,
      );
  }
  ingress?.forEach(({ from, ports }, index) => {
    checkPeers(from, checks.at('ingress').at(index).at('from'));
    if (ports !== undefined) checkPorts(ports, checks.at('ingress').at(index).at('ports'));
  });
  egress?.forEach(({ to, ports }, index) => {
    checkPeers(to, checks.at('egress').at(index).at('to'));
    if (ports !== undefined) checkPorts(ports, checks.at('egress').at(index).at('ports'));
  });
}

function checkPorts(ports: readonly NetworkPolicyPort[], checks: Checks): void {
  checks.expect(
    ports.length > 0,
    'is empty: Kubernetes takes it for all ports; leave it out if that is meant',
  );
  ports.forEach(({ port, endPort, protocol }, index) => {
    const at = checks.at(index);
    if (protocol !== undefined) at.at('protocol').oneOf(protocol, protocols);
    at.expect(
      port !== undefined || protocol !== undefined,
      'has neither port nor protocol: Kubernetes takes it for all TCP ports; give protocol TCP if that is meant',
    );
    if (typeof port === 'string') checkPortReference(port, at.at('port'));
    else if (port !== undefined) at.at('port').port(port);
    if (endPort === undefined || !at.at('endPort').port(endPort)) return;
    at.at('endPort').expect(
      typeof port === 'number' && endPort >= port,
      `${endPort} ends no range that begins with ${show(port)}: Kubernetes wants a number as port, at most endPort`,
    );
  });
}

function lower(props: NetworkPolicyProps): k8s.NetworkPolicySpec {
  const { podSelector = {}, ingress, egress } = props;
  return {
    podSelector: lowerLabelSelector(podSelector),
    policyTypes: [...policyTypesOf(props)],
    ingress: ingress?.map(({ from, ports }) => ({ from: lowerPeers(from), ports: ports?.map(lowerPort) })),
    egress: egress?.map(({ to, ports }) => ({ to: lowerPeers(to), ports: ports?.map(lowerPort) })),
  };
}

function lowerPort({ port, endPort, protocol }: NetworkPolicyPort): k8s.NetworkPolicyPort {
  return { port: port === undefined ? undefined : intOrString(port), endPort, protocol };
}
