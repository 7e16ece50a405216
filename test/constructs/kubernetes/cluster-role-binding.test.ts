import { ClusterRole } from '../../../constructs/kubernetes/cluster-role';
import {
  ClusterRoleBinding,
  type ClusterRoleBindingProps,
} from '../../../constructs/kubernetes/cluster-role-binding';
import { Subject } from '../../../constructs/kubernetes/rbac-subject';
import { ServiceAccount } from '../../../constructs/kubernetes/service-account';
import { UserError } from '../../../values/user-error';
import { render, renderOne } from '../../support/render';

const binding = (props: ClusterRoleBindingProps) =>
  renderOne((component) => new ClusterRoleBinding(component, 'mesh-admin', props));

const minimal: ClusterRoleBindingProps = {
  role: ClusterRole.existing('cluster-admin'),
  subjects: [Subject.user('u-mesh')],
};

test('minimal', () => {
  expect(binding(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    render((component) => {
      new ClusterRoleBinding(component, 'binding', {
        name: 'mesh-reader-viewer',
        labels: { team: 'platform' },
        annotations: { 'example.org/owner': 'platform' },
        role: new ClusterRole(component, 'mesh-reader', { rules: [] }),
        subjects: [
          Subject.group('platform'),
          Subject.serviceAccount(ServiceAccount.existing('reader', 'demo')),
        ],
      });
    }),
  ).toMatchSnapshot();
});

test('is in no namespace, whatever the component says', () => {
  expect(binding(minimal).metadata).toEqual({ name: 'mesh-admin' });
});

describe('refuses', () => {
  test.each<[string, ClusterRoleBindingProps, string]>([
    ['nobody', { ...minimal, subjects: [] }, 'subjects: is empty: the binding would give the role to nobody'],
    [
      'a Role',
      { ...minimal, role: { roleKind: 'Role' as 'ClusterRole', name: 'editor' } },
      'role: is a Role: Kubernetes gives a ClusterRole alone to the whole cluster',
    ],
    [
      'an account of no namespace',
      { ...minimal, subjects: [Subject.serviceAccount(ServiceAccount.existing('client'))] },
      'subjects[0].namespace: is missing: the binding has none in which to look',
    ],
    [
      'a name with a slash',
      { ...minimal, name: 'a/b' },
      'name: "a/b" is not the name of a role or a binding',
    ],
  ])('%s', (_, props, message) => {
    expect(() => binding(props)).toThrow(UserError);
    expect(() => binding(props)).toThrow(message);
  });
});
