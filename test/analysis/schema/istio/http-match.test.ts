import { problemsOf } from './support';

const matched = (match: object) =>
  problemsOf('VirtualService', {
    hosts: ['web'],
    http: [{ match: [match], route: [{ destination: { host: 'web' } }] }],
  });

test.each<[string, object]>([
  ['nothing', {}],
  ['an empty prefix of a path', { uri: { prefix: '' } }],
  ['empty text', { method: { exact: '' }, uri: { exact: '' } }],
  ['patterns', { uri: { regex: '^/(?P<kind>[^/]+)/\\d{2,}$' }, authority: { regex: '(?i)web' } }],
  ['that a header is there', { headers: { 'x-user': {} }, queryParams: { a: {} } }],
  ['that a header is not there', { withoutHeaders: { 'x-user': {}, 'x-group': { regex: '*' } } }],
  ['headers of HTTP itself', { headers: { ':path': { prefix: '/' }, ':authority': { exact: 'web' } } }],
  [
    'odd names of headers',
    { headers: { "!#$%&'*+,-.^_`|~": { exact: 'a' } }, queryParams: { '': { exact: 'a' } } },
  ],
  [
    'where it comes from',
    { sourceNamespace: 'shop', sourceLabels: { app: 'web' }, port: 80, gateways: ['mesh'] },
  ],
  ['what is left open', { sourceNamespace: '', port: 0, sourceLabels: {}, gateways: [] }],
  ['a pattern of 1024 characters', { uri: { regex: 'a'.repeat(1024) } }],
])('a match of %s is as the webhook takes it', (_, match) => {
  expect(matched(match)).toEqual([]);
});

const NO_HEADER = "is not the name of a header (letters, digits and any of !#$%&'*+-.^_`|~)";

test.each<[string, object, string[]]>([
  [
    'empty prefixes',
    {
      ...Object.fromEntries(['scheme', 'method', 'authority'].map((one) => [one, { prefix: '' }])),
      headers: { a: { prefix: '' } },
      withoutHeaders: { a: { prefix: '' } },
      queryParams: { a: { prefix: '' } },
    },
    ['headers.a', 'withoutHeaders.a', 'scheme', 'method', 'authority', 'queryParams.a'].map(
      (one) => `${one}.prefix: is empty`,
    ),
  ],
  [
    'patterns that are none',
    {
      uri: { regex: '' },
      method: { regex: '(?=a)' },
      headers: { a: { regex: '*' } },
      queryParams: { a: { regex: '(' } },
    },
    [
      'headers.a.regex: "*" is no regular expression of RE2: error parsing regexp: missing argument to repetition operator: `*`',
      'uri.regex: is empty: it would match nothing that is meant',
      'method.regex: "(?=a)" is no regular expression of RE2: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
      'queryParams.a.regex: "(" is no regular expression of RE2: error parsing regexp: missing closing ): `(`',
    ],
  ],
  [
    'a long pattern',
    { uri: { regex: 'é'.repeat(513) } },
    ['uri.regex: has 1026 bytes: at most 1024 are allowed'],
  ],
  [
    'names of headers that are none',
    { headers: { '': {}, 'a b': {}, ':protocol': {} }, withoutHeaders: { '@request.auth.claims': {} } },
    [
      `headers[""]: "" ${NO_HEADER}`,
      `headers["a b"]: "a b" ${NO_HEADER}`,
      `headers[":protocol"]: ":protocol" ${NO_HEADER}`,
      `withoutHeaders["@request.auth.claims"]: "@request.auth.claims" ${NO_HEADER}`,
    ],
  ],
  [
    'a source that is none',
    { sourceNamespace: 'a_b', sourceLabels: { app: '-' }, port: 65536, gateways: ['a/b/c'] },
    [
      'sourceNamespace: "a_b" is not the name of a namespace',
      'port: 65536 is not from 1 to 65535',
      'sourceLabels.app: "-" is not a label\'s value',
      'gateways[0]: "a/b/c" is not a Gateway (namespace/name, or name), nor "mesh"',
    ],
  ],
])('the webhook refuses %s', (_, match, expected) => {
  expect(matched(match)).toEqual(expected.map((one) => `http[0].match[0].${one}`));
});
