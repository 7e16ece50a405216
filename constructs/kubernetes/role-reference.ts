import type { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';

/** A Role or a ClusterRole, made here or there already. */
export interface RoleReference {
  readonly roleKind: 'Role' | 'ClusterRole';
  readonly name: string;
  /** A Role's; undefined where it is looked up in the namespace of the binding. */
  readonly namespace?: string;
}

/** Names of RBAC's objects may hold more than others': a colon, capitals. */
export function checkRbacName(name: string, checks: Checks): void {
  checks.expect(
    name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name),
    `${show(name)} is not the name of a role or a binding (anything but "/" and "%", and not "." or "..")`,
  );
}

/** @param namespace - the binding's */
export function checkRoleReference(role: RoleReference, namespace: string | undefined, checks: Checks): void {
  checks.at('roleKind').oneOf(role.roleKind, ['Role', 'ClusterRole']);
  checkRbacName(role.name, checks.at('name'));
  checks
    .at('namespace')
    .expect(
      role.namespace === undefined || role.namespace === namespace,
      `${show(role.namespace)} is not the namespace of the binding, ${show(namespace)}: Kubernetes looks for the Role there alone`,
    );
}

export function lowerRoleReference({ roleKind, name }: RoleReference): k8s.RoleRef {
  return { apiGroup: 'rbac.authorization.k8s.io', kind: roleKind, name };
}
