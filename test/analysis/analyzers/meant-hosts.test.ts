import { findingsOf } from './fixtures';

const service = (name: string, namespace: string, exportTo = '*') => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace}, annotations: { networking.istio.io/exportTo: '${exportTo}' } }
spec: { ports: [{ name: http, port: 80 }] }
`;
const SERVICES = [
  service('reviews', 'shop'),
  service('ratings', 'shop'),
  service('ratings', 'test'),
  service('payments', 'bank'),
  service('secret', 'shop', '.'),
  `---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: outside, namespace: shop }
spec: { hosts: [api.example.com, '*.wild.org'], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: NONE }
`,
].join('');

const route = (host: string, use: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [web], ${use}: [{ match: [{ port: 80 }], route: [{ destination: { host: ${host} } }] }] }
`;
const rule = (host: string, namespace: string) => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: ${namespace} }
spec: { host: '${host}' }
`;

const remedies = (text: string, code: string) =>
  findingsOf(SERVICES + text)
    .filter((one) => one.code === code)
    .map(({ remedy }) => remedy);

const USUAL = 'Correct the reference, or add what it names.';

test.each([
  ['reviws', 'Did you mean reviews?'],
  ['payments', 'Did you mean payments.bank.svc.cluster.local? A name without a dot is of namespace shop.'],
  ['reviews.shop', 'Write reviews.shop.svc.cluster.local: a name with a dot is not completed.'],
  ['reviews.shop.svc', 'Write reviews.shop.svc.cluster.local: a name with a dot is not completed.'],
  ['reviews.shop.svc.cluser.local', 'Did you mean reviews.shop.svc.cluster.local?'],
  ['reviews.shpo.svc.cluster.local', 'Did you mean reviews.shop.svc.cluster.local?'],
  ['reviews.shpo', 'Did you mean reviews.shop.svc.cluster.local?'],
  ['reviws.shop', 'Did you mean reviews.shop.svc.cluster.local?'],
  ['api.exmaple.com', 'Did you mean api.example.com?'],
  ['apo.example.com', 'Did you mean api.example.com?'],
  // Nothing is near, though most letters are the same.
  ['web.shop.svc.cluster.local', USUAL],
  ['reviews.elsewhere.svc.cluster.local', USUAL],
  ['inventory', USUAL],
  ['constructor', USUAL],
])('a route to %s', (host, remedy) => {
  expect(remedies(route(host, 'http'), 'IST0101')).toEqual([remedy]);
  expect(remedies(route(host, 'tcp'), 'IST0101')).toEqual([remedy]);
});

const USUAL_OF_RULES = 'Correct the host: the name of a Service in the same namespace, or a full name.';

test.each([
  ['reviws', 'shop', 'Did you mean reviews?'],
  ['reviews.shop', 'shop', 'Write reviews.shop.svc.cluster.local: a name with a dot is not completed.'],
  ['secrets', 'shop', 'Did you mean secret?'],
  ['secret', 'bank', USUAL_OF_RULES],
  ['secrets.shop', 'bank', USUAL_OF_RULES],
  // In several namespaces.
  ['ratings', 'bank', USUAL_OF_RULES],
  ['*.wild.orb', 'shop', USUAL_OF_RULES],
])('a DestinationRule for %s in %s', (host, namespace, remedy) => {
  expect(remedies(rule(host, namespace), 'IST0174')).toEqual([remedy]);
});

const gateway = (name: string, namespace: string) => `---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${namespace} }
spec: { servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ['*'] }] }
`;
const bound = (name: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [web.example.org], gateways: [${name}], http: [{ redirect: { uri: / } }] }
`;

test.each([
  ['entri', 'Did you mean entry?'],
  ['public', 'Did you mean istio-system/public?'],
  ['shop/public', 'Did you mean istio-system/public?'],
  ['istio-sytem/public', 'Did you mean istio-system/public?'],
  ['istio-system/publik', 'Did you mean istio-system/public?'],
  ['public.istio-system', 'Write istio-system/public.'],
  ['public.istio-system.svc.cluster.local', 'Write istio-system/public.'],
  ['nope', 'Correct the reference: there is entry, istio-system/public.'],
])('a VirtualService of Gateway %s', (name, remedy) => {
  const gateways = gateway('entry', 'shop') + gateway('public', 'istio-system');
  expect(remedies(gateways + bound(name), 'IST0101')).toEqual([remedy]);
});

test('of many Gateways, those that are not near are not named', () => {
  const gateways = ['one', 'two', 'three', 'four'].map((name) => gateway(name, 'shop')).join('');
  expect(remedies(gateways + bound('nothing'), 'IST0101')).toEqual([USUAL]);
  expect(remedies(bound('nothing'), 'IST0101')).toEqual([USUAL]);
});

test('where hosts without number are missing, the first of them alone are compared with all', () => {
  const many = Array.from({ length: 300 }, (_, index) => String(index).padStart(3, '0'));
  const text = many.map((one) => service(`app-${one}`, 'shop') + missing(one)).join('');
  const found = remedies(text, 'IST0101');
  expect(found).toHaveLength(many.length);
  expect(found[0]).toMatch(/^Did you mean app-/);
  expect(found.at(-1)).toBe(USUAL);
});

function missing(name: string): string {
  return route(`ap-${name}`, 'http').replace('name: web', `name: web-${name}`);
}
