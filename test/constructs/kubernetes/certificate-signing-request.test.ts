import {
  CertificateSigningRequest,
  type CertificateSigningRequestProps,
} from '../../../constructs/kubernetes/certificate-signing-request';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const csr = (props: CertificateSigningRequestProps) =>
  renderOne((component) => new CertificateSigningRequest(component, 'u-shop', props));

/** openssl req -new -key <an Ed25519 key> -subj "/CN=u-istio/O=admin" */
const pem = `-----BEGIN CERTIFICATE REQUEST-----
MIGhMFUCAQAwIjEQMA4GA1UEAwwHdS1pc3RpbzEOMAwGA1UECgwFYWRtaW4wKjAF
BgMrZXADIQCxL4Dp+V35B3rib0TnEpfkIZmn4LIzaD3r5mlTIpHdAKAAMAUGAytl
cANBANd/TmEvXjHjpkHaLVOLXJaLDQCRGS5h7ijgGSAjWu0WbRhJg6CfDIVOWN45
veSlHIKZqqDMwZCIY7B+XNo7Dgg=
-----END CERTIFICATE REQUEST-----
`;
const base64 = Buffer.from(pem).toString('base64');

const minimal: CertificateSigningRequestProps = {
  request: pem,
  signerName: 'kubernetes.io/kube-apiserver-client',
  usages: ['client auth'],
};

test('minimal', () => {
  expect(csr(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    csr({
      name: 'u-shop-2',
      labels: { team: 'shop' },
      annotations: { 'example.org/owner': 'platform' },
      request: base64,
      signerName: 'issuers.example.org/demo.ca',
      usages: ['digital signature', 'key encipherment', 'server auth', 'client auth'],
      expirationSeconds: 31_536_000,
    }),
  ).toMatchSnapshot();
});

test('PEM and its base64, broken into lines or not, are the same request', () => {
  const lines = base64.replace(/.{76}/g, '$&\n');
  for (const request of [pem, base64, lines, `${lines}\n`]) {
    expect(csr({ ...minimal, request })).toHaveProperty('spec.request', base64);
  }
});

describe('refuses', () => {
  test.each<[string, Partial<CertificateSigningRequestProps>, string]>([
    ['a name that is none', { name: 'U_Shop' }, 'name: "U_Shop" is not a DNS name'],
    ['nothing', { request: '' }, 'request: "" is not a certificate request: give the PEM that'],
    [
      'a certificate',
      { request: pem.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE') },
      'is not a certificate request',
    ],
    ['a shell that was not run', { request: '$(cat u-shop.csr)' }, 'is not a certificate request'],
    [
      'a signer without a path',
      { signerName: 'kubernetes.io' },
      'signerName: "kubernetes.io" is not a signer (a domain, "/" and a DNS name',
    ],
    [
      'a signer of a path of two parts',
      { signerName: 'example.org/a/b' },
      'signerName: "example.org/a/b" is not a signer',
    ],
    ['a signer of no domain', { signerName: 'io/foo' }, 'signerName: "io/foo" is not a signer'],
    [
      'the signer of old',
      { signerName: 'kubernetes.io/legacy-unknown' },
      'signerName: "kubernetes.io/legacy-unknown" signs no request of certificates.k8s.io/v1',
    ],
    ['no usages', { usages: [] }, 'usages: is empty: Kubernetes refuses it'],
    [
      'a usage that is none',
      { usages: ['client auth', 'client-auth' as 'client auth'] },
      'usages[1]: "client-auth" is not one of',
    ],
    [
      'a usage twice',
      { usages: ['client auth', 'client auth'] },
      'usages[1]: "client auth" is there already: Kubernetes refuses it',
    ],
    [
      'a usage that the signer does not sign',
      { usages: ['client auth', 'server auth'] },
      'usages[1]: "server auth" is none that kubernetes.io/kube-apiserver-client signs (client auth, digital signature, key encipherment)',
    ],
    [
      'a request without what the signer demands',
      { usages: ['digital signature'] },
      'usages: leaves out "client auth", which kubernetes.io/kube-apiserver-client demands: it would never issue it',
    ],
    [
      'a validity of less than ten minutes',
      { expirationSeconds: 599 },
      'expirationSeconds: 599 is not a whole number from 600',
    ],
  ])('%s', (_, props, message) => {
    expect(() => csr({ ...minimal, ...props })).toThrow(UserError);
    expect(() => csr({ ...minimal, ...props })).toThrow(message);
  });
});
