import { checkClientTls, type ClientTls } from '../../../constructs/istio/client-tls';
import { Checks } from '../../../values/checks';

const problems = (tls: ClientTls, namespace = 'demo'): string[] => {
  const checks = new Checks('tls');
  checkClientTls(tls, checks, namespace);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

const files = { clientCertificate: '/etc/certs/client.pem', privateKey: '/etc/certs/client.key' };

test.each<[string, ClientTls]>([
  ['plain text', { mode: 'DISABLE' }],
  ['mutual TLS by files', { mode: 'MUTUAL', ...files }],
  ['mutual TLS by a Secret', { mode: 'MUTUAL', credentialName: 'client' }],
  [
    'mutual TLS by a Secret, unverified',
    { mode: 'MUTUAL', credentialName: 'client', insecureSkipVerify: true },
  ],
  ['a CA in a ConfigMap of the same namespace', { mode: 'SIMPLE', credentialName: 'configmap://demo/ca' }],
  [
    'names for Istio’s own certificates',
    { mode: 'ISTIO_MUTUAL', sni: 'a', subjectAltNames: ['spiffe://a/ns/b/sa/c'] },
  ],
  ['an empty list of names, unverified', { mode: 'SIMPLE', insecureSkipVerify: true, subjectAltNames: [] }],
])('takes %s', (_, tls) => {
  expect(problems(tls)).toEqual([]);
});

test.each<[string, ClientTls, string[]]>([
  [
    'no mode, which Istio reads as DISABLE',
    { sni: 'a' } as ClientTls,
    ['tls.mode: undefined is not one of "DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"'],
  ],
  [
    'mutual TLS without a certificate',
    { mode: 'MUTUAL' },
    [
      'tls.clientCertificate: is missing: mode MUTUAL needs clientCertificate and privateKey, or credentialName',
      'tls.privateKey: is missing: mode MUTUAL needs',
    ],
  ],
  ['mutual TLS without a key', { mode: 'MUTUAL', clientCertificate: '/a' }, ['tls.privateKey: is missing']],
  [
    'a Secret beside files',
    { mode: 'MUTUAL', credentialName: 'client', ...files },
    [
      'tls.credentialName: stands beside clientCertificate, privateKey: the certificates come from a Secret or from files',
    ],
  ],
  [
    'a revocation list beside a Secret',
    { mode: 'SIMPLE', credentialName: 'ca', caCrl: '/a' },
    ['tls.credentialName: stands beside caCrl'],
  ],
  [
    'certificates beside Istio’s own',
    { mode: 'ISTIO_MUTUAL', ...files, credentialName: 'client' },
    [
      'tls.clientCertificate: has no effect in mode ISTIO_MUTUAL: Istio brings its own certificates',
      'tls.privateKey: has no effect',
      'tls.credentialName: has no effect',
    ],
  ],
  [
    'a client certificate that is not presented',
    { mode: 'SIMPLE', ...files },
    [
      'tls.clientCertificate: has no effect in mode SIMPLE: the client presents no certificate; MUTUAL does',
      'tls.privateKey: has no effect in mode SIMPLE',
    ],
  ],
  [
    'settings of no TLS',
    { mode: 'DISABLE', sni: 'a' },
    ['tls.sni: has no effect in mode DISABLE: nothing is encrypted'],
  ],
  [
    'a CA that nothing is verified against',
    { mode: 'SIMPLE', insecureSkipVerify: true, caCertificates: '/a', subjectAltNames: ['a'] },
    [
      'tls.insecureSkipVerify: is true beside caCertificates, subjectAltNames: what is not verified needs nothing',
    ],
  ],
  [
    'a CA in a Secret that nothing is verified against',
    { mode: 'SIMPLE', insecureSkipVerify: true, credentialName: 'ca' },
    ['tls.insecureSkipVerify: is true beside credentialName'],
  ],
  ['an empty name', { mode: 'SIMPLE', credentialName: '' }, ['tls.credentialName: is empty']],
  [
    'a ConfigMap without a namespace',
    { mode: 'SIMPLE', credentialName: 'configmap://ca' },
    ['tls.credentialName: "configmap://ca" is not configmap://namespace/name'],
  ],
  [
    'a ConfigMap of another namespace',
    { mode: 'SIMPLE', credentialName: 'configmap://other/ca' },
    ['tls.credentialName: "configmap://other/ca" is in another namespace than the rule ("demo")'],
  ],
])('refuses %s', (_, tls, messages) => {
  expect(problems(tls)).toEqual(messages.map((message) => expect.stringContaining(message)));
});
