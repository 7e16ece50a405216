import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Resource, type ResourceProps } from '../resource';
import { checkPolicyRules, lowerPolicyRule, type PolicyRule } from './policy-rule';
import { checkRbacName, type RoleReference } from './role-reference';

export interface RoleProps extends ResourceProps {
  /** What the role allows; empty allows nothing. */
  readonly rules: readonly PolicyRule[];
}

/**
 * Permissions in one namespace.
 *
 * @throws UserError for rules that Kubernetes would refuse, or that could never apply
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export class Role extends Resource implements RoleReference {
  /** A Role that something else makes, in the namespace of whoever binds it. Nothing is rendered for it. */
  static existing(name: string): RoleReference {
    return { roleKind: 'Role', name };
  }

  readonly roleKind = 'Role';
  readonly apiObject: k8s.KubeRole;

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id, props);
    this.check('Role', (checks) => {
      checkRbacName(this.name, checks.at('name'));
      checkPolicyRules(props.rules, 'Role', checks.at('rules'));
    });
    this.apiObject = new k8s.KubeRole(this, 'Resource', {
      metadata: this.metadata,
      rules: props.rules.map(lowerPolicyRule),
    });
  }
}
