import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { isDnsSubdomain } from '../../values/dns';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { show } from '../../values/user-error';
import { ClusterResource, type ClusterResourceProps } from '../resource';

export const keyUsages = [
  'signing',
  'digital signature',
  'content commitment',
  'key encipherment',
  'key agreement',
  'data encipherment',
  'cert sign',
  'crl sign',
  'encipher only',
  'decipher only',
  'any',
  'server auth',
  'client auth',
  'code signing',
  'email protection',
  's/mime',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'timestamping',
  'ocsp signing',
  'microsoft sgc',
  'netscape sgc',
] as const;
/** What a certificate may be used for. */
export type KeyUsage = (typeof keyUsages)[number];

export interface CertificateSigningRequestProps extends ClusterResourceProps {
  /**
   * The request that `openssl req -new` writes, PEM as it is or in base64. It holds a public key and is no secret; the
   * private key stays where it was made.
   */
  readonly request: string;
  /** Who signs: `kubernetes.io/kube-apiserver-client` for users of the API server, or `domain/name` of another. */
  readonly signerName: string;
  /** What the certificate is for: `client auth` for users of the API server. */
  readonly usages: readonly KeyUsage[];
  /**
   * How long the certificate is to be valid, in seconds, 600 at least. The signer may shorten it.
   * @default - the signer's
   */
  readonly expirationSeconds?: number;
}

/**
 * Asks the cluster for a certificate. Somebody has to approve it (`kubectl certificate approve NAME`); the certificate
 * is then in its status. None of it can be changed later. Kubernetes deletes it an hour after the answer, without one
 * after a day: Argo CD would then make it anew, to be approved again.
 *
 * @throws UserError for what Kubernetes would refuse or its own signers would deny
 * @see https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/
 */
export class CertificateSigningRequest extends ClusterResource {
  readonly apiObject: k8s.KubeCertificateSigningRequest;

  constructor(scope: Construct, id: string, props: CertificateSigningRequestProps) {
    super(scope, id, props);
    this.check('CertificateSigningRequest', (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checkRequest(props, checks);
    });
    const { request, signerName, usages, expirationSeconds } = props;
    this.apiObject = new k8s.KubeCertificateSigningRequest(this, 'Resource', {
      metadata: this.metadata,
      spec: {
        request:
          pemOf(request) === request ? Buffer.from(request).toString('base64') : withoutBreaks(request),
        signerName,
        usages: [...usages],
        expirationSeconds,
      },
    });
  }
}

const PEM =
  /^-----BEGIN CERTIFICATE REQUEST-----\r?\n[A-Za-z0-9+/=\r\n]+-----END CERTIFICATE REQUEST-----\s*$/;

/** What the signers of Kubernetes itself allow and demand. Source: the page of the API on Kubernetes signers. */
const kubernetesSigners: Readonly<
  Record<string, { readonly allowed: readonly KeyUsage[]; readonly required: KeyUsage }>
> = {
  'kubernetes.io/kube-apiserver-client': {
    allowed: ['client auth', 'digital signature', 'key encipherment'],
    required: 'client auth',
  },
  'kubernetes.io/kube-apiserver-client-kubelet': {
    allowed: ['client auth', 'digital signature', 'key encipherment'],
    required: 'client auth',
  },
  'kubernetes.io/kubelet-serving': {
    allowed: ['server auth', 'digital signature', 'key encipherment'],
    required: 'server auth',
  },
};

function checkRequest(props: CertificateSigningRequestProps, checks: Checks): void {
  const { request, signerName, usages, expirationSeconds } = props;
  const parts = signerName.split('/');
  const [domain = ''] = parts;
  checks
    .at('request')
    .expect(
      PEM.test(pemOf(request)),
      `${show(request)} is not a certificate request: give the PEM that "openssl req -new" writes, or its base64`,
    );
  checks
    .at('signerName')
    .expect(
      parts.length === 2 && parts.every(isDnsSubdomain) && domain.includes('.'),
      `${show(signerName)} is not a signer (a domain, "/" and a DNS name, such as kubernetes.io/kube-apiserver-client)`,
    );
  checks
    .at('signerName')
    .expect(
      signerName !== 'kubernetes.io/legacy-unknown',
      '"kubernetes.io/legacy-unknown" signs no request of certificates.k8s.io/v1: Kubernetes refuses it',
    );
  checkUsages(usages, signerName, checks.at('usages'));
  if (expirationSeconds !== undefined) {
    checkInteger(checks.at('expirationSeconds'), expirationSeconds, 600, INT32_MAX);
  }
}

function checkUsages(usages: readonly KeyUsage[], signerName: string, checks: Checks): void {
  checks.expect(usages.length > 0, 'is empty: Kubernetes refuses it');
  const signer = kubernetesSigners[signerName];
  usages.forEach((usage, index) => {
    const at = checks.at(index);
    if (!at.oneOf(usage, keyUsages)) return;
    at.expect(
      !usages.slice(0, index).includes(usage),
      `${show(usage)} is there already: Kubernetes refuses it`,
    );
    at.expect(
      signer === undefined || signer.allowed.includes(usage),
      `${show(usage)} is none that ${signerName} signs (${signer?.allowed.join(', ')}): it would never issue it`,
    );
  });
  checks.expect(
    signer === undefined || usages.length === 0 || usages.includes(signer.required),
    `leaves out ${show(signer?.required)}, which ${signerName} demands: it would never issue it`,
  );
}

/** The PEM of a request, whichever way it was given. */
function pemOf(request: string): string {
  return request.includes('-----BEGIN') ? request : Buffer.from(request, 'base64').toString('utf8');
}

function withoutBreaks(base64: string): string {
  return base64.replace(/\s/g, '');
}
