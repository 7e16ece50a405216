import type { Authority } from './authority';
import type { Certificate } from './certificate';

/** Where istiod reads its own authority from. */
export const cacerts = {
  apiVersion: 'v1',
  kind: 'Secret',
  namespace: 'istio-system',
  name: 'cacerts',
} as const;

/** Where istiod writes the roots that it has taken up, the same in every namespace. */
export const distributedRoots = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'istio-system',
  name: 'istio-ca-root-cert',
} as const;

/** What a cluster is to hold. */
export interface Plan {
  readonly intermediate: Certificate;
  /** The root that signed the intermediate. */
  readonly issuer: Certificate;
  /** All that workloads are to trust, the older first. */
  readonly trusted: readonly Certificate[];
}

export type PublicFile = 'ca-cert.pem' | 'cert-chain.pem' | 'root-cert.pem';
export const keyFile = 'ca-key.pem';

/**
 * The files of the Secret but for the key.
 *
 * istiod takes `ca-cert.pem` only if it verifies against `root-cert.pem` through `cert-chain.pem`, and sends the chain
 * and all of `root-cert.pem` with every certificate that it signs: that is what a proxy trusts from then on. The chain
 * begins with the intermediate, because istiod reads the expiry of its first certificate.
 */
export function publicFiles({ intermediate, issuer, trusted }: Plan): Readonly<Record<PublicFile, string>> {
  return {
    'ca-cert.pem': intermediate.pem,
    'cert-chain.pem': bundle([intermediate, issuer]),
    'root-cert.pem': trustBundle(trusted),
  };
}

/**
 * The roots that workloads trust.
 *
 * A running istiod takes up another `root-cert.pem` only if one contains the other byte for byte, so a bundle is the
 * same bytes in the same order for as long as it is used.
 */
export function trustBundle(trusted: readonly Certificate[]): string {
  return bundle(trusted);
}

/** A Secret as the API server takes it, with `data` in base64. */
export interface SecretObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
}

/**
 * The Secret `cacerts`, key included.
 *
 * @throws RangeError where a cluster could not use it
 */
export function cacertsSecret(
  { certificate, key }: Authority,
  plan: Omit<Plan, 'intermediate'>,
): SecretObject {
  if (!certificate.isOf(key)) throw new RangeError('the key is not that of the intermediate');
  if (!certificate.isIssuedBy(plan.issuer)) throw new RangeError('the intermediate is not of that root');
  if (!plan.trusted.some(({ fingerprint }) => fingerprint === plan.issuer.fingerprint)) {
    throw new RangeError('the root of the intermediate is not trusted');
  }
  const files = { ...publicFiles({ ...plan, intermediate: certificate }), [keyFile]: key.reveal() };
  return {
    apiVersion: cacerts.apiVersion,
    kind: cacerts.kind,
    metadata: { name: cacerts.name, namespace: cacerts.namespace },
    type: 'Opaque',
    data: Object.fromEntries(
      Object.entries(files)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, text]) => [name, Buffer.from(text).toString('base64')]),
    ),
  };
}

function bundle(certificates: readonly Certificate[]): string {
  return certificates.map(({ pem }) => pem).join('');
}
