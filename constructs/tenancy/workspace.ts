import { Construct } from 'constructs';
import { AuthorizationPolicy } from '../istio/authorization-policy';
import { PolicyRule } from '../kubernetes/policy-rule';
import { Subject } from '../kubernetes/rbac-subject';
import { Role } from '../kubernetes/role';
import { RoleBinding } from '../kubernetes/role-binding';

/** What a group of a workspace may change. */
export const groupKinds = ['traffic', 'security', 'gateway'] as const;
export type GroupKind = (typeof groupKinds)[number];

/** Kinds of Istio that each group owns. */
const owns: Readonly<Record<GroupKind, readonly PolicyRule[]>> = {
  traffic: [
    write('networking.istio.io', 'destinationrules', 'serviceentries', 'sidecars', 'virtualservices'),
    write('networking.istio.io', 'workloadentries', 'workloadgroups'),
  ],
  security: [
    write('security.istio.io', 'authorizationpolicies', 'peerauthentications', 'requestauthentications'),
  ],
  gateway: [write('networking.istio.io', 'gateways', 'virtualservices')],
};

function write(apiGroup: string, ...resources: readonly string[]): PolicyRule {
  return PolicyRule.resources({
    apiGroups: [apiGroup],
    resources,
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  });
}

/** Where a workspace stands: organisation, tenant, workspace. Each a DNS label. */
export interface Tenancy {
  readonly organization: string;
  readonly tenant: string;
  readonly workspace: string;
}

/** Labels by which the namespaces of a workspace, a tenant or an organisation are selected. */
export function tenancyLabels({
  organization,
  tenant,
  workspace,
}: Tenancy): Readonly<Record<string, string>> {
  return { organization, tenant, workspace };
}

export interface WorkspaceProps extends Tenancy {
  /** Namespaces of the workspace that the component's cluster has. At least one. */
  readonly namespaces: readonly string[];
  /**
   * Groups of people, each with what it may change.
   * @default - all three kinds
   */
  readonly groups?: readonly GroupKind[];
  /**
   * Namespaces outside of the workspace whose workloads may call in: those of its gateways.
   * @default - none
   */
  readonly entrances?: readonly string[];
}

/**
 * A tenant's share of a cluster: who may change what in its namespaces, and that its services answer each other and
 * its gateways alone.
 *
 * Kubernetes and Istio know namespaces. An organisation, a tenant and a workspace are labels of theirs
 * (`tenancyLabels`); a group is a Role in each, bound to the people's group
 * `<organization>:<tenant>:<workspace>:<group>`.
 */
export class Workspace extends Construct {
  constructor(scope: Construct, id: string, props: WorkspaceProps) {
    super(scope, id);
    const { organization, tenant, workspace, namespaces, groups = groupKinds, entrances = [] } = props;
    for (const namespace of namespaces) {
      for (const group of groups) {
        const name = `${workspace}-${group}`;
        const role = new Role(this, `${namespace}-${group}-role`, { name, namespace, rules: owns[group] });
        new RoleBinding(this, `${namespace}-${group}-people`, {
          name,
          namespace,
          role,
          subjects: [Subject.group([organization, tenant, workspace, group].join(':'))],
        });
      }
      new AuthorizationPolicy(this, `${namespace}-callers`, {
        name: workspace,
        namespace,
        action: 'ALLOW',
        rules: [{ from: [{ namespaces: [...namespaces, ...entrances] }] }],
      });
    }
  }
}
