import { ClusterRole } from '../../../constructs/kubernetes/cluster-role';
import { Subject } from '../../../constructs/kubernetes/rbac-subject';
import { Role } from '../../../constructs/kubernetes/role';
import { RoleBinding, type RoleBindingProps } from '../../../constructs/kubernetes/role-binding';
import { ServiceAccount } from '../../../constructs/kubernetes/service-account';
import { UserError } from '../../../values/user-error';
import { render, renderOne } from '../../support/render';

const binding = (props: RoleBindingProps) =>
  renderOne((component) => new RoleBinding(component, 'client', props));

const minimal: RoleBindingProps = {
  role: ClusterRole.existing('admin'),
  subjects: [Subject.user('u-shop')],
};

test('minimal', () => {
  expect(binding(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    render((component) => {
      new RoleBinding(component, 'binding', {
        name: 'tenant:editors',
        namespace: 'tenant',
        labels: { team: 'shop' },
        annotations: { 'example.org/owner': 'platform' },
        role: new Role(component, 'editor', { namespace: 'tenant', rules: [] }),
        subjects: [
          Subject.user('u-shop'),
          Subject.group('system:authenticated'),
          Subject.serviceAccount(new ServiceAccount(component, 'client', { namespace: 'other' })),
          Subject.serviceAccount(ServiceAccount.existing('default', 'tenant')),
        ],
      });
    }),
  ).toMatchSnapshot();
});

test("an account keeps its own namespace in another's binding", () => {
  const objects = render((component) => {
    const account = new ServiceAccount(component, 'client', { namespace: 'one' });
    for (const namespace of ['one', 'two']) {
      new RoleBinding(component, `in-${namespace}`, {
        ...minimal,
        namespace,
        subjects: [Subject.serviceAccount(account)],
      });
    }
  });
  for (const object of objects.slice(1)) {
    expect(object).toMatchObject({
      subjects: [{ kind: 'ServiceAccount', name: 'client', namespace: 'one' }],
    });
  }
});

test("an account that names no namespace is looked up, and written, in the binding's", () => {
  const subjects = [Subject.serviceAccount(ServiceAccount.existing('default'))];
  expect(binding({ ...minimal, subjects }).subjects).toEqual([
    { kind: 'ServiceAccount', name: 'default', namespace: 'demo' },
  ]);
});

describe('refuses', () => {
  test.each<[string, RoleBindingProps, string]>([
    ['nobody', { ...minimal, subjects: [] }, 'subjects: is empty: the binding would give the role to nobody'],
    [
      'a name with a slash',
      { ...minimal, name: 'a/b' },
      'name: "a/b" is not the name of a role or a binding',
    ],
    [
      'a role without a name',
      { ...minimal, role: Role.existing('') },
      'role.name: "" is not the name of a role',
    ],
    [
      'a role that is none',
      { ...minimal, role: { roleKind: 'User' as 'Role', name: 'a' } },
      'role.roleKind: "User" is not one of "Role", "ClusterRole"',
    ],
    [
      'a Role of another namespace',
      { ...minimal, role: { roleKind: 'Role', name: 'editor', namespace: 'other' } },
      'role.namespace: "other" is not the namespace of the binding, "demo": Kubernetes looks for the Role there alone',
    ],
    [
      'an account whose names are none',
      { ...minimal, subjects: [Subject.serviceAccount({ name: 'A', namespace: 'b.c' })] },
      'subjects[0].name: "A" is not a DNS name (labels of lower-case letters, digits and "-", joined by ".", at most 253)\n  subjects[0].namespace: "b.c" is not a DNS label',
    ],
    ['a group without a name', { ...minimal, subjects: [Subject.group('')] }, 'subjects[0].name: is empty'],
    [
      'an account as a user',
      { ...minimal, subjects: [Subject.user('system:serviceaccount:demo:client')] },
      'subjects[0].name: "system:serviceaccount:demo:client" is an account\'s user name: give Subject.serviceAccount()',
    ],
  ])('%s', (_, props, message) => {
    expect(() => binding(props)).toThrow(UserError);
    expect(() => binding(props)).toThrow(message);
  });
});
