import type { JwtRule } from '../../../constructs/istio/jwt-rule';
import { PolicyTarget } from '../../../constructs/istio/policy-scope';
import {
  RequestAuthentication,
  type RequestAuthenticationProps,
} from '../../../constructs/istio/request-authentication';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const authentication = (props: RequestAuthenticationProps) =>
  renderOne((component) => new RequestAuthentication(component, 'tokens', props));

const issuer = 'https://login.example.org';
const minimal: RequestAuthenticationProps = { jwtRules: [{ issuer }] };

test('minimal', () => {
  expect(authentication(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    authentication({
      name: 'cart-tokens',
      namespace: 'shop',
      labels: { team: 'shop' },
      annotations: { note: 'two issuers' },
      selector: { app: 'cart' },
      jwtRules: [
        {
          issuer,
          audiences: ['cart', 'shop'],
          jwksUri: 'https://login.example.org/keys',
          fromHeaders: [{ name: 'Authorization', prefix: 'Bearer ' }, { name: 'x-token' }],
          fromParams: ['token'],
          fromCookies: ['session'],
          outputPayloadToHeader: 'x-payload',
          outputClaimToHeaders: [{ header: 'x-country', claim: 'address.country' }],
          forwardOriginalToken: true,
          timeout: '2s',
          spaceDelimitedClaims: ['roles'],
        },
        {
          issuer: 'robots@example.org',
          jwks: '{"keys":[{"kty":"oct","alg":"HS256","k":"AAAAAAAAAAAAAAAAAAAAAA"}]}',
        },
      ],
    }),
  ).toMatchSnapshot();
});

test('writes jwksUri under its present name', () => {
  const jwksUri = 'https://login.example.org/keys';
  expect(authentication({ jwtRules: [{ issuer, jwksUri }] }).spec).toEqual({
    jwtRules: [{ issuer, jwksUri }],
  });
});

test('can be for targets instead of workloads', () => {
  expect(authentication({ ...minimal, targetRefs: [PolicyTarget.gateway('waypoint')] }).spec).toEqual({
    jwtRules: [{ issuer }],
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
  });
});

test.each<[string, JwtRule]>([
  ['any issuer, of those with a key', { jwksUri: 'http://keys.shop.svc.cluster.local:8080/jwks' }],
  ['a single key', { issuer, jwks: '{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}' }],
  ['an issuer that is no URL, with its keys', { issuer: 'me@example.org', jwksUri: 'https://example.org/' }],
  ['the longest timeout in parts', { issuer, timeout: '1m30s500ms' }],
])('accepts %s', (_, rule) => {
  expect(authentication({ jwtRules: [rule] }).spec).toEqual({ jwtRules: [rule] });
});

describe('refuses', () => {
  const rule = (over: Partial<JwtRule>): RequestAuthenticationProps => ({ jwtRules: [{ issuer, ...over }] });
  const one = (given: JwtRule): RequestAuthenticationProps => ({ jwtRules: [given] });

  test.each<[string, RequestAuthenticationProps, string]>([
    ['no rules', { jwtRules: [] }, 'jwtRules: is empty: no token would be looked at'],
    [
      'a selector beside targets',
      { ...minimal, selector: { app: 'cart' }, targetRefs: [PolicyTarget.service('cart')] },
      'targetRefs: is given beside selector',
    ],
    [
      'a target in another namespace',
      { ...minimal, targetRefs: [PolicyTarget.service({ name: 'cart', namespace: 'shop' })] },
      'targetRefs[0].namespace: "shop" is not the namespace of the policy, "demo"',
    ],
    [
      'neither issuer nor jwksUri',
      one({ jwks: '{"kty":"oct","k":"AA"}' }),
      'jwtRules[0].issuer: is missing: Istio refuses a rule with neither issuer nor jwksUri',
    ],
    ['an empty issuer', rule({ issuer: '' }), 'jwtRules[0].issuer: is empty'],
    [
      'an issuer whose keys cannot be found',
      rule({ issuer: 'me@example.org' }),
      'jwtRules[0].issuer: "me@example.org" is not a URL, and there is neither jwks nor jwksUri: Istio would find no key',
    ],
    [
      'keys twice',
      rule({ jwks: '{"kty":"oct","k":"AA"}', jwksUri: 'https://example.org/keys' }),
      'jwtRules[0]: has jwks and jwksUri: Istio allows one of them',
    ],
    [
      'keys that are no JSON',
      rule({ jwks: 'nope' }),
      'jwtRules[0].jwks: "nope" is not a JSON object: Istio refuses it',
    ],
    [
      'keys that are a list',
      rule({ jwks: '[]' }),
      'jwtRules[0].jwks: "[]" is not a JSON object: Istio refuses it',
    ],
    [
      'an empty key set',
      rule({ jwks: '{"keys":[]}' }),
      'jwtRules[0].jwks: has no keys: Envoy would refuse the configuration of every workload',
    ],
    [
      'a key without a type',
      rule({ jwks: '{}' }),
      'jwtRules[0].jwks: has a key of type undefined: Istio refuses it; kty is one of RSA, EC, OKP, oct',
    ],
    [
      'half a key',
      rule({ jwks: '{"keys":[{"kty":"RSA","n":"AA"}]}' }),
      'jwtRules[0].jwks: has a key of type "RSA" without e: Istio refuses it',
    ],
    [
      'an address of keys that is not one of the web',
      rule({ jwksUri: 'ftp://example.org/keys' }),
      'jwtRules[0].jwksUri: "ftp://example.org/keys" is not an address of http:// or https:// with a host',
    ],
    [
      'an address of keys without a host',
      rule({ jwksUri: 'https:///keys' }),
      'jwtRules[0].jwksUri: "https:///keys" is not an address',
    ],
    [
      'an address of keys with a port that is none',
      rule({ jwksUri: 'https://example.org:99999/keys' }),
      'jwtRules[0].jwksUri: "https://example.org:99999/keys" is not an address',
    ],
    [
      'an address of keys that is too long',
      rule({ jwksUri: `https://example.org/${'k'.repeat(2048)}` }),
      'of at most 2048 characters',
    ],
    ['an empty audience', rule({ audiences: [''] }), 'jwtRules[0].audiences[0]: is empty: Istio refuses it'],
    [
      'no audiences',
      rule({ audiences: [] }),
      'jwtRules[0].audiences: is empty: any audience would be accepted; leave it out',
    ],
    ['an empty parameter', rule({ fromParams: [''] }), 'jwtRules[0].fromParams[0]: is empty'],
    ['an empty cookie', rule({ fromCookies: [''] }), 'jwtRules[0].fromCookies[0]: is empty'],
    [
      'no headers',
      rule({ fromHeaders: [] }),
      'jwtRules[0].fromHeaders: is empty: Istio takes it as not given',
    ],
    [
      'a header that no request can carry',
      rule({ fromHeaders: [{ name: 'x token' }] }),
      'jwtRules[0].fromHeaders[0].name: "x token" is not a header\'s name',
    ],
    [
      'a header that no request can carry, for the payload',
      rule({ outputPayloadToHeader: '' }),
      'jwtRules[0].outputPayloadToHeader: "" is not a header\'s name',
    ],
    [
      'a header that Istio does not allow for a claim',
      rule({ outputClaimToHeaders: [{ header: 'x.sub', claim: 'sub' }] }),
      'jwtRules[0].outputClaimToHeaders[0].header: "x.sub" is not a header that Istio allows here',
    ],
    [
      'a header without a claim',
      rule({ outputClaimToHeaders: [{ header: 'x-sub', claim: '' }] }),
      'jwtRules[0].outputClaimToHeaders[0].claim: is missing or empty',
    ],
    ['a timeout below 1ms', rule({ timeout: '0.5ms' }), 'jwtRules[0].timeout: "0.5ms" is shorter than 1ms'],
    ['a timeout in days', rule({ timeout: '1d' }), 'jwtRules[0].timeout: "1d" is not a duration'],
    ['an empty claim', rule({ spaceDelimitedClaims: [''] }), 'jwtRules[0].spaceDelimitedClaims[0]: is empty'],
    [
      'more claims than Istio allows',
      rule({ spaceDelimitedClaims: Array.from({ length: 65 }, (_, index) => `claim-${index}`) }),
      'jwtRules[0].spaceDelimitedClaims: has 65 claims',
    ],
  ])('%s', (_, props, message) => {
    expect(() => authentication(props)).toThrow(UserError);
    expect(() => authentication(props)).toThrow(message);
  });

  test('and says all that is wrong at once, under the name of the object', () => {
    expect(() => authentication({ selector: {}, jwtRules: [{}] })).toThrow(
      /^RequestAuthentication demo\/tokens \(kube-01\.app\/tokens\)\n {2}selector: .*\n {2}jwtRules\[0\]\.issuer: /,
    );
  });
});
