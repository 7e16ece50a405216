import type { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import type { ServiceAccountReference } from './service-account';

/** Who is given a role. Made by the functions of the same name. */
export type Subject =
  | { readonly kind: 'User' | 'Group'; readonly name: string }
  | { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace?: string };

export const Subject = {
  /** Somebody by the name that the API server knows: the common name of a client certificate. */
  user: (name: string): Subject => ({ kind: 'User', name }),

  /** All that belong to a group: an organisation of a client certificate. */
  group: (name: string): Subject => ({ kind: 'Group', name }),

  /**
   * The pods that run as an account, in its own namespace wherever the binding is; an account that names no namespace is
   * looked up in the binding's.
   */
  serviceAccount: ({ name, namespace }: ServiceAccountReference): Subject => ({
    kind: 'ServiceAccount',
    name,
    namespace,
  }),
} as const;

/** The prefix of the user names that Kubernetes gives to accounts. */
const ACCOUNT_PREFIX = 'system:serviceaccount:';

/** @param namespace - the binding's; undefined for one of the whole cluster */
export function checkSubjects(
  subjects: readonly Subject[],
  namespace: string | undefined,
  checks: Checks,
): void {
  checks.expect(subjects.length > 0, 'is empty: the binding would give the role to nobody');
  subjects.forEach((subject, index) => {
    const at = checks.at(index);
    if (subject.kind === 'ServiceAccount') {
      at.at('name').dnsSubdomain(subject.name);
      const own = subject.namespace ?? namespace;
      if (own === undefined) at.at('namespace').fail('is missing: the binding has none in which to look');
      else at.at('namespace').dnsLabel(own);
      return;
    }
    at.at('name').expect(subject.name !== '', 'is empty: Kubernetes refuses it');
    at.at('name').expect(
      subject.kind !== 'User' || !subject.name.startsWith(ACCOUNT_PREFIX),
      `${show(subject.name)} is an account's user name: give Subject.serviceAccount()`,
    );
  });
}

/** @param namespace - the binding's */
export function lowerSubject(subject: Subject, namespace?: string): k8s.Subject {
  return subject.kind === 'ServiceAccount'
    ? { kind: subject.kind, name: subject.name, namespace: subject.namespace ?? namespace }
    : { apiGroup: 'rbac.authorization.k8s.io', kind: subject.kind, name: subject.name };
}
