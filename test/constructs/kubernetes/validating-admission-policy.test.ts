import {
  ValidatingAdmissionPolicy,
  type ValidatingAdmissionPolicyProps,
} from '../../../constructs/kubernetes/validating-admission-policy';
import { UserError } from '../../../values/user-error';
import { render } from '../../support/render';

const policy = (props: ValidatingAdmissionPolicyProps) =>
  render((component) => new ValidatingAdmissionPolicy(component, 'no-latest', props));

const minimal: ValidatingAdmissionPolicyProps = {
  rules: [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] }],
  validations: [{ expression: 'object.spec.replicas < 9', message: 'too many' }],
};

test('minimal: the policy and its binding', () => {
  expect(policy(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    policy({
      name: 'small',
      labels: { team: 'shop' },
      annotations: { note: 'x' },
      rules: minimal.rules,
      namespaceSelector: { matchLabels: { size: 'small' } },
      variables: [
        { name: 'replicas', expression: 'object.spec.replicas' },
        { name: 'many', expression: 'variables.replicas > 9' },
      ],
      validations: [{ expression: '!variables.many', message: 'too many' }],
    }),
  ).toMatchSnapshot();
});

describe('refuses', () => {
  const [rule] = minimal.rules;
  test.each<[string, Partial<ValidatingAdmissionPolicyProps>, string]>([
    ['no rule', { rules: [] }, 'rules: is empty: no request would be looked at'],
    [
      'a rule of nothing',
      { rules: [{ ...rule!, resources: [] }] },
      'rules[0].resources: is empty: Kubernetes refuses it',
    ],
    [
      'an operation',
      { rules: [{ ...rule!, operations: ['PATCH' as 'CREATE'] }] },
      'rules[0].operations[0]: "PATCH" is not one of "CREATE", "UPDATE", "DELETE", "CONNECT", "*"',
    ],
    [
      'a selector',
      { namespaceSelector: { matchLabels: {} } },
      'namespaceSelector.matchLabels: is empty: it would select everything',
    ],
    ['no validation', { validations: [] }, 'validations: is empty: nothing would be refused'],
    [
      'a message of two lines',
      { validations: [{ expression: 'true', message: 'a\nb' }] },
      'validations[0].message: "a\\nb" is not a line of text: Kubernetes refuses it',
    ],
    [
      'no expression',
      { validations: [{ expression: ' ', message: 'a' }] },
      'validations[0].expression: is empty',
    ],
    [
      'a variable that there is not',
      { validations: [{ expression: 'variables.many', message: 'a' }] },
      'validations[0].expression: asks for variables.many, which is not among the variables',
    ],
    [
      'the name of a variable',
      { variables: [{ name: 'a-b', expression: 'true' }] },
      'variables[0].name: "a-b" is not a name that CEL knows',
    ],
    [
      'two variables of one name',
      {
        variables: [
          { name: 'a', expression: 'true' },
          { name: 'a', expression: 'false' },
        ],
      },
      'variables[1].name: "a" names two variables',
    ],
  ])('%s', (_, over, message) => {
    expect(() => policy({ ...minimal, ...over })).toThrow(UserError);
    expect(() => policy({ ...minimal, ...over })).toThrow(message);
  });
});
