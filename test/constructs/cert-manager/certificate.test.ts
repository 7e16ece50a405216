import { AcmeSolver } from '../../../constructs/cert-manager/acme-solver';
import { Certificate, type CertificateProps } from '../../../constructs/cert-manager/certificate';
import { ClusterIssuer } from '../../../constructs/cert-manager/cluster-issuer';
import { UserError } from '../../../values/user-error';
import { render, renderOne } from '../../support/render';

const certificate = (props: CertificateProps) =>
  renderOne((component) => new Certificate(component, 'shop', props));

const minimal: CertificateProps = {
  issuer: ClusterIssuer.existing('letsencrypt'),
  dnsNames: ['shop.example.org'],
};

test('minimal', () => {
  expect(certificate(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    render((component) => {
      const issuer = new ClusterIssuer(component, 'letsencrypt-wild', {
        acme: {
          server: 'https://acme.example.org/directory',
          solvers: [AcmeSolver.dns01Webhook({ groupName: 'acme.example.org', solverName: 'dns' })],
        },
      });
      new Certificate(component, 'certificate', {
        name: 'shop',
        namespace: 'istio-system',
        labels: { team: 'shop' },
        annotations: { 'example.org/owner': 'shop' },
        issuer,
        secretName: 'shop-example-org',
        commonName: 'shop.example.org',
        dnsNames: ['shop.example.org', '*.shop.example.org'],
        ipAddresses: ['192.0.2.1'],
        uris: ['spiffe://cluster.local/ns/shop/sa/shop'],
        duration: '720h',
        renewBefore: '240h',
        privateKey: { algorithm: 'ECDSA', size: 384, encoding: 'PKCS8', rotationPolicy: 'Always' },
        usages: ['digital signature', 'server auth'],
        isCa: false,
        secretTemplate: { labels: { team: 'shop' }, annotations: { 'example.org/owner': 'shop' } },
        revisionHistoryLimit: 3,
      });
    }),
  ).toMatchSnapshot();
});

test('says which Secret a gateway is to read', () => {
  renderOne((component) => {
    expect(new Certificate(component, 'shop', minimal).secretName).toBe('shop');
  });
  renderOne((component) => {
    expect(new Certificate(component, 'a', { ...minimal, secretName: 'b' }).secretName).toBe('b');
  });
});

test('may come from an issuer of its namespace', () => {
  expect(certificate({ ...minimal, issuer: { issuerKind: 'Issuer', name: 'own' } })).toHaveProperty(
    'spec.issuerRef',
    { group: 'cert-manager.io', kind: 'Issuer', name: 'own' },
  );
});

describe('refuses', () => {
  const acme = (...solvers: readonly AcmeSolver[]) =>
    ({ issuerKind: 'ClusterIssuer', name: 'letsencrypt', solvers }) as const;

  test.each<[string, Partial<CertificateProps>, string]>([
    ['nobody', { dnsNames: undefined }, 'is for nobody: give commonName, dnsNames, ipAddresses or uris'],
    ['a name that is none', { name: 'Shop' }, 'name: "Shop" is not a DNS name'],
    ['a Secret that is none', { secretName: 'a b' }, 'secretName: "a b" is not a DNS name'],
    ['an issuer without a name', { issuer: ClusterIssuer.existing('') }, 'issuer.name: "" is not a DNS name'],
    [
      'a common name that is too long',
      { commonName: 'a'.repeat(65) },
      'is not 1 to 64 characters long: cert-manager refuses it; dnsNames may be longer',
    ],
    [
      'a host that is none',
      { dnsNames: ['shop.example.org', 'a.*.org'] },
      'dnsNames[1]: "a.*.org" is not a host\'s name in lower case, nor one after "*."',
    ],
    ['an address that is none', { ipAddresses: ['192.0.2'] }, 'ipAddresses[0]: "192.0.2" is not an IPv4'],
    ['a URI that is none', { uris: ['shop'] }, 'uris[0]: "shop" is not a URI'],
    [
      'a common name that an ACME server does not find',
      { issuer: acme(AcmeSolver.dns01Route53()), commonName: 'example.org' },
      'commonName: "example.org" is not among dnsNames: an ACME server wants it there, no certificate would be issued',
    ],
    [
      'a wildcard that nothing can prove',
      { issuer: acme(AcmeSolver.http01Ingress('nginx')), dnsNames: ['*.example.org'] },
      'dnsNames[0]: "*.example.org" has a wildcard, and issuer letsencrypt has no solver by DNS',
    ],
    [
      'days',
      { duration: '90d' },
      'duration: "90d" is not a duration of 1h at least (such as 2160h; there is no unit for days)',
    ],
    ['half an hour', { duration: '30m' }, 'duration: "30m" is not a duration of 1h at least'],
    ['a renewal at the end', { renewBefore: '1m' }, 'renewBefore: "1m" is not a duration of 5m at least'],
    [
      'a renewal before the beginning',
      { duration: '2h', renewBefore: '120m' },
      'renewBefore: "120m" is not less than the duration "2h": cert-manager refuses it',
    ],
    [
      'a renewal before the beginning, where cert-manager says how long',
      { renewBefore: '2160h' },
      'renewBefore: "2160h" is not less than the duration "2160h"',
    ],
    [
      'an algorithm that is none',
      { privateKey: { algorithm: 'DSA' as 'RSA' } },
      'privateKey.algorithm: "DSA" is not one of "RSA", "ECDSA", "Ed25519"',
    ],
    [
      'a short key',
      { privateKey: { size: 1024 } },
      'privateKey.size: 1024 is not a whole number from 2048 to 8192',
    ],
    [
      'a key of no curve',
      { privateKey: { algorithm: 'ECDSA', size: 2048 } },
      'privateKey.size: 2048 is not one of 256, 384, 521',
    ],
    [
      'a size where there is one',
      { privateKey: { algorithm: 'Ed25519', size: 256 } },
      'privateKey.size: 256 is given with Ed25519, which has one size: cert-manager ignores it',
    ],
    [
      'an encoding and a rotation that are none',
      { privateKey: { encoding: 'PKCS7' as 'PKCS8', rotationPolicy: 'Daily' as 'Always' } },
      'privateKey.encoding: "PKCS7" is not one of "PKCS1", "PKCS8"\n  privateKey.rotationPolicy: "Daily" is not one of "Never", "Always"',
    ],
    ['a usage that is none', { usages: ['tls' as 'any'] }, 'usages[0]: "tls" is not one of'],
    [
      'a label of the Secret that is none',
      { secretTemplate: { labels: { a: 'b c' } } },
      'secretTemplate.labels.a: "b c" is not a label\'s value',
    ],
    [
      'no history at all',
      { revisionHistoryLimit: 0 },
      'revisionHistoryLimit: 0 is not a whole number from 1',
    ],
  ])('%s', (_, props, message) => {
    expect(() => certificate({ ...minimal, ...props })).toThrow(UserError);
    expect(() => certificate({ ...minimal, ...props })).toThrow(message);
  });
});
