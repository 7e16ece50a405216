import { problemsOf } from './support';

const policy = (spec: object) => problemsOf('AuthorizationPolicy', spec);
const from = (source: unknown, action?: object) => policy({ rules: [{ from: [{ source }] }], ...action });
const to = (operation: unknown) => policy({ rules: [{ to: [{ operation }] }] });
const when = (...conditions: readonly unknown[]) => policy({ rules: [{ when: conditions }] });
const CUSTOM = { action: 'CUSTOM', provider: { name: 'opa' } };

test.each<[string, object]>([
  ['nothing allowed', {}],
  ['everything allowed', { rules: [{}] }],
  ['everything denied', { action: 'DENY', rules: [{}] }],
  ['a provider', { ...CUSTOM, rules: [{ to: [{ operation: { paths: ['/admin*'] } }] }] }],
  ['a workload', { selector: { matchLabels: { app: 'web' } } }],
  ['a service', { targetRefs: [{ group: '', kind: 'Service', name: 'web' }] }],
  [
    'targets of every kind',
    {
      targetRefs: [
        { group: 'core', kind: 'Service', name: 'web' },
        { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'web' },
        { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'web' },
        { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' },
      ],
    },
  ],
])('%s is as the webhook takes it', (_, spec) => {
  expect(policy(spec)).toEqual([]);
});

test('sources and operations as the webhook takes them', () => {
  expect(
    from({
      principals: ['cluster.local/ns/shop/sa/web', '*'],
      notRequestPrincipals: ['*'],
      namespaces: ['shop', 'te*'],
      ipBlocks: ['10.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32'],
    }),
  ).toEqual([]);
  expect(from({ serviceAccounts: ['web', 'shop/web'], remoteIpBlocks: ['10.0.0.1'] })).toEqual([]);
  expect(to({ ports: ['0', '80', '65535'], methods: ['GET', '*'], hosts: ['*.example.com'] })).toEqual([]);
  expect(
    to({
      paths: ['/', '*', '/a b', '/a*', '*/a', '/{*}', '/a/{*}/b/{**}', '/{**}/b', '/{*}/a-b.c_d~e%f@q=r/'],
    }),
  ).toEqual([]);
});

test('conditions as the webhook takes them', () => {
  expect(
    when(
      { key: 'request.headers[user-agent]', values: ['Mozilla/*'] },
      { key: 'request.auth.claims[groups][admin]', notValues: ['*'] },
      { key: 'experimental.envoy.filters.a.b[c]', values: ['[d]'] },
      { key: 'source.ip', values: ['10.0.0.0/8'], notValues: ['10.0.0.1'] },
      { key: 'remote.ip', values: ['::1'] },
      { key: 'destination.ip', values: ['10.0.0.1'] },
      { key: 'destination.port', values: ['80', '0'] },
      { key: 'source.namespace', values: ['shop'] },
      { key: 'source.serviceAccount', values: ['shop/web'] },
      { key: 'source.principal', values: ['*'] },
      { key: 'request.auth.principal', values: ['*'] },
      { key: 'request.auth.audiences', values: ['a'] },
      { key: 'request.auth.presenter', values: ['a'] },
      { key: 'connection.sni', values: ['www.example.com'] },
    ),
  ).toEqual([]);
});

test.each<[string, object, string[]]>([
  [
    'a target of another kind',
    { targetRefs: [{ group: 'apps', kind: 'Deployment', name: 'web' }] },
    [
      'targetRefs[0].kind: "Deployment" of group "apps" is not one of Service, ServiceEntry, Gateway, GatewayClass',
    ],
  ],
  [
    'a denial of nothing',
    { action: 'DENY' },
    ['rules: is empty or missing, so that action DENY is for no request'],
  ],
  [
    'a provider for nothing',
    { ...CUSTOM, rules: [] },
    ['rules: is empty or missing, so that action CUSTOM is for no request'],
  ],
  ['no provider', { action: 'CUSTOM', rules: [{}] }, ['provider.name: required field "name" is missing']],
  [
    'a provider without a name',
    { action: 'CUSTOM', provider: { name: '' }, rules: [{}] },
    ['provider.name: required field "name" is missing'],
  ],
  ['a provider of another action', { provider: {} }, ['provider: action ALLOW asks no provider']],
  [
    'parts without content',
    { rules: [{ from: [{}, { source: { namespaces: [] } }], to: [{}, { operation: {} }] }] },
    [
      'rules[0].from[0].source: required field "source" is missing',
      'rules[0].from[1].source: is empty',
      'rules[0].to[0].operation: required field "operation" is missing',
      'rules[0].to[1].operation: is empty',
    ],
  ],
])('the webhook refuses %s', (_, spec, expected) => {
  expect(policy(spec)).toEqual(expected);
});

test('the webhook refuses sources and conditions that Envoy knows only after it asked the provider', () => {
  for (const field of ['principals', 'notRequestPrincipals', 'namespaces', 'notServiceAccounts'])
    expect(from({ [field]: ['web'] }, CUSTOM)).toEqual([
      `rules[0].from[0].source.${field}: is not supported with action CUSTOM`,
    ]);
  expect(from({ ipBlocks: ['10.0.0.1'] }, CUSTOM)).toEqual([]);
  for (const key of [
    'source.namespace',
    'source.serviceAccount',
    'source.principal',
    'request.auth.claims[a]',
  ])
    expect(policy({ ...CUSTOM, rules: [{ when: [{ key, values: ['web'] }] }] })).toEqual([
      `rules[0].when[0].key: ${key} is not supported with action CUSTOM`,
    ]);
});

test.each<[string, object, string[]]>([
  [
    'empty text',
    { principals: [''], notNamespaces: ['a', ''] },
    ['principals[0]: is empty', 'notNamespaces[1]: is empty'],
  ],
  [
    'addresses that are none',
    { ipBlocks: ['10.0.0'], notRemoteIpBlocks: ['10.0.0.0/33', ''] },
    [
      'ipBlocks[0]: "10.0.0" is not an IP address or a range of them (such as 10.0.0.0/8)',
      'notRemoteIpBlocks[0]: "10.0.0.0/33" is not an IP address or a range of them (such as 10.0.0.0/8)',
      'notRemoteIpBlocks[1]: "" is not an IP address or a range of them (such as 10.0.0.0/8)',
    ],
  ],
  [
    'service accounts that are none',
    { serviceAccounts: ['a/b/c', '/web', 'shop/', '', 'we*'] },
    [
      ...['"a/b/c"', '"/web"', '"shop/"', '""'].map(
        (one, index) =>
          `serviceAccounts[${index}]: ${one} is neither a service account nor namespace/account`,
      ),
      'serviceAccounts[4]: "we*": service accounts have no wildcards',
    ],
  ],
  [
    'a long service account',
    { notServiceAccounts: ['é'.repeat(161)] },
    ['notServiceAccounts[0]: is longer than 320 bytes'],
  ],
])('the webhook refuses a source with %s', (_, source, expected) => {
  expect(from(source)).toEqual(expected.map((one) => `rules[0].from[0].source.${one}`));
});

test('the webhook refuses operations with empty text and with what is no port', () => {
  const at = 'rules[0].to[0].operation';
  expect(to({ hosts: [''], notMethods: [''], paths: [''] })).toEqual([
    `${at}.hosts[0]: is empty`,
    `${at}.notMethods[0]: is empty`,
    `${at}.paths[0]: is empty`,
  ]);
  for (const port of ['', '-1', '65536', 'http', '80-90', '+80'])
    expect(to({ ports: [port] })).toEqual([`${at}.ports[0]: "${port}" is not a port (0-65535)`]);
});

test.each<[string, string]>([
  ['/{**}/{*}', 'nothing like {*} may follow {**}'],
  ['/{**}/a/{**}', 'nothing like {**} may follow {**}'],
  ['/a{*}', 'braces stand only as a whole segment, {*} or {**}'],
  ['/{id}', 'braces stand only as a whole segment, {*} or {**}'],
  ['/a}', 'braces stand only as a whole segment, {*} or {**}'],
])('the webhook refuses the path %s', (path, problem) => {
  expect(to({ notPaths: [path] })).toEqual([`rules[0].to[0].operation.notPaths[0]: "${path}": ${problem}`]);
});

test('the webhook refuses segments in a template that a plain path may have', () => {
  expect(to({ paths: ['/{*}/a*', '/{*}//b'] })).toEqual([
    'rules[0].to[0].operation.paths[0]: "/{*}/a*" has the segment "a*", which a path with {*} or {**} may not have',
    'rules[0].to[0].operation.paths[1]: "/{*}//b" has an empty segment, which a path with {*} or {**} may not have',
  ]);
});

test.each<[string, object, string]>([
  ['no key', { key: '', values: ['a'] }, '.key: is empty'],
  ['no values', { key: 'source.ip', values: [] }, ': has neither values nor notValues: one is needed'],
  ['an empty value', { key: 'connection.sni', values: [''] }, '.values[0]: is empty'],
  [
    'an address that is none',
    { key: 'remote.ip', notValues: ['10.0.0'] },
    '.notValues[0]: "10.0.0" is not an IP address or a range of them (such as 10.0.0.0/8)',
  ],
  [
    'a port that is none',
    { key: 'destination.port', values: ['http'] },
    '.values[0]: "http" is not a port (0-65535)',
  ],
  [
    'a service account with a wildcard',
    { key: 'source.serviceAccount', values: ['*'] },
    '.values[0]: "*": service accounts have no wildcards',
  ],
  [
    'too many service accounts',
    { key: 'source.serviceAccount', values: Array.from({ length: 17 }, () => 'web') },
    '.values: has 17 service accounts: at most 16 are allowed',
  ],
  [
    'a header without a name',
    { key: 'request.headers[]', values: ['a'] },
    '.key: "request.headers[]" has no name in brackets, as in request.headers[user-agent]',
  ],
  [
    'metadata without a name',
    { key: 'experimental.envoy.filters.a', values: ['a'] },
    '.key: "experimental.envoy.filters.a" has no name in brackets, as in request.headers[user-agent]',
  ],
  [
    'labels of the destination',
    { key: 'destination.labels[app]', values: ['web'] },
    '.key: "destination.labels[app]" is an attribute that Istio no longer has',
  ],
  [
    'the namespace of the destination',
    { key: 'destination.namespace', values: ['shop'] },
    '.key: "destination.namespace" is an attribute that Istio no longer has',
  ],
  [
    'an unknown key',
    { key: 'request.header[a]', values: ['a'] },
    '.key: "request.header[a]" is no attribute',
  ],
  ['a name of no attribute', { key: 'constructor', values: ['a'] }, '.key: "constructor" is no attribute'],
])('the webhook refuses a condition with %s', (_, condition, expected) => {
  expect(when(condition)).toEqual([`rules[0].when[0]${expected}`]);
});
