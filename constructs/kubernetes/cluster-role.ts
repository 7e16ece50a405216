import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ClusterResource, type ClusterResourceProps } from '../resource';
import { checkPolicyRules, lowerPolicyRule, type PolicyRule } from './policy-rule';
import { checkRbacName, type RoleReference } from './role-reference';

export interface ClusterRoleProps extends ClusterResourceProps {
  /** What the role allows; empty allows nothing. */
  readonly rules: readonly PolicyRule[];
}

/**
 * Permissions in the whole cluster, or in the namespaces in which a RoleBinding gives them.
 *
 * @throws UserError for rules that Kubernetes would refuse, or that could never apply
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export class ClusterRole extends ClusterResource implements RoleReference {
  /** A ClusterRole that something else makes: `cluster-admin`, `admin`, `view`. Nothing is rendered for it. */
  static existing(name: string): ClusterRoleReference {
    return { roleKind: 'ClusterRole', name };
  }

  readonly roleKind = 'ClusterRole';
  readonly apiObject: k8s.KubeClusterRole;

  constructor(scope: Construct, id: string, props: ClusterRoleProps) {
    super(scope, id, props);
    this.check('ClusterRole', (checks) => {
      checkRbacName(this.name, checks.at('name'));
      checkPolicyRules(props.rules, 'ClusterRole', checks.at('rules'));
    });
    this.apiObject = new k8s.KubeClusterRole(this, 'Resource', {
      metadata: this.metadata,
      rules: props.rules.map(lowerPolicyRule),
    });
  }
}

/** What a ClusterRoleBinding takes. */
export interface ClusterRoleReference extends RoleReference {
  readonly roleKind: 'ClusterRole';
}
