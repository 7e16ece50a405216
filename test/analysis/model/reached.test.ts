import { meshOf } from './support';

const GATEWAY = `---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec: { servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ['*'] }] }
`;

/** How many matches of each route requests come to. */
function reached(routes: string, gateways = '[web]', protocol = 'http'): readonly number[] {
  const [virtualService] = meshOf({
    a: `${GATEWAY}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [a.example.org], gateways: ${gateways}, ${protocol}: ${routes} }
`,
  }).virtualServices;
  return virtualService!.routes.map((route) => virtualService!.reached.get(route)!.length);
}

/** Whether requests come to the second of two matches, each of its own route. */
const comesTo = (later: string, earlier: string) =>
  reached(`[{ match: [${earlier}] }, { match: [${later}] }]`)[1] === 1;

test.each([
  ['{ uri: { exact: /a/b } }', '{ uri: { prefix: /a } }'],
  ['{ uri: { exact: /a } }', '{ uri: { prefix: /a } }'],
  ['{ uri: { prefix: /a/b } }', '{ uri: { prefix: /a }, name: a, statPrefix: a }'],
  ['{ uri: { prefix: /a/b }, method: { exact: GET } }', '{ uri: { prefix: /a } }'],
  ['{ uri: { prefix: /a } }', '{ uri: { prefix: /A }, ignoreUriCase: true }, { uri: { prefix: /a } }'],
  ['{ uri: { regex: /a } }', '{ uri: { prefix: / } }'],
  ['{ method: { exact: GET } }', '{ uri: { prefix: / } }'],
  ['{ uri: { prefix: /a }, ignoreUriCase: true }', '{ uri: { regex: ".*" } }'],
  ['{ headers: { a: { exact: b } } }', '{ name: all }'],
])('nothing comes to %s after %s', (later, earlier) => {
  expect(comesTo(later, earlier)).toBe(false);
});

test.each([
  ['{ uri: { exact: /a } }', '{ uri: { prefix: /a/b } }'],
  ['{ uri: { exact: /a } }', '{ uri: { exact: /a } }'],
  ['{ uri: { exact: /a/b } }', '{ uri: { prefix: /a }, method: { exact: GET } }'],
  ['{ uri: { exact: /a/b } }', '{ uri: { prefix: /a }, headers: { a: { exact: b } } }'],
  ['{ uri: { exact: /a/b } }', '{ uri: { prefix: /a }, gateways: [web] }'],
  ['{ uri: { exact: /a/b } }', '{ uri: { regex: /a.* } }'],
  ['{ uri: { exact: /a/b } }', '{ uri: { prefix: /a }, port: 81 }'],
  ['{ uri: { prefix: /a/b }, ignoreUriCase: true }', '{ uri: { prefix: /a } }'],
  ['{ uri: { regex: /a/b } }', '{ uri: { prefix: /a } }'],
  ['{ method: { exact: GET } }', '{ uri: { prefix: /a } }'],
])('requests come to %s after %s', (later, earlier) => {
  expect(comesTo(later, earlier)).toBe(true);
});

test('a match takes from the later ones of its own route as well, a delegate takes only what it has', () => {
  expect(reached('[{ match: [{ uri: { prefix: /a } }, { uri: { exact: /a/b } }] }, {}, {}]')).toEqual([
    1, 1, 0,
  ]);
  expect(reached('[{ match: [{ uri: { prefix: /a } }], delegate: { name: b } }, {}]')).toEqual([1, 1]);
  const later = '{ match: [{ uri: { exact: /a/b } }] }';
  expect(reached(`[{ match: [{ uri: { prefix: /a } }], delegate: { name: b } }, ${later}]`)).toEqual([1, 1]);
});

test('no request has an empty path, or an empty method', () => {
  expect(reached('[{ match: [{ uri: { exact: "" } }, { method: { exact: "" } }] }]')).toEqual([0]);
});

test.each([
  ['80', '[web]', 1],
  ['8443', '[web]', 0],
  ['0', '[web]', 1],
  ['8443', '[web, unknown]', 1],
  ['8443', '[web, mesh]', 1],
])('port %s of gateways %s', (port, gateways, count) => {
  expect(reached(`[{ match: [{ port: ${port} }] }]`, gateways)).toEqual([count]);
  expect(reached(`[{ match: [{ port: ${port}, sniHosts: [a] }] }]`, gateways, 'tls')).toEqual([count]);
});

test('only routes of HTTP take from later ones', () => {
  expect(reached('[{}, {}]', '[web]', 'tcp')).toEqual([1, 1]);
});
