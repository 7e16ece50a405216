import type { Checks } from '../../values/checks';

/** One entry of a Secret, which is made by hand and not by us. A ClusterIssuer's is in cert-manager's own namespace. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

export function checkSecretKey({ name, key }: SecretKey, checks: Checks): void {
  checks.at('name').dnsSubdomain(name);
  checks.at('key').expect(key !== '', 'is empty: say which entry of the Secret');
}
