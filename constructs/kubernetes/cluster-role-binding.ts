import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ClusterResource, type ClusterResourceProps } from '../resource';
import type { ClusterRoleReference } from './cluster-role';
import { checkSubjects, lowerSubject, type Subject } from './rbac-subject';
import { checkRbacName, checkRoleReference, lowerRoleReference } from './role-reference';

export interface ClusterRoleBindingProps extends ClusterResourceProps {
  /** Cannot be changed later. */
  readonly role: ClusterRoleReference;
  /** At least one. */
  readonly subjects: readonly Subject[];
}

/**
 * Gives a role to somebody in the whole cluster.
 *
 * @throws UserError for what Kubernetes would refuse
 */
export class ClusterRoleBinding extends ClusterResource {
  readonly apiObject: k8s.KubeClusterRoleBinding;

  constructor(scope: Construct, id: string, props: ClusterRoleBindingProps) {
    super(scope, id, props);
    const { role, subjects } = props;
    this.check('ClusterRoleBinding', (checks) => {
      checkRbacName(this.name, checks.at('name'));
      checks
        .at('role')
        .expect(
          role.roleKind === 'ClusterRole',
          `is a ${role.roleKind}: Kubernetes gives a ClusterRole alone to the whole cluster`,
        );
      checkRoleReference(role, undefined, checks.at('role'));
      checkSubjects(subjects, undefined, checks.at('subjects'));
    });
    this.apiObject = new k8s.KubeClusterRoleBinding(this, 'Resource', {
      metadata: this.metadata,
      roleRef: lowerRoleReference(role),
      subjects: subjects.map((subject) => lowerSubject(subject)),
    });
  }
}
