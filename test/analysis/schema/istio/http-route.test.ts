import { problemsOf } from './support';

const ROUTE = [{ destination: { host: 'web' } }];
const REDIRECT = { uri: '/' };
const DIRECT = { status: 200 };
const FAULT = { delay: { fixedDelay: '5s' } };
const REWRITE = { uri: '/' };
const MIRROR = { host: 'web' };
const MIRRORS = [{ destination: MIRROR, percentage: { value: 0.5 } }];

const bare = (route: object) => problemsOf('VirtualService', { hosts: ['web'], http: [route] });
const ofDelegate = (route: object) => problemsOf('VirtualService', { http: [route] });
const routed = (settings: object) => bare({ route: ROUTE, ...settings });
const beside = (name: string, answer: string) =>
  `http[0].${name}: has no place beside ${answer}, which answers itself`;

test.each<[string, object]>([
  ['a redirect', { redirect: REDIRECT }],
  ['a direct response', { directResponse: DIRECT, headers: { response: { set: { 'x-a': 'b' } } } }],
  ['a delegation', { delegate: { name: 'a_b', namespace: 'shop' }, rewrite: REWRITE, fault: FAULT }],
  ['a delegation with mirrors of both kinds', { delegate: {}, mirror: MIRROR, mirrors: MIRRORS }],
  ['a route with a fault and a rewrite', { route: ROUTE, fault: FAULT, rewrite: REWRITE, timeout: '1m30s' }],
  ['a mirror', { route: ROUTE, mirror: MIRROR, mirrorPercentage: { value: 100 } }],
  ['mirrors', { route: ROUTE, mirrors: MIRRORS }],
  [
    'retries',
    {
      route: ROUTE,
      retries: { attempts: 2, perTryTimeout: '2s', retryOn: '5xx,reset,503', backoff: '25ms' },
    },
  ],
  ['no retries', { route: ROUTE, retries: { attempts: 0, backoff: '1s' } }],
  [
    'a redirect of the scheme',
    { redirect: { scheme: 'https', redirectCode: 301, derivePort: 'FROM_PROTOCOL_DEFAULT' } },
  ],
  ['a redirect to a port', { redirect: { port: 8443, redirectCode: 0 } }],
  ['a status of 600', { directResponse: { status: 600, body: { bytes: 'YQ==' } } }],
  [
    'a rewrite by pattern',
    { route: ROUTE, rewrite: { authority: 'a', uriRegexRewrite: { match: '^/a/', rewrite: '/' } } },
  ],
  [
    'faults',
    { route: ROUTE, fault: { abort: { grpcStatus: 'NOT_FOUND', percentage: { value: 0.0001 } }, delay: {} } },
  ],
  [
    'other origins',
    {
      route: ROUTE,
      corsPolicy: {
        allowOrigins: [{ exact: 'https://example.com' }, { prefix: 'https://' }, { regex: '.*' }],
        allowMethods: ['GET', 'TRACE', '*'],
        allowHeaders: ['x-a', '*'],
        exposeHeaders: ['*'],
        maxAge: '24h',
      },
    },
  ],
])('%s is as the webhook takes it', (_, route) => {
  expect(bare(route)).toEqual([]);
});

test('the webhook refuses a route that does nothing', () => {
  expect(bare({})).toEqual(['http[0]: has none of route, redirect, directResponse, delegate: one is needed']);
  expect(bare({ route: [] })).toEqual([
    'http[0]: has none of route, redirect, directResponse, delegate: one is needed',
  ]);
  expect(ofDelegate({})).toEqual(['http[0]: has none of route, redirect, directResponse: one is needed']);
});

test('the webhook refuses a route that does several things', () => {
  const others = { route: ROUTE, fault: FAULT, rewrite: REWRITE };
  const names = Object.keys(others);
  expect(bare({ redirect: REDIRECT, ...others, directResponse: DIRECT })).toEqual(
    [...names, 'directResponse'].map((one) => beside(one, 'redirect')),
  );
  expect(bare({ directResponse: DIRECT, ...others })).toEqual(
    names.map((one) => beside(one, 'directResponse')),
  );
  expect(routed({ mirror: MIRROR, mirrors: MIRRORS })).toEqual([
    'http[0].mirror: has no place beside mirrors',
  ]);
});

test('the webhook refuses a route that delegates and does something, or is delegated to and delegates', () => {
  expect(bare({ delegate: { name: 'a' }, route: ROUTE, redirect: REDIRECT })).toEqual([
    'http[0].redirect: has no place in a route that delegates',
    'http[0].route: has no place in a route that delegates',
  ]);
  expect(ofDelegate({ delegate: { name: 'a' } })).toEqual([
    'http[0].delegate: a VirtualService without hosts is a delegate itself, and does not delegate',
    'http[0]: has none of route, redirect, directResponse: one is needed',
  ]);
});

test('the webhook refuses to change the host twice', () => {
  const twice = (name: string, to: string) =>
    `http[0].headers.request.${name}: the host of the request is changed to "${to}" already`;
  expect(routed({ rewrite: { authority: 'a' }, headers: { request: { set: { host: 'b' } } } })).toEqual([
    twice('set.host', 'a'),
  ]);
  expect(routed({ headers: { request: { set: { ':authority': 'a' }, add: { Host: 'b' } } } })).toEqual([
    twice('add.Host', 'a'),
  ]);
  expect(routed({ rewrite: { uri: '/' }, headers: { request: { set: { host: 'b' } } } })).toEqual([]);
});

const STATUSES =
  'OK, CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED';
const CONDITIONS =
  '5xx, gateway-error, reset, reset-before-request, connect-failure, retriable-4xx, refused-stream, retriable-status-codes, retriable-headers, envoy-ratelimited, http3-post-connect-failure, cancelled, deadline-exceeded, internal, resource-exhausted, unavailable';
const NO_HEADER = "is not the name of a header (letters, digits and any of !#$%&'*+-.^_`|~)";

test.each<[string, object, string[]]>([
  [
    'a timeout that is too fine',
    { timeout: '1.5ms' },
    ['timeout: "1.5ms" is not a whole number of milliseconds'],
  ],
  ['a fault of nothing', { fault: {} }, ['fault: has none of abort, delay: one is needed']],
  [
    'faults that are none',
    {
      fault: {
        abort: { httpStatus: 199, percentage: { value: 0.00001 } },
        delay: { fixedDelay: '1.5ms', percentage: { value: 101 } },
      },
    },
    [
      'fault.abort.percentage.value: 0.00001 is neither 0 nor from 0.0001 to 100',
      'fault.abort.httpStatus: 199 is not from 200 to 600',
      'fault.delay.percentage.value: 101 is neither 0 nor from 0.0001 to 100',
      'fault.delay.fixedDelay: "1.5ms" is not a whole number of milliseconds',
    ],
  ],
  [
    'faults that Istio does not know',
    { fault: { abort: { http2Error: 'x' }, delay: { exponentialDelay: '1s' } } },
    [
      'fault.abort.http2Error: is not supported by Istio',
      'fault.delay.exponentialDelay: is not supported by Istio',
    ],
  ],
  [
    'an unknown status of gRPC',
    { fault: { abort: { grpcStatus: '5' } } },
    [`fault.abort.grpcStatus: "5" is not one of ${STATUSES}`],
  ],
  [
    'percentages beyond all',
    { mirror: MIRROR, mirrorPercent: 101, mirrorPercentage: { value: -1 } },
    ['mirrorPercent: 101 is not from 0 to 100', 'mirrorPercentage.value: -1 is not from 0 to 100'],
  ],
  ['the old percentage beyond all', { mirror_percent: 101 }, ['mirror_percent: 101 is not from 0 to 100']],
  [
    'mirrors that are none',
    { mirrors: [{ destination: { host: '*' }, percentage: { value: 100.5 } }] },
    [
      'mirrors[0].destination.host: "*" stands for any host, and requests go to one',
      'mirrors[0].percentage.value: 100.5 is not from 0 to 100',
    ],
  ],
  ['a negative number of attempts', { retries: { attempts: -1 } }, ['retries.attempts: -1 is below 0']],
  [
    'retries that are turned off',
    { retries: { perTryTimeout: '1s', retryOn: '5xx', retryRemoteLocalities: false } },
    [
      'retries.attempts: is 0, which turns retries off, and there is perTryTimeout, retryOn, retryRemoteLocalities',
    ],
  ],
  [
    'retries that are none',
    { retries: { attempts: 1, perTryTimeout: '1.5ms', backoff: '1.5ms', retryOn: '5xx, reset,306,+503' } },
    [
      'retries.perTryTimeout: "1.5ms" is not a whole number of milliseconds',
      `retries.retryOn: " reset" is neither a status of HTTP nor one of ${CONDITIONS}`,
      `retries.retryOn: "306" is neither a status of HTTP nor one of ${CONDITIONS}`,
      'retries.backoff: "1.5ms" is not a whole number of milliseconds',
    ],
  ],
  [
    'a rewrite of nothing',
    { rewrite: { uri: '' } },
    ['rewrite: has none of uri, uriRegexRewrite, authority: one is needed'],
  ],
  [
    'two rewrites',
    { rewrite: { uri: '/', uriRegexRewrite: { match: '(', rewrite: '/' } } },
    [
      'rewrite.uriRegexRewrite: uri is there too: only one of them is allowed',
      'rewrite.uriRegexRewrite.match: "(" is no regular expression of RE2: error parsing regexp: missing closing ): `(`',
    ],
  ],
  [
    'half a rewrite',
    { rewrite: { uriRegexRewrite: {} } },
    ['match', 'rewrite'].map((one) => `rewrite.uriRegexRewrite.${one}: required field "${one}" is missing`),
  ],
  [
    'origins that are none',
    { corsPolicy: { allowOrigins: [{}, { exact: '' }, { regex: '(' }], maxAge: '1500ms' } },
    [
      'corsPolicy.allowOrigins[0]: matches no origin: exact, prefix or regex with text is needed',
      'corsPolicy.allowOrigins[1]: matches no origin: exact, prefix or regex with text is needed',
      'corsPolicy.allowOrigins[2].regex: "(" is no regular expression of RE2: error parsing regexp: missing closing ): `(`',
      'corsPolicy.maxAge: "1500ms" is not a whole number of seconds',
    ],
  ],
  [
    'methods and headers that are none',
    { corsPolicy: { allowMethods: ['get'], allowHeaders: ['a b'], exposeHeaders: [''] } },
    [
      'corsPolicy.allowMethods[0]: "get" is not one of GET, HEAD, POST, PUT, PATCH, DELETE, CONNECT, OPTIONS, TRACE, *',
      `corsPolicy.allowHeaders[0]: "a b" ${NO_HEADER}`,
      `corsPolicy.exposeHeaders[0]: "" ${NO_HEADER}`,
    ],
  ],
])('the webhook refuses %s', (_, settings, expected) => {
  expect(routed(settings)).toEqual(expected.map((one) => `http[0].${one}`));
});

test.each<[string, object, string[]]>([
  [
    'a redirect to the same',
    { redirect: { uri: '', redirectCode: 301 } },
    ['redirect: has none of uri, authority, scheme, port, derivePort: one is needed'],
  ],
  [
    'a redirect that is none',
    { redirect: { scheme: 'ftp', redirectCode: 200, port: 65536 } },
    [
      'redirect.redirectCode: 200 is not from 300 to 399',
      'redirect.scheme: "ftp" is not one of http, https',
      'redirect.port: 65536 is not from 1 to 65535',
    ],
  ],
  [
    'an answer that is none',
    { directResponse: { status: 601 } },
    ['directResponse.status: 601 is not from 200 to 600'],
  ],
  [
    'an answer that is too long',
    { directResponse: { status: 200, body: { string: 'é'.repeat(524_289) } } },
    ['directResponse.body.string: has 1048578 bytes: at most 1048576 are allowed'],
  ],
  [
    'bytes that are too many',
    { directResponse: { status: 200, body: { bytes: Buffer.alloc(1_048_577).toString('base64') } } },
    ['directResponse.body.bytes: has 1048577 bytes: at most 1048576 are allowed'],
  ],
])('the webhook refuses %s', (_, route, expected) => {
  expect(bare(route)).toEqual(expected.map((one) => `http[0].${one}`));
});
