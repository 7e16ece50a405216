import type { Condition } from '../../../constructs/istio/authorization-condition';
import {
  AuthorizationPolicy,
  type AuthorizationPolicyProps,
} from '../../../constructs/istio/authorization-policy';
import type { AuthorizationRule, Operation, Source } from '../../../constructs/istio/authorization-rule';
import { PolicyTarget } from '../../../constructs/istio/policy-scope';
import { principal } from '../../../constructs/istio/principal';
import { ServiceAccount } from '../../../constructs/kubernetes/service-account';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const policy = (props?: AuthorizationPolicyProps) =>
  renderOne((component) => new AuthorizationPolicy(component, 'cart', props));

const from = (source: Source): AuthorizationPolicyProps => ({ rules: [{ from: [source] }] });
const to = (operation: Operation): AuthorizationPolicyProps => ({ rules: [{ to: [operation] }] });
const when = (condition: Condition): AuthorizationPolicyProps => ({ rules: [{ when: [condition] }] });

test('minimal', () => {
  expect(policy()).toMatchSnapshot();
});

test('full', () => {
  expect(
    policy({
      name: 'cart-access',
      namespace: 'shop',
      labels: { team: 'shop' },
      annotations: { 'istio.io/dry-run': 'true' },
      selector: { app: 'cart' },
      action: 'DENY',
      rules: [
        {
          from: [
            {
              principals: [principal({ namespace: 'shop', serviceAccount: 'web' }), '*/ns/shop/sa/batch'],
              notPrincipals: ['cluster.local/ns/test/*'],
              requestPrincipals: ['https://login.example.org/*'],
              notRequestPrincipals: ['*/robot'],
              namespaces: ['shop', 'team-*'],
              notNamespaces: ['test'],
              ipBlocks: ['10.42.0.0/16', '2001:db8::/32'],
              notIpBlocks: ['10.42.7.1'],
              remoteIpBlocks: ['192.0.2.0/24'],
              notRemoteIpBlocks: ['192.0.2.9'],
            },
            {
              serviceAccounts: [ServiceAccount.existing('web', 'shop'), 'batch'],
              notServiceAccounts: ['test/web'],
            },
          ],
          to: [
            {
              hosts: ['cart.example.org', '*.cart.example.org'],
              notHosts: ['test.cart.example.org'],
              ports: [8080],
              notPorts: [9090],
              methods: ['GET', 'POST'],
              notMethods: ['DELETE'],
              paths: ['/api/*', '*/health', '/carts/{*}/items/{**}'],
              notPaths: ['/api/admin'],
            },
          ],
          when: [
            { key: 'request.headers[x-team]', values: ['shop'], notValues: ['test*'] },
            { key: 'request.auth.claims[realm][roles]', values: ['buyer'] },
            { key: 'request.auth.audiences', values: ['cart'] },
            { key: 'destination.port', values: ['8080'] },
            { key: 'connection.sni', notValues: ['*.example.com'] },
          ],
        },
        { to: [{ paths: ['/metrics'] }] },
      ],
    }),
  ).toMatchSnapshot();
});

test('lets a provider decide', () => {
  expect(policy({ action: 'CUSTOM', provider: 'oauth2-proxy', rules: [{}] }).spec).toEqual({
    action: 'CUSTOM',
    provider: { name: 'oauth2-proxy' },
    rules: [{}],
  });
});

test('without rules allows nothing, and with an empty rule everything', () => {
  expect(policy().spec).toEqual({});
  expect(policy({ rules: [{}] }).spec).toEqual({ rules: [{}] });
});

test('can be for targets instead of workloads', () => {
  expect(policy({ targetRefs: [PolicyTarget.service('cart')] }).spec).toEqual({
    targetRefs: [{ group: '', kind: 'Service', name: 'cart' }],
  });
});

test('names a service account by its object', () => {
  expect(policy(from({ serviceAccounts: [ServiceAccount.existing('web')] })).spec).toEqual({
    rules: [{ from: [{ source: { serviceAccounts: ['web'] } }] }],
  });
});

describe('accepts', () => {
  test.each<[string, AuthorizationPolicyProps]>([
    ['any principal', from({ principals: ['*'] })],
    ['any token', from({ requestPrincipals: ['*'] })],
    ['a subject of any issuer', from({ requestPrincipals: ['*/batch'] })],
    ['any path', to({ paths: ['*'] })],
    ['a template of the rest', to({ paths: ['/{**}'] })],
    ['a template with more after the rest', to({ paths: ['/files/{**}/raw'] })],
    ['a method that is lower-case by itself', to({ methods: ['purge'] })],
    [
      'accounts beside addresses and tokens',
      from({ serviceAccounts: ['web'], ipBlocks: ['10.0.0.1'], requestPrincipals: ['*'] }),
    ],
    [
      'an attribute of a filter',
      when({ key: 'experimental.envoy.filters.network.mysql_proxy[db]', values: ['[shop]'] }),
    ],
    [
      'CUSTOM by address and header',
      {
        action: 'CUSTOM',
        provider: 'p',
        rules: [
          { from: [{ ipBlocks: ['10.0.0.1'] }], when: [{ key: 'request.headers[x]', values: ['a*b'] }] },
        ],
      },
    ],
  ])('%s', (_, props) => {
    expect(policy(props).kind).toBe('AuthorizationPolicy');
  });
});

describe('refuses', () => {
  const custom = (rule: AuthorizationRule): AuthorizationPolicyProps => ({
    action: 'CUSTOM',
    provider: 'oauth2-proxy',
    rules: [rule],
  });

  test.each<[string, AuthorizationPolicyProps, string]>([
    [
      'an unknown action',
      { action: 'deny' as never },
      'action: "deny" is not one of "ALLOW", "DENY", "AUDIT", "CUSTOM"',
    ],
    [
      'CUSTOM without a provider',
      { action: 'CUSTOM', rules: [{}] },
      'provider: is missing: action CUSTOM needs the name',
    ],
    [
      'CUSTOM with an empty provider',
      { action: 'CUSTOM', provider: '', rules: [{}] },
      'provider: is missing',
    ],
    [
      'a provider without CUSTOM',
      { provider: 'oauth2-proxy' },
      'provider: is given with action ALLOW: Istio allows it with CUSTOM only',
    ],
    [
      'DENY without rules',
      { action: 'DENY' },
      'rules: is empty: a policy of action DENY without a rule never applies; give [{}] for every request',
    ],
    [
      'AUDIT with no rule',
      { action: 'AUDIT', rules: [] },
      'rules: is empty: a policy of action AUDIT without a rule never applies',
    ],
    [
      'CUSTOM with no rule',
      { action: 'CUSTOM', provider: 'p', rules: [] },
      'rules: is empty: a policy of action CUSTOM without a rule never applies',
    ],
    [
      'more rules than Istio allows',
      { rules: Array.from({ length: 513 }, () => ({})) },
      'rules: has 513 rules',
    ],
    [
      'a selector beside targets',
      { selector: { app: 'cart' }, targetRefs: [PolicyTarget.service('cart')] },
      'targetRefs: is given beside selector',
    ],
    ['no sources', { rules: [{ from: [] }] }, 'rules[0].from: is empty: Istio would take it for any source'],
    [
      'more sources than Istio allows',
      { rules: [{ from: Array.from({ length: 513 }, () => ({ namespaces: ['a'] })) }] },
      'rules[0].from: has 513 sources',
    ],
    [
      'no operations',
      { rules: [{ to: [] }] },
      'rules[0].to: is empty: Istio would take it for any operation',
    ],
    [
      'no conditions',
      { rules: [{ when: [] }] },
      'rules[0].when: is empty: Istio would take it for no condition',
    ],
    [
      'an empty source',
      from({}),
      'rules[0].from[0]: is empty: Istio refuses it; leave "from" out for any source',
    ],
    ['a source of nothing but undefined', from({ principals: undefined }), 'rules[0].from[0]: is empty'],
    [
      'an empty operation',
      to({}),
      'rules[0].to[0]: is empty: Istio refuses it; leave "to" out for any operation',
    ],
    [
      'an empty list in a source',
      from({ principals: [], ipBlocks: ['10.0.0.1'] }),
      'rules[0].from[0].principals: is empty: Istio would take it for anything',
    ],
    [
      'an empty value',
      from({ notNamespaces: [''] }),
      'rules[0].from[0].notNamespaces[0]: is empty: Istio refuses it',
    ],
    [
      'a principal with a scheme',
      from({ principals: ['spiffe://cluster.local/ns/shop/sa/web'] }),
      'rules[0].from[0].principals[0]: "spiffe://cluster.local/ns/shop/sa/web" begins with a scheme: Istio adds spiffe:// itself',
    ],
    [
      'a principal that is a bare name',
      from({ principals: ['web'] }),
      'rules[0].from[0].principals[0]: "web" is not a principal, so it would match nobody',
    ],
    [
      'a wildcard within a principal',
      from({ notPrincipals: ['cluster.local/ns/*/sa/web'] }),
      'rules[0].from[0].notPrincipals[0]: "cluster.local/ns/*/sa/web" has a "*" that is no wildcard',
    ],
    [
      'two wildcards',
      to({ paths: ['*/api/*'] }),
      'rules[0].to[0].paths[0]: "*/api/*" has a "*" that is no wildcard',
    ],
    [
      'a request principal without a subject',
      from({ requestPrincipals: ['login'] }),
      'rules[0].from[0].requestPrincipals[0]: "login" is not issuer/subject',
    ],
    [
      'a namespace that is none',
      from({ namespaces: ['shop/web'] }),
      'rules[0].from[0].namespaces[0]: "shop/web" is not a namespace',
    ],
    [
      'a wildcard in a service account',
      from({ serviceAccounts: ['shop/*'] }),
      'rules[0].from[0].serviceAccounts[0]: "shop/*" is not a service account as Istio allows it',
    ],
    [
      'a service account of three parts',
      from({ serviceAccounts: ['a/b/c'] }),
      'rules[0].from[0].serviceAccounts[0]: "a/b/c" is not a service account',
    ],
    [
      'a service account of an empty namespace',
      from({ serviceAccounts: ['/web'] }),
      'rules[0].from[0].serviceAccounts[0]: "/web" is not a service account',
    ],
    [
      'a service account that is too long',
      from({ serviceAccounts: ['a'.repeat(321)] }),
      'is not a service account as Istio allows it',
    ],
    [
      'more service accounts than Istio allows',
      from({ notServiceAccounts: Array.from({ length: 17 }, (_, index) => `sa-${index}`) }),
      'rules[0].from[0].notServiceAccounts: has 17 accounts: Istio allows 16',
    ],
    [
      'service accounts beside principals',
      from({ serviceAccounts: ['web'], notPrincipals: ['*'], namespaces: ['shop'] }),
      'rules[0].from[0].serviceAccounts: is given beside notPrincipals and namespaces: Istio refuses it',
    ],
    [
      'an address that is none',
      from({ ipBlocks: ['10.0.0.256'] }),
      'rules[0].from[0].ipBlocks[0]: "10.0.0.256" is not an address or an address range',
    ],
    [
      'a range that is none',
      from({ notRemoteIpBlocks: ['10.0.0.0/33'] }),
      'rules[0].from[0].notRemoteIpBlocks[0]: "10.0.0.0/33" is not an address or an address range',
    ],
    [
      'a port that is none',
      to({ notPorts: [70000] }),
      'rules[0].to[0].notPorts[0]: "70000" is not a port (1-65535)',
    ],
    [
      'the name of a port',
      to({ ports: ['http' as never] }),
      'rules[0].to[0].ports[0]: "http" is not a port (1-65535)',
    ],
    [
      'a method in lower case',
      to({ methods: ['get'] }),
      'rules[0].to[0].methods[0]: "get" is not "GET": methods are compared by case',
    ],
    [
      'a host with a scheme',
      to({ hosts: ['https://cart.example.org'] }),
      'rules[0].to[0].hosts[0]: "https://cart.example.org" has a scheme or a path',
    ],
    [
      'a path without its slash',
      to({ paths: ['api'] }),
      'rules[0].to[0].paths[0]: "api" begins with neither "/" nor "*"',
    ],
    [
      'a path with a query',
      to({ paths: ['/api?debug'] }),
      'rules[0].to[0].paths[0]: "/api?debug" has a query',
    ],
    [
      'a template without its slash',
      to({ paths: ['api/{*}'] }),
      'rules[0].to[0].paths[0]: "api/{*}" does not begin with "/": Istio accepts it, and Envoy crashes',
    ],
    [
      'a template after the rest',
      to({ notPaths: ['/a/{**}/{*}'] }),
      'rules[0].to[0].notPaths[0]: "/a/{**}/{*}" has {*} or {**} after a {**}',
    ],
    [
      'a template within a segment',
      to({ paths: ['/a/b{*}'] }),
      'rules[0].to[0].paths[0]: "/a/b{*}" has the segment "b{*}"',
    ],
    [
      'an empty segment in a template',
      to({ paths: ['/a//{*}'] }),
      'rules[0].to[0].paths[0]: "/a//{*}" has the segment ""',
    ],
    [
      'another template',
      to({ paths: ['/a/{id}'] }),
      'rules[0].to[0].paths[0]: "/a/{id}" has a brace that is neither {*} nor {**}',
    ],
    [
      'an unknown attribute',
      when({ key: 'source.name' as never, values: ['a'] }),
      'rules[0].when[0].key: "source.name" is not an attribute that Istio knows here (source.ip, remote.ip,',
    ],
    [
      'an attribute that every object has',
      when({ key: 'toString' as never, values: ['a'] }),
      'rules[0].when[0].key: "toString" is not an attribute',
    ],
    [
      'the labels of the destination',
      when({ key: 'destination.labels[app]' as never, values: ['a'] }),
      "for the destination's namespace and labels, take the namespace and the selector of the policy",
    ],
    [
      'a header without a name',
      when({ key: 'request.headers[]', values: ['a'] }),
      'rules[0].when[0].key: "request.headers[]" is not an attribute',
    ],
    [
      'something like a header',
      when({ key: 'request.headersX[a]' as never, values: ['a'] }),
      'rules[0].when[0].key: "request.headersX[a]" is not an attribute',
    ],
    [
      'claims without a name',
      when({ key: 'request.auth.claims' as never, values: ['a'] }),
      'rules[0].when[0].key: "request.auth.claims" is not an attribute',
    ],
    [
      'a condition without values',
      when({ key: 'source.ip' }),
      'rules[0].when[0]: has neither values nor notValues: Istio refuses it',
    ],
    ['a condition of no values', when({ key: 'source.ip', values: [] }), 'rules[0].when[0].values: is empty'],
    [
      'a condition of an empty value',
      when({ key: 'connection.sni', values: [''] }),
      'rules[0].when[0].values[0]: is empty: Istio refuses it',
    ],
    [
      'a condition of an address that is none',
      when({ key: 'remote.ip', notValues: ['here'] }),
      'rules[0].when[0].notValues[0]: "here" is not an address',
    ],
    [
      'a condition of a port that is none',
      when({ key: 'destination.port', values: ['http'] }),
      'rules[0].when[0].values[0]: "http" is not a port',
    ],
    [
      'a condition of an account with a wildcard',
      when({ key: 'source.serviceAccount', values: ['shop/*'] }),
      'rules[0].when[0].values[0]: "shop/*" is not a service account',
    ],
    [
      'CUSTOM by identity',
      custom({ from: [{ principals: ['*'], notRequestPrincipals: ['*'] }] }),
      'rules[0].from[0].notRequestPrincipals: is not supported with action CUSTOM: Istio refuses it',
    ],
    [
      'CUSTOM by namespace',
      custom({ from: [{ notNamespaces: ['shop'] }] }),
      'rules[0].from[0].notNamespaces: is not supported with action CUSTOM',
    ],
    [
      'CUSTOM by service account',
      custom({ from: [{ serviceAccounts: ['web'] }] }),
      'rules[0].from[0].serviceAccounts: is not supported with action CUSTOM',
    ],
    [
      'CUSTOM when a namespace',
      custom({ when: [{ key: 'source.namespace', values: ['shop'] }] }),
      'rules[0].when[0].key: "source.namespace" is not supported with action CUSTOM',
    ],
    [
      'CUSTOM when a claim',
      custom({ when: [{ key: 'request.auth.claims[sub]', values: ['a'] }] }),
      'rules[0].when[0].key: "request.auth.claims[sub]" is not supported with action CUSTOM',
    ],
  ])('%s', (_, props, message) => {
    expect(() => policy(props)).toThrow(UserError);
    expect(() => policy(props)).toThrow(message);
  });

  test('and says all that is wrong at once, under the name of the object', () => {
    expect(() => policy({ action: 'CUSTOM', selector: {} })).toThrow(
      /^AuthorizationPolicy demo\/cart \(kube-01\.app\/cart\)\n {2}selector: .*\n {2}provider: .*\n {2}rules: /,
    );
  });
});
