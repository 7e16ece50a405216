import { ClusterRole, type ClusterRoleProps } from '../../../constructs/kubernetes/cluster-role';
import { PolicyRule } from '../../../constructs/kubernetes/policy-rule';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const role = (props: ClusterRoleProps) =>
  renderOne((component) => new ClusterRole(component, 'reader', props));

test('minimal', () => {
  expect(role({ rules: [] })).toMatchSnapshot();
});

test('full', () => {
  expect(
    role({
      name: 'mesh-reader',
      labels: { team: 'platform' },
      annotations: { 'example.org/owner': 'platform' },
      rules: [
        PolicyRule.read('networking.istio.io', 'gateways', 'virtualservices'),
        PolicyRule.urls({ urls: ['/healthz', '/metrics/*', '*'], verbs: ['get', 'head'] }),
      ],
    }),
  ).toMatchSnapshot();
});

test('is known to bindings by its name', () => {
  expect(ClusterRole.existing('cluster-admin')).toEqual({ roleKind: 'ClusterRole', name: 'cluster-admin' });
});

describe('refuses', () => {
  test.each<[string, ClusterRoleProps, string]>([
    ['a name with a percent sign', { name: 'a%', rules: [] }, 'name: "a%" is not the name of a role'],
    [
      'a path without a slash',
      { rules: [PolicyRule.urls({ urls: ['healthz'], verbs: ['get'] })] },
      'rules[0].urls[0]: "healthz" is not a path ("/healthz", or "/healthz/*" with one "*" at its end)',
    ],
    [
      'a star within a path',
      { rules: [PolicyRule.urls({ urls: ['/a/*/b'], verbs: ['get'] })] },
      'rules[0].urls[0]: "/a/*/b" is not a path',
    ],
    [
      'no paths',
      { rules: [PolicyRule.urls({ urls: [], verbs: ['get'] })] },
      'rules[0].urls: is empty: the rule would be about nothing',
    ],
    [
      'no verbs for paths',
      { rules: [PolicyRule.urls({ urls: ['/'], verbs: [] })] },
      'rules[0].verbs: is empty: Kubernetes refuses a rule that allows nothing',
    ],
  ])('%s', (_, props, message) => {
    expect(() => role(props)).toThrow(UserError);
    expect(() => role(props)).toThrow(message);
  });
});
