import type { Construct } from 'constructs';
import {
  AuthorizationPolicy as AuthorizationPolicyObject,
  type AuthorizationPolicySpec,
  type AuthorizationPolicySpecAction,
} from '../../imports/security.istio.io';
import type { Checks } from '../../values/checks';
import { Resource, type ResourceProps } from '../resource';
import {
  checkAuthorizationRule,
  checkCustomRule,
  lowerAuthorizationRule,
  type AuthorizationRule,
} from './authorization-rule';
import { checkPolicyScope, lowerPolicyScope, type PolicyScopeProps } from './policy-scope';

export const authorizationActions = ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'] as const;
/**
 * What happens to a request that a rule matches. Of all policies for a workload CUSTOM ones are asked first, then DENY;
 * where there are ALLOW policies, one of them must match.
 */
export type AuthorizationAction = (typeof authorizationActions)[number];

export interface AuthorizationPolicyProps extends ResourceProps, PolicyScopeProps {
  /** @default ALLOW */
  readonly action?: AuthorizationAction;
  /**
   * Name of the mesh's extension provider that decides. For action CUSTOM, which needs it.
   * @default - none
   */
  readonly provider?: string;
  /**
   * The policy applies to a request that one of these matches; at most 512. `[{}]` matches every request.
   * @default - none: a policy of action ALLOW then allows no request at all, the others are refused
   */
  readonly rules?: readonly AuthorizationRule[];
}

/**
 * Who may do what with workloads.
 *
 * @throws UserError for what Istio would refuse, and for matches that never come true
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export class AuthorizationPolicy extends Resource {
  readonly apiObject: AuthorizationPolicyObject;

  constructor(scope: Construct, id: string, props: AuthorizationPolicyProps = {}) {
    super(scope, id, props);
    this.check('AuthorizationPolicy', (checks) => checkAuthorizationPolicy(props, this.namespace, checks));
    this.apiObject = new AuthorizationPolicyObject(this, 'Resource', {
      metadata: this.metadata,
      spec: lower(props),
    });
  }
}

function checkAuthorizationPolicy(
  props: AuthorizationPolicyProps,
  namespace: string | undefined,
  checks: Checks,
): void {
  const { action = 'ALLOW', provider, rules = [] } = props;
  checkPolicyScope(props, namespace, checks);
  checks.at('action').oneOf(action, authorizationActions);
  if (action === 'CUSTOM') {
    checks
      .at('provider')
      .expect(
        provider !== undefined && provider !== '',
        "is missing: action CUSTOM needs the name of one of the mesh's extension providers, Istio refuses it without",
      );
  } else {
    checks
      .at('provider')
      .expect(provider === undefined, `is given with action ${action}: Istio allows it with CUSTOM only`);
  }
  const at = checks.at('rules');
  at.expect(
    action === 'ALLOW' || rules.length > 0,
    `is empty: a policy of action ${action} without a rule never applies; give [{}] for every request`,
  );
  at.expect(rules.length <= 512, `has ${rules.length} rules: its custom resource definition allows 512`);
  rules.forEach((rule, index) => {
    checkAuthorizationRule(rule, at.at(index));
    if (action === 'CUSTOM') checkCustomRule(rule, at.at(index));
  });
}

function lower(props: AuthorizationPolicyProps): AuthorizationPolicySpec {
  const { action, provider, rules } = props;
  return {
    ...lowerPolicyScope(props),
    // The imported enum has the values of our union.
    action: action as AuthorizationPolicySpecAction | undefined,
    provider: provider === undefined ? undefined : { name: provider },
    rules: rules?.map(lowerAuthorizationRule),
  };
}
