import { problemsOf } from './support';

const FILES = { clientCertificate: '/tls/crt', privateKey: '/tls/key', caCertificates: '/tls/ca' };
const tls = (settings: unknown) =>
  problemsOf('DestinationRule', { host: 'web', trafficPolicy: { tls: settings } }).map((one) =>
    one.replace('trafficPolicy.', ''),
  );

test.each<[string, unknown]>([
  ['nothing', {}],
  ['mutual TLS of the mesh', { mode: 'ISTIO_MUTUAL' }],
  ['mutual TLS by files', { mode: 'MUTUAL', ...FILES, caCrl: '/tls/crl' }],
  ['mutual TLS by a Secret', { mode: 'MUTUAL', credentialName: 'web' }],
  [
    'mutual TLS by a Secret with any server',
    { mode: 'MUTUAL', credentialName: 'web', insecureSkipVerify: true },
  ],
  ['TLS', { mode: 'SIMPLE', caCertificates: '/tls/ca', subjectAltNames: ['web'], sni: 'web' }],
  ['TLS with any server', { mode: 'SIMPLE', insecureSkipVerify: true, subjectAltNames: [] }],
  ['authorities of a ConfigMap', { mode: 'SIMPLE', credentialName: 'configmap://shop/authorities' }],
  ['what no mode reads', { ...FILES, credentialName: 'web', insecureSkipVerify: true }],
])('%s is as the webhook takes it', (_, settings) => {
  expect(tls(settings)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  [
    'mutual TLS without certificates',
    { mode: 'MUTUAL', caCertificates: '/tls/ca' },
    [
      'tls.clientCertificate: is missing, and mode MUTUAL needs it',
      'tls.privateKey: is missing, and mode MUTUAL needs it',
    ],
  ],
  [
    'a Secret and files',
    { mode: 'MUTUAL', ...FILES, caCrl: '/tls/crl', credentialName: 'web' },
    [
      'tls.clientCertificate: is not read where there is a credentialName',
      'tls.privateKey: is not read where there is a credentialName',
      'tls.caCertificates: is not read where there is a credentialName',
      'tls.caCrl: is not read where there is a credentialName',
    ],
  ],
  [
    'a Secret and authorities',
    { mode: 'SIMPLE', caCertificates: '/tls/ca', credentialName: 'web' },
    ['tls.caCertificates: is not read where there is a credentialName'],
  ],
  [
    'any server, and one',
    { mode: 'SIMPLE', insecureSkipVerify: true, caCertificates: '/tls/ca', subjectAltNames: ['web'] },
    [
      'tls.caCertificates: has no effect where insecureSkipVerify is true',
      'tls.subjectAltNames: has no effect where insecureSkipVerify is true',
    ],
  ],
  [
    'any server, and the authorities of a Secret',
    { mode: 'SIMPLE', insecureSkipVerify: true, credentialName: 'web' },
    ['tls.credentialName: has no effect where insecureSkipVerify is true'],
  ],
  [
    'any server of mutual TLS, and one',
    { mode: 'MUTUAL', insecureSkipVerify: true, ...FILES, subjectAltNames: ['web'] },
    [
      'tls.caCertificates: has no effect where insecureSkipVerify is true',
      'tls.subjectAltNames: has no effect where insecureSkipVerify is true',
    ],
  ],
  [
    'a ConfigMap without a namespace',
    { mode: 'SIMPLE', credentialName: 'configmap://authorities' },
    ['tls.credentialName: "configmap://authorities" is not of the form configmap://namespace/name'],
  ],
  [
    'a ConfigMap without a name',
    { credentialName: 'configmap://shop/' },
    ['tls.credentialName: "configmap://shop/" is not of the form configmap://namespace/name'],
  ],
  [
    'a ConfigMap of another namespace',
    { mode: 'SIMPLE', credentialName: 'configmap://bank/authorities' },
    ['tls.credentialName: "bank" is another namespace than the rule\'s, "shop"'],
  ],
])('the webhook refuses %s', (_, settings, expected) => {
  expect(tls(settings)).toEqual(expected);
});
