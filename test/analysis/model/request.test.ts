import { formatRequests, requestVerdict, sentBy, takenBy } from '../../../analysis/model/request';
import type { Route, VirtualService } from '../../../analysis/model/virtual-service';
import { meshOf } from './support';

/** A route, and its VirtualService. */
function routeOf(fields: Route['fields'], hosts: readonly string[]): [Route, VirtualService] {
  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { hosts, gateways: ['web'], http: [fields] },
  };
  const [virtualService] = meshOf({ a: JSON.stringify(object) }).virtualServices;
  return [virtualService!.routes[0]!, virtualService!];
}

test.each<[string, Route['fields'], readonly string[], readonly string[]]>([
  ['no match', {}, ['shop.example.org'], ['requests of shop.example.org']],
  [
    'each match',
    { match: [{ uri: { prefix: '/a' }, method: { exact: 'GET' } }, { uri: { exact: '/b' } }] },
    ['*'],
    ['GET /a*', '/b'],
  ],
  ['a host without a dot, which is short for another', {}, ['web'], ['requests']],
  ['another prefix', { match: [{ uri: { prefix: '/a' } }], rewrite: { uri: '/b/' } }, ['*'], ['/b/*']],
  ['another path', { match: [{ uri: { exact: '/a' } }], rewrite: { uri: '/b' } }, ['*'], ['/b']],
  ['a beginning, without a match', { rewrite: { uri: '/b/' } }, ['*'], ['/b/*']],
  [
    'another host',
    { rewrite: { authority: 'b.example.org' } },
    ['a.example.org'],
    ['requests of b.example.org'],
  ],
  [
    'a regular expression',
    { match: [{ uri: { regex: '/a.*' } }], rewrite: { uri: '/b' } },
    ['*'],
    ['requests'],
  ],
  ['what one makes', { rewrite: { uriRegexRewrite: { match: 'a', rewrite: 'b' } } }, ['*'], ['requests']],
  [
    'capitals that do not count',
    { match: [{ uri: { prefix: '/a' }, ignoreUriCase: true }] },
    ['*'],
    ['requests'],
  ],
  ['what is encoded', { match: [{ uri: { prefix: '/a%20b' } }] }, ['*'], ['requests']],
  [
    'what is normalized',
    { match: [{ uri: { prefix: '/a/../b' } }, { uri: { exact: '/a//b' } }] },
    ['*'],
    ['requests', 'requests'],
  ],
  ['no path', { match: [{ uri: { prefix: '/a' } }], rewrite: { uri: 'b' } }, ['*'], ['requests']],
  ['a beginning of a method', { match: [{ method: { prefix: 'P' } }] }, ['*'], ['requests']],
  ['a header that is the host', { headers: { request: { set: { Host: 'b.example.org' } } } }, ['*'], []],
  [
    'what asks before, and a gateway answers',
    { match: [{ method: { exact: 'OPTIONS' } }, { method: { exact: 'GET' } }], corsPolicy: {} },
    ['*'],
    ['GET'],
  ],
  ['what asks before, and nobody answers', { match: [{ method: { exact: 'OPTIONS' } }] }, ['*'], ['OPTIONS']],
  ['one of a destination', { route: [{ headers: { request: { add: { ':path': '/b' } } } }] }, ['*'], []],
])('requests of %s', (_, fields, hosts, expected) => {
  expect(sentBy(...routeOf(fields, hosts)).map(formatRequests)).toEqual(expected);
});

test('a route takes what it has not rewritten yet, by any gateway', () => {
  const fields = {
    match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' }, gateways: ['web'] }],
    rewrite: { uri: '/c', authority: 'b.example.org' },
    headers: { request: { set: { Host: 'c.example.org' } } },
  };
  expect(takenBy(...routeOf(fields, ['a.example.org'])).map(formatRequests)).toEqual([
    '/a* of a.example.org',
  ]);
  expect(takenBy(...routeOf({}, ['*'])).map(formatRequests)).toEqual(['requests']);
  const asking = { match: [{ method: { exact: 'OPTIONS' } }], corsPolicy: {} };
  expect(takenBy(...routeOf(asking, ['*'])).map(formatRequests)).toEqual(['OPTIONS']);
});

const whole = { path: { text: '/a/b', isWhole: true }, method: 'GET', hosts: ['shop.example.org'] };
const some = { path: { text: '/a/', isWhole: false }, method: undefined, hosts: ['*.example.org'] };
const any = { path: undefined, method: undefined, hosts: undefined };

test.each<[string, string, string, string, string]>([
  ['paths', '*', 'yes', 'yes', 'yes'],
  ['paths', '/a/b', 'yes', 'maybe', 'maybe'],
  ['paths', '/a', 'no', 'no', 'maybe'],
  ['paths', '/a*', 'yes', 'yes', 'maybe'],
  ['paths', '/a/b*', 'yes', 'maybe', 'maybe'],
  ['paths', '/b*', 'no', 'no', 'maybe'],
  ['paths', '*/b', 'yes', 'maybe', 'maybe'],
  ['paths', '*/c', 'no', 'maybe', 'maybe'],
  ['paths', '/a/{*}', 'maybe', 'maybe', 'maybe'],
  ['paths', '/{*}/b', 'maybe', 'maybe', 'maybe'],
  ['paths', '/b/{**}', 'no', 'no', 'maybe'],
  ['notPaths', '/a*', 'no', 'no', 'maybe'],
  ['notPaths', '/b*', 'yes', 'yes', 'maybe'],
  ['methods', 'GET', 'yes', 'maybe', 'maybe'],
  ['methods', 'POST', 'no', 'maybe', 'maybe'],
  ['methods', 'G*', 'yes', 'maybe', 'maybe'],
  ['methods', '*T', 'yes', 'maybe', 'maybe'],
  ['methods', '*', 'yes', 'yes', 'yes'],
  ['notMethods', 'GET', 'no', 'maybe', 'maybe'],
  ['hosts', '*', 'yes', 'yes', 'yes'],
  ['hosts', 'Shop.example.org', 'maybe', 'maybe', 'maybe'],
  ['hosts', 'shop.example.org:*', 'maybe', 'maybe', 'maybe'],
  ['hosts', 'shop.example.com', 'no', 'no', 'maybe'],
  ['hosts', '*.example.org', 'maybe', 'maybe', 'maybe'],
  ['hosts', '*.org', 'maybe', 'maybe', 'maybe'],
  ['hosts', '*.a.example.org', 'no', 'maybe', 'maybe'],
  ['hosts', '*.com', 'no', 'no', 'maybe'],
  ['hosts', 'shop.*', 'maybe', 'maybe', 'maybe'],
  ['hosts', 'cart.*', 'no', 'maybe', 'maybe'],
  ['notHosts', 'shop.example.com', 'yes', 'yes', 'maybe'],
])('%s %s', (field, pattern, ofOne, ofSome, ofAny) => {
  const verdicts = [whole, some, any].map((requests) => requestVerdict(field, [pattern], requests));
  expect(verdicts).toEqual([ofOne, ofSome, ofAny]);
});

test('ports are no matter of requests', () => {
  expect(requestVerdict('ports', ['80'], any)).toBeUndefined();
});
