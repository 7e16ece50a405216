import { AcmeSolver } from '../../../constructs/cert-manager/acme-solver';
import {
  ClusterIssuer,
  type AcmeIssuer,
  type ClusterIssuerProps,
} from '../../../constructs/cert-manager/cluster-issuer';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const issuer = (props: ClusterIssuerProps) =>
  renderOne((component) => new ClusterIssuer(component, 'letsencrypt', props));

const webhook = AcmeSolver.dns01Webhook({ groupName: 'acme.example.org', solverName: 'dns' });
const acme: AcmeIssuer = { server: 'https://acme.example.org/directory', solvers: [webhook] };
const key = { name: 'dns-token', key: 'token' };

test('minimal', () => {
  expect(issuer({ acme })).toMatchSnapshot();
});

test('full', () => {
  expect(
    issuer({
      name: 'letsencrypt-wild',
      labels: { team: 'platform' },
      annotations: { 'example.org/owner': 'platform' },
      acme: {
        server: 'https://acme.example.org/directory',
        email: 'operations@example.org',
        privateKeySecretName: 'letsencrypt-account',
        preferredChain: 'Example Root X1',
        profile: 'shortlived',
        externalAccountBinding: { keyId: 'account', key: { name: 'eab', key: 'hmac' } },
        disableAccountKeyGeneration: true,
        solvers: [
          AcmeSolver.dns01Webhook(
            { groupName: 'acme.example.org', solverName: 'dns', config: { zone: 'example.org', ttl: 60 } },
            { cnameStrategy: 'Follow', selector: { dnsZones: ['example.org'] } },
          ),
          AcmeSolver.dns01Cloudflare(
            { apiToken: key },
            { selector: { dnsNames: ['*.a.org'], matchLabels: { solver: 'cloudflare' } } },
          ),
          AcmeSolver.dns01Route53({
            region: 'eu-central-1',
            hostedZoneId: 'Z1',
            role: 'arn:aws:iam::1:role/dns',
            accessKey: { id: { name: 'aws', key: 'id' }, secret: { name: 'aws', key: 'secret' } },
          }),
          AcmeSolver.dns01CloudDns({ project: 'demo', hostedZoneName: 'zone', serviceAccount: key }),
          AcmeSolver.dns01Rfc2136({
            nameserver: '[2001:db8::1]:53',
            tsig: { keyName: 'key', secret: key, algorithm: 'HMACSHA512' },
          }),
          AcmeSolver.http01Ingress('nginx'),
          AcmeSolver.http01Gateway([{ name: 'entry', namespace: 'gateways', sectionName: 'http' }]),
        ],
      },
    }),
  ).toMatchSnapshot();
});

test('a CA of its own, and none at all', () => {
  expect(issuer({ ca: { secretName: 'root' } }).spec).toEqual({ ca: { secretName: 'root' } });
  expect(issuer({ selfSigned: true }).spec).toEqual({ selfSigned: {} });
});

test('the key of its account has its name, unless told otherwise', () => {
  expect(issuer({ name: 'le', acme })).toHaveProperty('spec.acme.privateKeySecretRef', { name: 'le' });
});

test('solvers whose credentials are those of the pod say nothing of them', () => {
  const solvers = [AcmeSolver.dns01Route53(), AcmeSolver.dns01Rfc2136({ nameserver: 'ns.example.org' })];
  expect(issuer({ acme: { ...acme, solvers } })).toHaveProperty('spec.acme.solvers', [
    { dns01: { route53: {} } },
    { dns01: { rfc2136: { nameserver: 'ns.example.org' } } },
  ]);
});

describe('refuses', () => {
  const solving = (solver: AcmeSolver): ClusterIssuerProps => ({ acme: { ...acme, solvers: [solver] } });

  test.each<[string, ClusterIssuerProps, string]>([
    [
      'nothing to issue with',
      {} as ClusterIssuerProps,
      'has none of acme, ca, selfSigned: exactly one is allowed',
    ],
    [
      'two ways at once',
      { acme, selfSigned: true } as unknown as ClusterIssuerProps,
      'has acme and selfSigned of acme, ca, selfSigned: exactly one is allowed',
    ],
    [
      'a server without TLS',
      { acme: { ...acme, server: 'http://acme.example.org' } },
      'acme.server: "http://acme.example.org" is not the https URL of an ACME server\'s directory',
    ],
    [
      'an address with a name',
      { acme: { ...acme, email: 'Ops <ops@example.org>' } },
      'acme.email: "Ops <ops@example.org>" is not an email address',
    ],
    [
      'an empty chain',
      { acme: { ...acme, preferredChain: '' } },
      'acme.preferredChain: "" is not a common name of at most 64 characters; leave it out for the server\'s default',
    ],
    [
      'no solvers',
      { acme: { ...acme, solvers: [] } },
      'acme.solvers: is empty: no name could be proven, and no certificate issued',
    ],
    [
      'a Secret that is none',
      { acme: { ...acme, privateKeySecretName: 'My Secret' } },
      'acme.privateKeySecretName: "My Secret" is not a DNS name',
    ],
    [
      'an account without a name and a key',
      { acme: { ...acme, externalAccountBinding: { keyId: '', key: { name: 'eab', key: '' } } } },
      'acme.externalAccountBinding.keyId: is empty: cert-manager refuses it\n  acme.externalAccountBinding.key.key: is empty: say which entry of the Secret',
    ],
    ['a CA without a Secret', { ca: { secretName: '' } }, 'ca.secretName: "" is not a DNS name'],
    [
      'a webhook without names',
      solving(AcmeSolver.dns01Webhook({ groupName: 'Acme', solverName: '' })),
      'acme.solvers[0].dns01Webhook.groupName: "Acme" is not a DNS name (labels of lower-case letters, digits and "-", joined by ".", at most 253)\n  acme.solvers[0].dns01Webhook.solverName: is empty',
    ],
    [
      'a token in no Secret',
      solving(AcmeSolver.dns01Cloudflare({ apiToken: { name: '', key: 'token' } })),
      'acme.solvers[0].dns01Cloudflare.apiToken.name: "" is not a DNS name',
    ],
    [
      'half of a key',
      solving(AcmeSolver.dns01Route53({ accessKey: { id: key, secret: { name: 'aws', key: '' } } })),
      'acme.solvers[0].dns01Route53.accessKey.secret.key: is empty',
    ],
    [
      'no project',
      solving(AcmeSolver.dns01CloudDns({ project: '' })),
      'acme.solvers[0].dns01CloudDns.project: is empty',
    ],
    [
      'an address of a name server without brackets',
      solving(AcmeSolver.dns01Rfc2136({ nameserver: '2001:db8::1' })),
      'acme.solvers[0].dns01Rfc2136.nameserver: "2001:db8::1" is not host:port (an IPv6 address in brackets)',
    ],
    [
      'a signature by no key',
      solving(AcmeSolver.dns01Rfc2136({ nameserver: 'ns', tsig: { keyName: '', secret: key } })),
      'acme.solvers[0].dns01Rfc2136.tsig.keyName: is empty',
    ],
    [
      'a class that is none',
      solving(AcmeSolver.http01Ingress('Nginx')),
      'acme.solvers[0].http01Ingress: "Nginx" is not a DNS name',
    ],
    [
      'no gateway',
      solving(AcmeSolver.http01Gateway([])),
      'acme.solvers[0].http01Gateway: is empty: nothing would answer the challenge',
    ],
    [
      'a zone that is none',
      solving(AcmeSolver.dns01Route53({}, { selector: { dnsZones: ['a b'], matchLabels: { a: 'b c' } } })),
      'acme.solvers[0].selector.dnsZones[0]: "a b" is not a DNS name (labels of lower-case letters, digits and "-", joined by ".", at most 253)\n  acme.solvers[0].selector.matchLabels.a: "b c" is not a label\'s value',
    ],
  ])('%s', (_, props, message) => {
    expect(() => issuer(props)).toThrow(UserError);
    expect(() => issuer(props)).toThrow(message);
  });
});
