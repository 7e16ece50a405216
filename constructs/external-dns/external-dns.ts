import type { Construct } from 'constructs';
import { AppDeployment, type AppDeploymentProps } from '../kubernetes/app-deployment';
import { ClusterRole } from '../kubernetes/cluster-role';
import { ClusterRoleBinding } from '../kubernetes/cluster-role-binding';
import { PolicyRule } from '../kubernetes/policy-rule';
import { Subject } from '../kubernetes/rbac-subject';
import { Resource } from '../resource';
import { checkArguments, lowerArguments, type DnsSource, type ExternalDnsArguments } from './arguments';

export interface ExternalDnsProps
  extends
    ExternalDnsArguments,
    Omit<
      AppDeploymentProps,
      | 'args'
      | 'command'
      | 'version'
      | 'replicas'
      | 'autoscaling'
      | 'strategy'
      | 'disruptionBudget'
      | 'service'
    > {}

/**
 * external-dns: writes records for the hosts that objects of the cluster name. One pod, which ends before the next one
 * starts, with an account that may read the sources and nothing else.
 *
 * A gateway's hosts point to the addresses of its Service, unless the Gateway bears
 * `external-dns.alpha.kubernetes.io/target`.
 *
 * @throws UserError for what external-dns would refuse, and for a provider that nothing speaks for
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/flags/
 */
export class ExternalDns extends Resource {
  readonly apiObject: AppDeployment['apiObject'];
  readonly deployment: AppDeployment;

  constructor(scope: Construct, id: string, props: ExternalDnsProps) {
    super(scope, id, props);
    this.check('ExternalDns', (checks) =>
      checkArguments(props, (props.otherContainers ?? []).length > 0, checks),
    );
    const { name, namespace } = this;
    this.deployment = new AppDeployment(this, 'Deployment', {
      ...props,
      name,
      namespace,
      strategy: 'Recreate',
      args: lowerArguments(props),
    });
    this.apiObject = this.deployment.apiObject;
    const { serviceAccount } = this.deployment;
    new ClusterRoleBinding(this, 'ClusterRoleBinding', {
      name: `${name}-viewer`,
      labels: props.labels,
      role: new ClusterRole(this, 'ClusterRole', {
        name,
        labels: props.labels,
        rules: rulesFor(props.sources),
      }),
      subjects: [
        Subject.serviceAccount({
          name: serviceAccount.name,
          namespace: serviceAccount.namespace ?? namespace,
        }),
      ],
    });
  }
}

/** What external-dns reads for each source. Source: its documentation and its own Helm chart, since 0.18. */
const reads: Readonly<Record<DnsSource, readonly (readonly [apiGroup: string, resource: string])[]>> = {
  service: [
    ['', 'services'],
    ['', 'pods'],
    ['', 'nodes'],
    ['discovery.k8s.io', 'endpointslices'],
  ],
  ingress: [['networking.k8s.io', 'ingresses']],
  'istio-gateway': [
    ['', 'services'],
    ['networking.istio.io', 'gateways'],
  ],
  'istio-virtualservice': [
    ['', 'services'],
    ['networking.istio.io', 'gateways'],
    ['networking.istio.io', 'virtualservices'],
  ],
  node: [['', 'nodes']],
  pod: [
    ['', 'pods'],
    ['', 'nodes'],
  ],
  crd: [['externaldns.k8s.io', 'dnsendpoints']],
};

function rulesFor(sources: readonly DnsSource[]): PolicyRule[] {
  const byGroup = new Map<string, Set<string>>();
  for (const [apiGroup, resource] of sources.flatMap((source) => reads[source])) {
    byGroup.set(apiGroup, (byGroup.get(apiGroup) ?? new Set()).add(resource));
  }
  const rules = [...byGroup].map(([apiGroup, resources]) => PolicyRule.read(apiGroup, ...resources));
  if (!sources.includes('crd')) return rules;
  const status = PolicyRule.resources({
    apiGroups: ['externaldns.k8s.io'],
    resources: ['dnsendpoints/status'],
    verbs: ['update', 'patch'],
  });
  return [...rules, status];
}
