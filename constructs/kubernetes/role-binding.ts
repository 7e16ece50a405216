import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Resource, type ResourceProps } from '../resource';
import { checkSubjects, lowerSubject, type Subject } from './rbac-subject';
import { checkRbacName, checkRoleReference, lowerRoleReference, type RoleReference } from './role-reference';

export interface RoleBindingProps extends ResourceProps {
  /** A Role of the namespace, or a ClusterRole, which then holds in this namespace alone. Cannot be changed later. */
  readonly role: RoleReference;
  /** At least one. */
  readonly subjects: readonly Subject[];
}

/**
 * Gives a role to somebody in one namespace.
 *
 * @throws UserError for what Kubernetes would refuse, and for a Role of another namespace
 */
export class RoleBinding extends Resource {
  readonly apiObject: k8s.KubeRoleBinding;

  constructor(scope: Construct, id: string, props: RoleBindingProps) {
    super(scope, id, props);
    const { role, subjects } = props;
    this.check('RoleBinding', (checks) => {
      checkRbacName(this.name, checks.at('name'));
      checkRoleReference(role, this.namespace, checks.at('role'));
      checkSubjects(subjects, this.namespace, checks.at('subjects'));
    });
    this.apiObject = new k8s.KubeRoleBinding(this, 'Resource', {
      metadata: this.metadata,
      roleRef: lowerRoleReference(role),
      subjects: subjects.map((subject) => lowerSubject(subject, this.namespace)),
    });
  }
}
