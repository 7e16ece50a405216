import { Checks } from '../../values/checks';
import { show } from '../../values/user-error';

/** A workload's identity, in parts. */
export interface PrincipalProps {
  /**
   * `*` is any.
   * @default 'cluster.local', which stands for the mesh's own and its aliases, whatever they are called
   */
  readonly trustDomain?: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * A workload's identity as an AuthorizationPolicy's `principals` have it: `cluster.local/ns/shop/sa/cart`.
 *
 * @throws UserError for parts that no identity can have
 */
export function principal({
  trustDomain = 'cluster.local',
  namespace,
  serviceAccount,
}: PrincipalProps): string {
  const checks = new Checks();
  checks
    .at('trustDomain')
    .expect(
      trustDomain === '*' || /^[a-z0-9._-]{1,255}$/.test(trustDomain),
      `${show(trustDomain)} is not a trust domain (lower-case letters, digits, ".", "-" and "_") or "*"`,
    );
  checks.at('namespace').dnsLabel(namespace);
  checks.at('serviceAccount').dnsSubdomain(serviceAccount);
  checks.throwIfAny('principal');
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}
