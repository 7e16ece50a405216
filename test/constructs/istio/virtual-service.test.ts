import { DestinationRule } from '../../../constructs/istio/destination-rule';
import { Gateway } from '../../../constructs/istio/gateway';
import { meshGateway } from '../../../constructs/istio/gateway-reference';
import { HttpMatch } from '../../../constructs/istio/http-match';
import type { HttpRoute } from '../../../constructs/istio/http-route';
import { ResponseBody } from '../../../constructs/istio/http-response';
import { StringMatch } from '../../../constructs/istio/string-match';
import { VirtualService, type VirtualServiceProps } from '../../../constructs/istio/virtual-service';
import { UserError } from '../../../values/user-error';
import { render, renderOne } from '../../support/render';

const virtualService = (props: VirtualServiceProps) =>
  renderOne((component) => new VirtualService(component, 'shop', props));

const reviews = { destination: 'reviews' };
const minimal: VirtualServiceProps = { hosts: ['reviews'], http: [{ route: [reviews] }] };
const gateway = { qualifiedName: 'gateways/entry' };
const spec = (object: unknown) => (object as { spec: Record<string, unknown> }).spec;

test('minimal', () => {
  expect(virtualService(minimal)).toMatchSnapshot();
});

test('full', () => {
  const objects = render((component) => {
    const entry = new Gateway(component, 'entry', {
      namespace: 'gateways',
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.org'] }],
    });
    const rule = new DestinationRule(component, 'reviews', {
      host: 'reviews.demo.svc.cluster.local',
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' } },
      ],
    });
    const delegate = new VirtualService(component, 'basket', {
      namespace: 'basket',
      exportTo: ['demo'],
      http: [{ name: 'all', route: [{ destination: 'basket.basket.svc.cluster.local' }] }],
    });
    new VirtualService(component, 'shop', {
      hosts: ['shop.example.org', { host: 'shop.demo.svc.cluster.local' }, '192.0.2.1'],
      gateways: [entry, meshGateway],
      exportTo: ['.', 'gateways'],
      http: [
        {
          name: 'canary',
          match: [
            {
              name: 'by-header',
              uri: StringMatch.prefix('/Reviews'),
              ignoreUriCase: true,
              scheme: StringMatch.exact('https'),
              method: StringMatch.regex('GET|HEAD'),
              authority: StringMatch.prefix('shop.'),
              headers: { 'x-canary': StringMatch.exact('yes'), 'x-any': StringMatch.present() },
              withoutHeaders: { 'x-bot': StringMatch.present(), 'x-old': StringMatch.regex('1|2') },
              queryParams: { debug: StringMatch.present(), page: StringMatch.exact('1') },
              port: 8080,
              statPrefix: 'canary',
              sourceLabels: { app: 'web' },
              sourceNamespace: 'demo',
            },
            { ...HttpMatch.exact('/canary'), gateways: [entry] },
          ],
          route: [
            {
              destination: rule.subset('v1'),
              port: 9080,
              weight: 90,
              headers: { response: { add: { 'x-from': 'v1' } } },
            },
            { destination: rule.subset('v2'), weight: 10 },
          ],
          rewrite: { uri: '/', authority: 'reviews.example.org' },
          timeout: '5s',
          retries: {
            attempts: 3,
            perTryTimeout: '500ms',
            retryOn: ['5xx', 'reset', 503],
            backoff: '50ms',
            retryRemoteLocalities: true,
            retryIgnorePreviousHosts: false,
          },
          fault: {
            delay: { fixedDelay: '2s', percentage: 0.5 },
            abort: { grpcStatus: 'UNAVAILABLE', percentage: 1 },
          },
          mirror: { destination: 'reviews-next', port: 9080, percentage: 12.5 },
          corsPolicy: {
            allowOrigins: [
              StringMatch.exact('https://example.org'),
              StringMatch.regex('https://.*\\.example\\.org'),
            ],
            allowMethods: ['GET', 'POST'],
            allowHeaders: ['x-token'],
            exposeHeaders: ['*'],
            maxAge: '24h',
            allowCredentials: true,
            unmatchedPreflights: 'IGNORE',
          },
          headers: {
            request: {
              set: { 'x-share': '5%%', 'x-id': '%REQ(x-request-id)%' },
              add: { 'x-b': '1' },
              remove: ['x-a'],
            },
            response: { set: { 'x-served': 'shop' }, remove: ['server'] },
          },
        },
        {
          name: 'mirrored',
          match: [HttpMatch.regex('/v[0-9]+/.*')],
          route: [{ destination: { host: 'ratings.demo.svc.cluster.local' } }],
          rewrite: { uriRegexRewrite: { match: '^/v[0-9]+(/.*)$', rewrite: '\\1' } },
          fault: { abort: { httpStatus: 503, percentage: 100 } },
          mirrors: [{ destination: 'a' }, { destination: 'b', percentage: 1 }],
        },
        {
          match: [HttpMatch.exact('/old')],
          redirect: {
            uri: '/new',
            authority: 'new.example.org',
            scheme: 'https',
            port: 8443,
            redirectCode: 308,
          },
        },
        {
          match: [HttpMatch.exact('/same-port')],
          redirect: { scheme: 'https', derivePort: 'FROM_REQUEST_PORT' },
        },
        {
          match: [HttpMatch.exact('/health')],
          directResponse: { status: 200, body: ResponseBody.text('ok') },
        },
        {
          match: [HttpMatch.exact('/pixel')],
          directResponse: { status: 200, body: ResponseBody.bytes(Uint8Array.of(0, 255)) },
        },
        { name: 'basket', match: [HttpMatch.prefix('/basket')], delegate, timeout: '1m' },
        { name: 'default', route: [{ destination: rule }] },
      ],
      tls: [
        {
          match: [
            {
              sniHosts: ['shop.example.org'],
              port: 443,
              destinationSubnets: ['10.0.0.0/8'],
              sourceLabels: { app: 'web' },
              sourceNamespace: 'demo',
              gateways: [meshGateway],
            },
          ],
          route: [
            { destination: rule.subset('v1'), weight: 1 },
            { destination: rule.subset('v2'), weight: 0 },
          ],
        },
      ],
      tcp: [
        {
          match: [{ port: 3306, destinationSubnets: ['192.0.2.7'], gateways: [meshGateway] }],
          route: [{ destination: 'mysql', port: 3306 }],
        },
        { route: [{ destination: 'rest' }] },
      ],
    });
  });
  expect(objects.slice(2)).toMatchSnapshot();
});

test('writes gateways by namespace and name, and the mesh by its own', () => {
  expect(spec(virtualService({ ...minimal, gateways: [gateway, meshGateway] })).gateways).toEqual([
    'gateways/entry',
    'mesh',
  ]);
});

test('takes a DestinationRule for the whole of its host', () => {
  const objects = render((component) => {
    const rule = new DestinationRule(component, 'reviews', { host: 'reviews', subsets: [{ name: 'v1' }] });
    new VirtualService(component, 'shop', { hosts: ['reviews'], http: [{ route: [{ destination: rule }] }] });
  });
  expect(spec(objects[1]).http).toEqual([{ route: [{ destination: { host: 'reviews' } }] }]);
});

test('takes a delegate of its own namespace that is exported there alone', () => {
  const objects = render((component) => {
    const delegate = new VirtualService(component, 'part', { exportTo: ['.'], http: [{ route: [reviews] }] });
    new VirtualService(component, 'whole', { hosts: ['shop'], http: [{ delegate }] });
  });
  expect(spec(objects[1]).http).toEqual([{ delegate: { name: 'part', namespace: 'demo' } }]);
  expect(spec(objects[0])).not.toHaveProperty('hosts');
});

test('accepts a claim of a token in a route of a gateway', () => {
  const match = [{ headers: { '@request.auth.claims[group]': StringMatch.exact('staff') } }];
  expect(() =>
    virtualService({ ...minimal, gateways: [gateway], http: [{ match, route: [reviews] }] }),
  ).not.toThrow();
});

test('accepts the name of a service across networks at a gateway', () => {
  const name = 'outbound_.80_._.httpbin.demo.svc.cluster.local';
  const tls = [{ match: [{ sniHosts: [name] }], route: [reviews] }];
  expect(spec(virtualService({ hosts: [name], gateways: [gateway], tls })).hosts).toEqual([name]);
});

describe('reaches', () => {
  const reached = (...http: HttpRoute[]) =>
    expect(() => virtualService({ hosts: ['shop'], http })).not.toThrow();
  const to = (...match: HttpMatch[]): HttpRoute => ({ match, route: [reviews] });

  test('the narrower path first', () => {
    reached(to(HttpMatch.prefix('/api/v2')), to(HttpMatch.prefix('/api')), { route: [reviews] });
  });

  test('the same path under other conditions', () => {
    reached(
      to({ ...HttpMatch.prefix('/api'), method: StringMatch.exact('GET') }),
      to({ ...HttpMatch.prefix('/api'), headers: { a: StringMatch.exact('b') } }),
      to({ ...HttpMatch.prefix('/api'), withoutHeaders: { c: StringMatch.present() } }),
      to({ ...HttpMatch.prefix('/api'), port: 80 }),
      to({ ...HttpMatch.prefix('/api'), sourceLabels: { a: 'b' } }),
      to({ ...HttpMatch.prefix('/api'), gateways: [meshGateway] }),
      to(HttpMatch.prefix('/api')),
    );
  });

  test('a path in another case', () => {
    reached(to(HttpMatch.prefix('/api')), to({ ...HttpMatch.prefix('/api'), ignoreUriCase: true }));
  });

  test('what a delegate may have declined', () => {
    const delegate = { name: 'part', namespace: 'demo', qualifiedName: 'demo/part', hosts: [] };
    reached({ delegate }, { route: [reviews] });
  });

  test('the less specific TLS name first, because the more specific wins', () => {
    const tls = ['*.example.org', 'a.example.org'].map((host) => ({
      match: [{ sniHosts: [host] }],
      route: [reviews],
    }));
    expect(() => virtualService({ hosts: ['*.example.org'], tls })).not.toThrow();
  });
});

describe('refuses', () => {
  const http = (...routes: HttpRoute[]): VirtualServiceProps => ({ hosts: ['shop'], http: routes });
  const route = (over: Partial<HttpRoute>): VirtualServiceProps => http({ route: [reviews], ...over });
  const match = (one: HttpMatch): VirtualServiceProps => route({ match: [one] });
  const other = { name: 'part', namespace: 'other', qualifiedName: 'other/part', hosts: [] };
  const tls = (...sniHosts: string[]): VirtualServiceProps => ({
    hosts: ['*.example.org'],
    tls: [{ match: [{ sniHosts }], route: [reviews] }],
  });
  const long = 'a'.repeat(1025);

  const refused: [string, VirtualServiceProps, string][] = [
    ['no route at all', { hosts: ['shop'] }, 'has none of http, tls and tcp'],
    ['empty hosts', { ...minimal, hosts: [] }, 'hosts: is empty: give a host'],
    ['a host that is none', { ...minimal, hosts: ['a_b'] }, 'hosts[0]: "a_b" is not a host'],
    ['all hosts in the mesh', { ...minimal, hosts: ['*'] }, 'hosts[0]: "*" is for gateways alone'],
    [
      'all hosts in the mesh beside a gateway',
      { ...minimal, hosts: ['*'], gateways: [gateway, meshGateway] },
      'hosts[0]: "*" is for gateways alone',
    ],
    [
      'overlapping hosts',
      { ...minimal, hosts: ['*.example.org', 'a.example.org'] },
      'hosts[1]: "a.example.org" overlaps "*.example.org"',
    ],
    ['no gateway', { ...minimal, gateways: [] }, 'gateways: is empty'],
    [
      'a gateway whose name has a dot',
      { ...minimal, gateways: [{ qualifiedName: 'a/b.c' }] },
      `gateways[0]: "a/b.c" is not a gateway's namespace/name`,
    ],
    [
      'gateways of a delegate',
      { gateways: [gateway], http: [{ route: [reviews] }] },
      'gateways: stands in a VirtualService without hosts',
    ],
    ['TCP of a delegate', { tcp: [{ route: [reviews] }] }, 'tcp: stands in a VirtualService without hosts'],
    [
      'a delegate of a delegate',
      { http: [{ delegate: { ...other, hosts: [] } }] },
      'http[0].delegate: stands in a VirtualService without hosts, a delegate itself',
    ],
    [
      'a delegate with hosts',
      http({ delegate: { ...other, hosts: ['shop'] } }),
      'http[0].delegate: VirtualService other/part has hosts of its own (shop)',
    ],
    [
      'a delegate that the namespace does not see',
      http({ delegate: { ...other, exportTo: ['.'] } }),
      'http[0].delegate: VirtualService other/part is exported to . and not to demo',
    ],
    [
      'a route that leads nowhere',
      http({ name: 'a' }),
      'http[0]: has none of route, redirect, directResponse, delegate',
    ],
    ['a route without destinations', http({ route: [] }), 'http[0].route: is empty'],
    [
      'a route that leads two ways',
      route({ redirect: { uri: '/a' } }),
      'http[0]: has route and redirect: a route has exactly one',
    ],
    [
      'a delegate beside a direct response',
      http({ delegate: other, directResponse: { status: 200 } }),
      'http[0]: has directResponse and delegate',
    ],
    [
      'a timeout of a redirect',
      http({ redirect: { uri: '/a' }, timeout: '5s' }),
      'http[0].timeout: stands beside redirect, which answers at once',
    ],
    [
      'a fault of a direct response',
      http({ directResponse: { status: 200 }, fault: { delay: { fixedDelay: '1s', percentage: 1 } } }),
      'http[0].fault: stands beside directResponse',
    ],
    [
      'weights of 0',
      http({ route: [{ ...reviews, weight: 0 }, reviews] }),
      'http[0].route: has 2 destinations whose weights are all 0 or missing',
    ],
    [
      'a missing weight',
      http({ route: [{ ...reviews, weight: 9 }, reviews] }),
      'http[0].route[1].weight: is missing beside weighted destinations',
    ],
    [
      'a negative weight',
      http({ route: [{ ...reviews, weight: -1 }] }),
      'http[0].route[0].weight: -1 is not a whole number from 0',
    ],
    [
      'a destination of all hosts',
      http({ route: [{ destination: '*' }] }),
      'http[0].route[0].destination: "*" is not a host',
    ],
    [
      'a destination that is an address',
      http({ route: [{ destination: '10.0.0.1' }] }),
      'http[0].route[0].destination: "10.0.0.1" is not a host',
    ],
    [
      "a subset's name",
      http({ route: [{ destination: { host: 'a', subset: 'v_1' } }] }),
      `http[0].route[0].destination: "v_1" is not a subset's name`,
    ],
    [
      "a destination's port",
      http({ route: [{ ...reviews, port: 0 }] }),
      'http[0].route[0].port: 0 is not a port (1-65535)',
    ],
    [
      'two routes of one name',
      http({ name: 'a', match: [HttpMatch.exact('/a')], route: [reviews] }, { name: 'a', route: [reviews] }),
      'http[1].name: "a" names two routes',
    ],
    [
      'a route after one without a match',
      http({ route: [reviews] }, { match: [HttpMatch.exact('/a')], route: [reviews] }),
      'http[1].match[0]: is never reached: http[0] takes all of it before',
    ],
    [
      'a route after one that matches every path',
      http({ match: [HttpMatch.prefix('/')], route: [reviews] }, { route: [reviews] }),
      'http[1]: is never reached: http[0] takes all of it before',
    ],
    [
      'a path below one that is taken',
      http(
        { match: [HttpMatch.prefix('/a')], route: [reviews] },
        { match: [HttpMatch.exact('/a/b')], route: [reviews] },
      ),
      'http[1].match[0]: is never reached',
    ],
    [
      'a TCP route after one without a match',
      { hosts: ['shop'], tcp: [{ route: [reviews] }, { match: [{ port: 1 }], route: [reviews] }] },
      'tcp[1].match[0]: is never reached: tcp[0] takes all of it before',
    ],
    [
      'a TLS name twice',
      {
        hosts: ['a.example.org'],
        tls: [1, 2].map(() => ({ match: [{ sniHosts: ['a.example.org'] }], route: [reviews] })),
      },
      'tls[1].match[0]: is never reached',
    ],
    ['TCP without destinations', { hosts: ['shop'], tcp: [{ route: [] }] }, 'tcp[0].route: is empty'],
    [
      'TLS without destinations',
      { ...tls('a.example.org'), tls: [{ match: [{ sniHosts: ['a.example.org'] }], route: [] }] },
      'tls[0].route: is empty',
    ],
    [
      'TLS without a match',
      { hosts: ['shop'], tls: [{ match: [], route: [reviews] }] },
      'tls[0].match: is empty',
    ],
    ['TLS without a name', tls(), 'tls[0].match[0].sniHosts: is empty'],
    [
      'a TLS name of another host',
      tls('shop.example.com'),
      `tls[0].match[0].sniHosts[0]: "shop.example.com" is none of the VirtualService's hosts (*.example.org)`,
    ],
    ['a TLS name that is an address', tls('10.0.0.1'), 'sniHosts[0]: "10.0.0.1" is an address'],
    ['a TLS name that is none', tls('a_b.example.org'), 'sniHosts[0]: "a_b.example.org" is not a host name'],
    [
      'a subnet that is none',
      { hosts: ['shop'], tcp: [{ match: [{ destinationSubnets: ['10.0.0.0/40'] }], route: [reviews] }] },
      'tcp[0].match[0].destinationSubnets[0]: "10.0.0.0/40" is neither an address nor an address range',
    ],
    ['an empty prefix of a path', match(HttpMatch.prefix('')), 'http[0].match[0].uri: is an empty prefix'],
    [
      'an empty prefix of a header',
      match({ headers: { a: StringMatch.prefix('') } }),
      'match[0].headers.a: is an empty prefix',
    ],
    ['an empty path', match(HttpMatch.exact('')), 'match[0].uri: is an empty text'],
    ['a path without a slash', match(HttpMatch.prefix('api')), 'match[0].uri: "api" does not begin with "/"'],
    ['presence of a method', match({ method: StringMatch.present() }), 'match[0].method: asks for presence'],
    ['an empty expression', match(HttpMatch.regex('')), 'match[0].uri: is an empty expression'],
    ['an expression too long', match(HttpMatch.regex(long)), 'match[0].uri: is an expression of 1025 bytes'],
    [
      'a star for an expression',
      match({ headers: { a: StringMatch.regex('*') } }),
      'match[0].headers.a: "*" is not an RE2 expression',
    ],
    [
      'a header that is none',
      match({ headers: { 'a b': StringMatch.present() } }),
      `match[0].headers: "a b" is not a header's name`,
    ],
    [
      'a claim in the mesh',
      match({ headers: { '@request.auth.claims.group': StringMatch.exact('a') } }),
      'match[0].headers: "@request.auth.claims.group" is a claim of a token',
    ],
    ['a port that is none', match({ port: 70000 }), 'match[0].port: 70000 is not a port (1-65535)'],
    [
      'a namespace that is none',
      match({ sourceNamespace: 'a.b' }),
      'match[0].sourceNamespace: "a.b" is not a DNS label',
    ],
    [
      'a label that is none',
      match({ sourceLabels: { a: 'b c' } }),
      'match[0].sourceLabels.a: "b c" is not a label',
    ],
    [
      'a gateway of others',
      match({ gateways: [gateway] }),
      `match[0].gateways[0]: "gateways/entry" is not among the VirtualService's gateways (mesh)`,
    ],
    [
      'labels of callers at a gateway',
      { ...match({ sourceLabels: { a: 'b' } }), gateways: [gateway] },
      'match[0].sourceLabels: is about callers in the mesh',
    ],
    [
      'labels of callers beside gateways',
      match({ sourceLabels: { a: 'b' }, gateways: [meshGateway] }),
      'match[0].sourceLabels: stands beside gateways',
    ],
    [
      'a redirect to nowhere',
      http({ redirect: { redirectCode: 302 } }),
      'http[0].redirect: leads nowhere else',
    ],
    [
      'a redirect without a slash',
      http({ redirect: { uri: 'a' } }),
      'http[0].redirect.uri: "a" does not begin with "/"',
    ],
    [
      'a redirect code that Envoy lacks',
      http({ redirect: { uri: '/a', redirectCode: 300 as 301 } }),
      'http[0].redirect.redirectCode: 300 is not one of 301, 302, 303, 307, 308',
    ],
    [
      'a redirect to two ports',
      http({ redirect: { port: 80, derivePort: 'FROM_REQUEST_PORT' } }),
      'http[0].redirect.derivePort: stands beside port',
    ],
    [
      'a status that is none',
      http({ directResponse: { status: 600 } }),
      'http[0].directResponse.status: 600 is not a whole number from 200 to 599',
    ],
    [
      'an answer too large',
      http({ directResponse: { status: 200, body: ResponseBody.text('a'.repeat(1024 * 1024 + 1)) } }),
      'http[0].directResponse.body: has 1048577 bytes',
    ],
    ['an empty rewrite', route({ rewrite: {} }), 'http[0].rewrite: changes nothing'],
    [
      'a rewrite without a slash',
      route({ rewrite: { uri: 'a' } }),
      'http[0].rewrite.uri: "a" does not begin with "/"',
    ],
    [
      'two rewrites',
      route({ rewrite: { uri: '/a', uriRegexRewrite: { match: 'a', rewrite: 'b' } } }),
      'http[0].rewrite.uri: stands beside uriRegexRewrite',
    ],
    [
      'a rewrite to nothing',
      route({ rewrite: { uriRegexRewrite: { match: 'a', rewrite: '' } } }),
      'http[0].rewrite.uriRegexRewrite.rewrite: is empty',
    ],
    [
      'a host set twice',
      route({ rewrite: { authority: 'a' }, headers: { request: { set: { Host: 'b' } } } }),
      'http[0].rewrite.authority: stands beside a request header that sets the host',
    ],
    [
      'a host set by two headers',
      route({ headers: { request: { set: { host: 'a' }, add: { ':authority': 'b' } } } }),
      'http[0].headers.request: sets the host by "host" and ":authority"',
    ],
    [
      'a host removed',
      route({ headers: { request: { remove: ['host'] } } }),
      'http[0].headers.request.remove[0]: "host" is not a header that can be changed',
    ],
    [
      'a path set',
      route({ headers: { request: { set: { ':path': '/' } } } }),
      'http[0].headers.request.set: ":path" is not a header that can be changed',
    ],
    [
      'a host of a response',
      route({ headers: { response: { set: { host: 'a' } } } }),
      'http[0].headers.response.set: "host" is not a header',
    ],
    [
      'a lone percent sign',
      route({ headers: { request: { set: { a: '100%' } } } }),
      'http[0].headers.request.set.a: "100%" has a "%" that begins no variable',
    ],
    [
      "a destination's lone percent sign",
      http({ route: [{ ...reviews, headers: { response: { add: { a: '%REQ(b%' } } } }] }),
      'http[0].route[0].headers.response.add.a: "%REQ(b%" has a "%"',
    ],
    [
      'a line break in a header',
      route({ headers: { request: { set: { a: 'b\n' } } } }),
      'headers.request.set.a: "b\\n" has control characters',
    ],
    ['a timeout without a unit', route({ timeout: '5' }), 'http[0].timeout: "5" is not a duration'],
    ['a timeout of 0', route({ timeout: '0s' }), 'http[0].timeout: "0s" is shorter than 1ms'],
    [
      'negative retries',
      route({ retries: { attempts: -1 } }),
      'http[0].retries.attempts: -1 is not a whole number from 0',
    ],
    [
      'settings of no retries',
      route({ retries: { attempts: 0, retryOn: ['5xx'] } }),
      'http[0].retries.attempts: is 0, which turns retries off',
    ],
    [
      'a retry code that is none',
      route({ retries: { attempts: 1, retryOn: [499] } }),
      'http[0].retries.retryOn[0]: 499 is not an HTTP status code that Istio knows',
    ],
    [
      'a retry condition that is none',
      route({ retries: { attempts: 1, retryOn: ['never' as '5xx'] } }),
      'http[0].retries.retryOn[0]: "never" is not one of "5xx"',
    ],
    ['an empty fault', route({ fault: {} }), 'http[0].fault: is empty'],
    [
      'a share above 100',
      route({ fault: { delay: { fixedDelay: '1s', percentage: 101 } } }),
      'http[0].fault.delay.percentage: 101 is not a percentage (0-100)',
    ],
    [
      'a share below the least',
      route({ fault: { abort: { httpStatus: 500, percentage: 0.00001 } } }),
      'http[0].fault.abort.percentage: 0.00001 is less than 0.0001',
    ],
    [
      'an abort of no kind',
      route({ fault: { abort: { percentage: 1 } as never } }),
      'http[0].fault.abort: has none of httpStatus, grpcStatus',
    ],
    [
      'an abort below 200',
      route({ fault: { abort: { httpStatus: 199, percentage: 1 } } }),
      'http[0].fault.abort.httpStatus: 199 is not a whole number from 200 to 599',
    ],
    [
      'a gRPC status that is none',
      route({ fault: { abort: { grpcStatus: 'NO' as 'OK', percentage: 1 } } }),
      'http[0].fault.abort.grpcStatus: "NO" is not one of "OK"',
    ],
    [
      'a mirror beside mirrors',
      route({ mirror: reviews, mirrors: [reviews] }),
      'http[0].mirrors: stands beside mirror',
    ],
    [
      'a share of a mirror',
      route({ mirrors: [{ ...reviews, percentage: -1 }] }),
      'http[0].mirrors[0].percentage: -1 is not a percentage',
    ],
    ['no origin', route({ corsPolicy: { allowOrigins: [] } }), 'http[0].corsPolicy.allowOrigins: is empty'],
    [
      'an empty origin',
      route({ corsPolicy: { allowOrigins: [StringMatch.exact('')] } }),
      'http[0].corsPolicy.allowOrigins[0]: is an empty text',
    ],
    [
      'a method of CORS',
      route({ corsPolicy: { allowOrigins: [StringMatch.exact('a')], allowMethods: ['get' as 'GET'] } }),
      'http[0].corsPolicy.allowMethods[0]: "get" is not one of "GET"',
    ],
    [
      'a header of CORS',
      route({ corsPolicy: { allowOrigins: [StringMatch.exact('a')], exposeHeaders: ['a b'] } }),
      `http[0].corsPolicy.exposeHeaders[0]: "a b" is not a header's name`,
    ],
    [
      'an age in parts of seconds',
      route({ corsPolicy: { allowOrigins: [StringMatch.exact('a')], maxAge: '1500ms' } }),
      'http[0].corsPolicy.maxAge: "1500ms" is not whole seconds',
    ],
    [
      'a namespace twice',
      { ...minimal, exportTo: ['.', 'demo'] },
      'exportTo[1]: "demo" names a namespace twice',
    ],
    ['all namespaces and one', { ...minimal, exportTo: ['*', 'a'] }, 'exportTo: has "*" beside others'],
    [
      'no namespace',
      { ...minimal, exportTo: ['~'] },
      'exportTo[0]: "~" is neither a namespace nor one of ".", "*"',
    ],
  ];

  test.each(refused)('%s', (_, props, message) => {
    expect(() => virtualService(props)).toThrow(UserError);
    expect(() => virtualService(props)).toThrow(message);
  });

  test('and says all that is wrong at once, under the name of the object', () => {
    expect(() => virtualService({ hosts: [], http: [{ route: [{ ...reviews, weight: -1 }] }] })).toThrow(
      /^VirtualService demo\/shop \(kube-01\.app\/shop\)\n {2}hosts: .*\n {2}http\[0\]\.route\[0\]\.weight: /,
    );
  });
});
