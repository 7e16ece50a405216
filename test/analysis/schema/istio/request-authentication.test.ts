import { problemsOf } from './support';

const rule = (fields: object) => problemsOf('RequestAuthentication', { jwtRules: [fields] });
const keys = (jwks: unknown) =>
  rule({ issuer: 'web', jwks: typeof jwks === 'string' ? jwks : JSON.stringify(jwks) });

const RSA = { kty: 'RSA', e: 'AQAB', n: 'xAE7eB6qugXyCAG3yhh7pkDkT65pHymX' };
const EC = { kty: 'EC', crv: 'P-256', x: 'AQAB', y: 'AQAB' };
const OKP = { kty: 'OKP', crv: 'Ed25519', x: 'AQAB' };
const OCT = { kty: 'oct', k: 'AQAB' };
/** A certificate of nobody, made for this. */
const CERTIFICATE =
  'MIIBbTCCAROgAwIBAgIUZFRTc1vGNw59Zs5b+GWUCfxGddowCgYIKoZIzj0EAwIwDDEKMAgGA1UEAwwBYTAeFw0yNjExMjExNTU0MTdaFw0yNjEyMDExNTU0MTdaMAwxCjAIBgNVBAMMAWEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATZ/6ebwTweUKZ82I1Gh4OoApHH1rdFDXRxL4hAR5nDgyMYf8j6sWxpeQrHVcEjtLRpSOtETLdS7nhDnEGpLsojo1MwUTAdBgNVHQ4EFgQU4msXUq0fU5PlLj9eJ1wNTcsXhmMwHwYDVR0jBBgwFoAU4msXUq0fU5PlLj9eJ1wNTcsXhmMwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBJMUxDVAcid4LBetY5K4uQVizEDy7HGF9p6z98CpBVIQIhALso/TWsoBb/y+A2Ouxwv1ONUrC+OBnEhxs1QSbDa3by';

test.each<[string, object]>([
  ['an issuer', { issuer: 'https://issuer.example.com' }],
  ['keys from somewhere', { jwksUri: 'https://issuer.example.com/jwks' }],
  ['keys from somewhere, by their older name', { jwks_uri: 'http://keys:8080/jwks' }],
  ['a timeout', { issuer: 'web', timeout: '1.5s' }],
  ['empty keys', { issuer: 'web', jwks: '' }],
  [
    'places of tokens',
    {
      issuer: 'web',
      fromHeaders: [{ name: 'x-token', prefix: 'Bearer ' }],
      fromParams: ['token'],
      fromCookies: ['token'],
      outputClaimToHeaders: [{ header: 'x-sub', claim: 'sub' }],
    },
  ],
])('a rule with %s is as the webhook takes it', (_, fields) => {
  expect(rule(fields)).toEqual([]);
});

test.each<[string, unknown]>([
  ['no keys', { keys: [] }],
  ['no keys, as null', { keys: null }],
  ['keys of every type', { keys: [RSA, EC, OKP, OCT] }],
  ['one key alone', RSA],
  [
    'private keys',
    {
      keys: [
        { ...RSA, d: 'AQAB', p: 'AQAB' },
        { ...EC, d: 'AQ==' },
        { ...OKP, d: null },
      ],
    },
  ],
  [
    'both alphabets, padded or not',
    {
      keys: [
        { ...RSA, n: 'a+/=' },
        { ...RSA, n: 'a-_' },
        { ...RSA, n: 'AQ\n==' },
      ],
    },
  ],
  [
    'what describes a key',
    { keys: [{ ...RSA, kid: 'a', use: 'sig', alg: 'RS256', key_ops: ['verify'], x5u: 1 }] },
  ],
  ['a certificate', { keys: [{ ...RSA, x5c: [CERTIFICATE] }] }],
  ['a type in other letters', { keys: [{ KTY: 'oct', k: 'AQAB' }] }],
  ['other fields', { issuer: 'web', keys: [{ ...OCT, other: [1] }] }],
  ['text after it', '{"note": "}\\"", "keys": []} and so on'],
])('a key set with %s is as the webhook takes it', (_, jwks) => {
  expect(keys(jwks)).toEqual([]);
});

test.each<[string, object, string]>([
  ['neither issuer nor keys', { audiences: ['web'] }, ': has neither issuer nor jwksUri: one is needed'],
  [
    'keys but no issuer',
    { jwks: JSON.stringify({ keys: [RSA] }) },
    ': has neither issuer nor jwksUri: one is needed',
  ],
  [
    'a timeout finer than milliseconds',
    { issuer: 'web', timeout: '1.5ms' },
    '.timeout: "1.5ms" is not a whole number of milliseconds',
  ],
  [
    'a port beyond all numbers',
    { jwksUri: 'https://keys:99999999999999999999/jwks' },
    '.jwksUri: "99999999999999999999" is no port',
  ],
])('the webhook refuses a rule with %s', (_, fields, expected) => {
  expect(rule(fields)).toEqual([`jwtRules[0]${expected}`]);
});

const inKey = (problem: string) => `has a key that cannot be read, keys[0]: ${problem}`;

test.each<[string, unknown, string]>([
  ['an address', 'https://issuer.example.com/jwks', 'is not JSON'],
  ['half an object', '{"keys": [', 'is not JSON'],
  ['a list', [RSA], 'is not a JSON object'],
  ['null', 'null', 'is not a JSON object'],
  ['nothing', {}, 'has no "keys", and is no key itself: kty "" is not one of RSA, EC, OKP, oct'],
  ['keys that are an object', { keys: RSA }, 'has "keys" that are not a list'],
  ['a key that is text', { keys: ['a'] }, inKey('"a" is not an object')],
  [
    'a key of an unknown type',
    { keys: [{ kty: 'DSA' }] },
    inKey('kty "DSA" is not one of RSA, EC, OKP, oct'),
  ],
  ['half a key', { keys: [{ kty: 'RSA', e: 'AQAB' }] }, inKey('a key of kty RSA has n')],
  ['a key without its curve', { keys: [{ ...EC, crv: undefined }] }, inKey('a key of kty EC has crv')],
  ['a key in hexadecimal', { keys: [{ ...OCT, k: 'a:b' }] }, inKey('k is not text in base64')],
  ['a key of both alphabets', { keys: [{ ...OCT, k: 'a+b_' }] }, inKey('k is not text in base64')],
  ['a key wrongly padded', { keys: [{ ...OCT, k: 'AQ=' }] }, inKey('k is not text in base64')],
  ['a broken private part', { keys: [{ ...RSA, d: 'AQAB', q: 5 }] }, inKey('q is not text in base64')],
  ['a private part in other letters', { keys: [{ ...RSA, D: 'AQAB' }] }, inKey('a key of kty RSA has d')],
  ['a number for an id', { keys: [{ ...OCT, kid: 1 }] }, inKey('kid is not text')],
  ['uses that are text', { keys: [{ ...OCT, key_ops: 'verify' }] }, inKey('key_ops is not a list of text')],
  [
    'a certificate that is no list',
    { keys: [{ ...RSA, x5c: CERTIFICATE }] },
    inKey('x5c is not a list of text'),
  ],
  [
    'a certificate that is cut off',
    { keys: [{ ...RSA, x5c: [CERTIFICATE, CERTIFICATE.slice(0, 100)] }] },
    inKey('x5c[1] is not a certificate (DER in base64)'),
  ],
  [
    'a certificate that is none',
    { keys: [{ ...RSA, x5c: ['a:b'] }] },
    inKey('x5c[0] is not a certificate (DER in base64)'),
  ],
  [
    'two types',
    { keys: [{ ...OCT, KTY: 'RSA' }] },
    inKey('kty "oct" is not "RSA", which it is in other letters'),
  ],
])('the webhook refuses a key set that is or has %s', (_, jwks, expected) => {
  expect(keys(jwks)).toEqual([`jwtRules[0].jwks: ${expected}`]);
});

test('the webhook refuses a target of another kind', () => {
  expect(
    problemsOf('RequestAuthentication', { targetRef: { group: 'apps', kind: 'Deployment', name: 'web' } }),
  ).toEqual([
    'targetRef.kind: "Deployment" of group "apps" is not one of Service, ServiceEntry, Gateway, GatewayClass',
  ]);
});
