import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { ClusterResource, type ClusterResourceProps } from '../resource';
import { checkLabelSelector, lowerLabelSelector, type LabelSelector } from './label-selector';

const operations = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT', '*'] as const;
export type AdmissionOperation = (typeof operations)[number];

/** Requests by what they do to what. */
export interface AdmissionRule {
  /** Empty for the core group. */
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly operations: readonly AdmissionOperation[];
  /** In the plural: `pods`. */
  readonly resources: readonly string[];
}

/** A CEL expression by name. */
export interface AdmissionExpression {
  readonly name: string;
  readonly expression: string;
}

export interface AdmissionValidation {
  /** CEL: false refuses the request. */
  readonly expression: string;
  /** What whoever asked is told. */
  readonly message: string;
}

export interface ValidatingAdmissionPolicyProps extends ClusterResourceProps {
  /** The requests that are looked at. */
  readonly rules: readonly AdmissionRule[];
  /**
   * Namespaces whose requests are looked at.
   * @default - all
   */
  readonly namespaceSelector?: LabelSelector;
  /**
   * Expressions that the validations can ask for, as `variables.<name>`; each may ask for those before it.
   * @default - none
   */
  readonly variables?: readonly AdmissionExpression[];
  /** At least one; a request must pass all. */
  readonly validations: readonly AdmissionValidation[];
}

/**
 * A rule that the API server itself refuses requests by, and the binding that puts it in force. Kubernetes 1.30 and
 * later.
 *
 * @throws UserError for what Kubernetes would refuse
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export class ValidatingAdmissionPolicy extends ClusterResource {
  readonly apiObject: ApiObject;
  readonly binding: ApiObject;

  constructor(scope: Construct, id: string, props: ValidatingAdmissionPolicyProps) {
    super(scope, id, props);
    this.check('ValidatingAdmissionPolicy', (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checkPolicy(props, checks);
    });
    const apiVersion = 'admissionregistration.k8s.io/v1';
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: this.metadata,
      spec: lower(props),
    });
    this.binding = new ApiObject(this, 'Binding', {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: this.metadata,
      spec: { policyName: this.name, validationActions: ['Deny'] },
    });
  }
}

function checkPolicy(props: ValidatingAdmissionPolicyProps, checks: Checks): void {
  const { rules, namespaceSelector, variables = [], validations } = props;
  checks.at('rules').expect(rules.length > 0, 'is empty: no request would be looked at');
  rules.forEach((rule, index) => {
    const at = checks.at('rules').at(index);
    for (const field of ['apiGroups', 'apiVersions', 'operations', 'resources'] as const) {
      at.at(field).expect(rule[field].length > 0, 'is empty: Kubernetes refuses it');
    }
    rule.operations.forEach((operation, position) =>
      at.at('operations').at(position).oneOf(operation, operations),
    );
  });
  if (namespaceSelector !== undefined) checkLabelSelector(namespaceSelector, checks.at('namespaceSelector'));
  const names = new Set<string>();
  variables.forEach(({ name, expression }, index) => {
    const at = checks.at('variables').at(index);
    at.at('name').expect(/^[A-Za-z_][A-Za-z0-9_]*$/.test(name), `${show(name)} is not a name that CEL knows`);
    at.at('name').expect(!names.has(name), `${show(name)} names two variables`);
    names.add(name);
    at.at('expression').expect(expression.trim() !== '', 'is empty');
  });
  checks.at('validations').expect(validations.length > 0, 'is empty: nothing would be refused');
  validations.forEach(({ expression, message }, index) => {
    const at = checks.at('validations').at(index);
    at.at('expression').expect(expression.trim() !== '', 'is empty');
    at.at('message').expect(
      message.trim() !== '' && !message.includes('\n'),
      `${show(message)} is not a line of text: Kubernetes refuses it`,
    );
    for (const [, name] of expression.matchAll(/\bvariables\.(\w+)/g)) {
      at.at('expression').expect(
        names.has(name!),
        `asks for variables.${name}, which is not among the variables`,
      );
    }
  });
}

function lower({ rules, namespaceSelector, variables, validations }: ValidatingAdmissionPolicyProps): object {
  return {
    failurePolicy: 'Fail',
    matchConstraints: {
      resourceRules: rules.map((rule) => ({
        apiGroups: [...rule.apiGroups],
        apiVersions: [...rule.apiVersions],
        operations: [...rule.operations],
        resources: [...rule.resources],
        // The API server's default; written out, since it would fill it into a list that has one owner.
        scope: '*',
      })),
      namespaceSelector: namespaceSelector && lowerLabelSelector(namespaceSelector),
    },
    variables: variables?.map((one) => ({ ...one })),
    validations: validations.map((one) => ({ ...one })),
  };
}
