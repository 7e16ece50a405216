import { PolicyRule } from '../../../constructs/kubernetes/policy-rule';
import { Role, type RoleProps } from '../../../constructs/kubernetes/role';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const role = (props: RoleProps) => renderOne((component) => new Role(component, 'reader', props));

test('minimal', () => {
  expect(role({ rules: [] })).toMatchSnapshot();
});

test('full', () => {
  expect(
    role({
      name: 'tenant:editor',
      namespace: 'tenant',
      labels: { team: 'shop' },
      annotations: { 'example.org/owner': 'platform' },
      rules: [
        PolicyRule.read('', 'pods', 'pods/log'),
        PolicyRule.resources({
          apiGroups: ['networking.istio.io', 'security.istio.io'],
          resources: ['*'],
          verbs: ['*'],
        }),
        PolicyRule.resources({
          apiGroups: [''],
          resources: ['configmaps'],
          resourceNames: ['settings'],
          verbs: ['get', 'update'],
        }),
      ],
    }),
  ).toMatchSnapshot();
});

test('is known to bindings by name and namespace', () => {
  renderOne((component) => {
    const reader = new Role(component, 'reader', { namespace: 'tenant', rules: [] });
    expect(reader).toMatchObject({ roleKind: 'Role', name: 'reader', namespace: 'tenant' });
  });
  expect(Role.existing('reader')).toEqual({ roleKind: 'Role', name: 'reader' });
});

describe('refuses', () => {
  const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] } as const;

  test.each<[string, RoleProps, string]>([
    ['a name with a slash', { name: 'a/b', rules: [] }, 'name: "a/b" is not the name of a role or a binding'],
    ['a name that is a folder', { name: '..', rules: [] }, 'name: ".." is not the name of a role'],
    [
      'no verbs',
      { rules: [PolicyRule.resources({ ...rule, verbs: [] })] },
      'rules[0].verbs: is empty: Kubernetes refuses a rule that allows nothing',
    ],
    [
      'a verb that is none',
      { rules: [PolicyRule.resources({ ...rule, verbs: ['read' as 'get'] })] },
      'rules[0].verbs[0]: "read" is not one of "get", "list"',
    ],
    [
      'no API group',
      { rules: [PolicyRule.resources({ ...rule, apiGroups: [] })] },
      'rules[0].apiGroups: is empty: Kubernetes refuses it; the core group is "", any is "*"',
    ],
    [
      'no resources',
      { rules: [PolicyRule.read('apps')] },
      'rules[0].resources: is empty: Kubernetes refuses it; any is "*"',
    ],
    [
      'no names of objects',
      { rules: [PolicyRule.resources({ ...rule, resourceNames: [] })] },
      'rules[0].resourceNames: is empty, which is every object',
    ],
    [
      'making what has a name already',
      { rules: [PolicyRule.resources({ ...rule, verbs: ['get', 'create'], resourceNames: ['a'] })] },
      'rules[0].resourceNames: is given with create, whose request bears no name: Kubernetes would never allow it',
    ],
    [
      'paths, which are in no namespace',
      { rules: [PolicyRule.urls({ urls: ['/healthz'], verbs: ['get'] })] },
      'rules[0]: is about urls, which are in no namespace: give it to a ClusterRole',
    ],
  ])('%s', (_, props, message) => {
    expect(() => role(props)).toThrow(UserError);
    expect(() => role(props)).toThrow(message);
  });
});
