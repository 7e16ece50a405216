import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  RequestAuthentication as RequestAuthenticationObject,
  type RequestAuthenticationSpec,
} from '../../imports/security.istio.io';
import type { Checks } from '../../values/checks';
import { Resource, type ResourceProps } from '../resource';
import { checkJwtRule, type JwtRule } from './jwt-rule';
import { checkPolicyScope, lowerPolicyScope, type PolicyScopeProps } from './policy-scope';

export interface RequestAuthenticationProps extends ResourceProps, PolicyScopeProps {
  /** The issuers whose tokens are accepted; at least one. */
  readonly jwtRules: readonly JwtRule[];
}

/**
 * Which tokens requests may carry. A request with a token that no rule accepts is answered with 401; a request
 * without one passes, and is turned away by an AuthorizationPolicy that demands `requestPrincipals`.
 *
 * @throws UserError for rules that Istio would refuse, and for those that make it reject every token
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export class RequestAuthentication extends Resource {
  /** The imported class would write `jwksUri` as `jwks_uri`, which is there for manifests of old. */
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: RequestAuthenticationProps) {
    super(scope, id, props);
    this.check('RequestAuthentication', (checks) =>
      checkRequestAuthentication(props, this.namespace, checks),
    );
    this.apiObject = new ApiObject(this, 'Resource', {
      ...RequestAuthenticationObject.GVK,
      metadata: this.metadata,
      spec: lower(props),
    });
  }
}

function checkRequestAuthentication(
  props: RequestAuthenticationProps,
  namespace: string | undefined,
  checks: Checks,
): void {
  checkPolicyScope(props, namespace, checks);
  const at = checks.at('jwtRules');
  at.expect(
    props.jwtRules.length > 0,
    'is empty: no token would be looked at, and the policy would do nothing',
  );
  props.jwtRules.forEach((rule, index) => checkJwtRule(rule, at.at(index)));
}

function lower(props: RequestAuthenticationProps): RequestAuthenticationSpec {
  return {
    ...lowerPolicyScope(props),
    jwtRules: props.jwtRules.map((rule) => ({
      ...rule,
      audiences: rule.audiences && [...rule.audiences],
      fromHeaders: rule.fromHeaders?.map((header) => ({ ...header })),
      fromParams: rule.fromParams && [...rule.fromParams],
      fromCookies: rule.fromCookies && [...rule.fromCookies],
      outputClaimToHeaders: rule.outputClaimToHeaders?.map((output) => ({ ...output })),
      spaceDelimitedClaims: rule.spaceDelimitedClaims && [...rule.spaceDelimitedClaims],
    })),
  };
}
