import * as fc from 'fast-check';
import {
  contains,
  NetworkPolicies,
  OUTSIDE,
  podsOf,
  type End,
  type Transport,
} from '../../../analysis/model/network-policy';
import type { Verdict } from '../../../analysis/model/verdict';
import type { Workload } from '../../../analysis/model/workload';
import { meshOf } from './support';

const namespace = (name: string, labels = '') => `---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }
`;
const pod = (name: string, of: string, more = '', status = '') => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${of}, labels: { app: ${name} } }
spec:
  ${more}
  containers: [{ name: app, image: app, ports: [{ name: http, containerPort: 8080 }, { name: dns, containerPort: 53, protocol: UDP }] }]
status: { ${status} }
`;
const policy = (spec: string, of = 'shop', name = 'policy') => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: ${of} }
spec: ${spec}
`;
const PODS =
  namespace('shop', 'team: shop') +
  namespace('front', 'team: front') +
  pod('web', 'shop') +
  pod('cart', 'shop') +
  pod('page', 'front', '', 'podIP: 10.1.0.7') +
  pod('node', 'front', 'hostNetwork: true');

function given(policies: string, more = '') {
  const [cluster] = meshOf({ a: PODS + more + policies }).clusters;
  const found = (name: string) => cluster!.workloads.find((one) => one.name === name)!;
  return { policies: new NetworkPolicies(cluster!), found };
}

const dns: End = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, workload: undefined };
const at = (address: string): End => ({ namespace: undefined, address });

/** Whether `web` of `shop` takes a connection. */
function comesIn(spec: string, from: string | End, port = 8080, transport?: Transport): Verdict {
  const { policies, found } = given(policy(spec));
  const end = typeof from === 'string' ? podsOf(found(from)) : from;
  return policies.ingress(found('web'), end, port, transport);
}

/** Whether `web` of `shop` may make one. */
function goesOut(spec: string, to: string | End, port = 8080, transport?: Transport): Verdict {
  const { policies, found } = given(policy(spec));
  const end = typeof to === 'string' ? podsOf(found(to)) : to;
  return policies.egress(found('web'), end, port, transport);
}

test('pods that no policy selects for a direction are open', () => {
  expect(comesIn('{ podSelector: { matchLabels: { app: cart } }, ingress: [] }', 'page')).toBe('yes');
  expect(comesIn('{ podSelector: {}, policyTypes: [Egress], egress: [] }', 'page')).toBe('yes');
  expect(goesOut('{ podSelector: {}, ingress: [] }', 'page')).toBe('yes');
});

test('a policy is for Ingress where it does not say so, and for Egress where it has such rules', () => {
  expect(comesIn('{ podSelector: {} }', 'page')).toBe('no');
  expect(comesIn('{ podSelector: {}, egress: [{}] }', 'page')).toBe('no');
  expect(goesOut('{ podSelector: {}, egress: [{ ports: [{ port: 1 }] }] }', 'page')).toBe('no');
  expect(goesOut('{ podSelector: {}, egress: [] }', 'page')).toBe('yes');
  expect(goesOut('{ podSelector: {}, policyTypes: [Egress] }', 'page')).toBe('no');
});

test('policies add up', () => {
  const { policies, found } = given(
    policy('{ podSelector: {}, ingress: [] }') +
      policy(
        '{ podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: 8080 }] }] }',
        'shop',
        'b',
      ) +
      policy('{ podSelector: {}, ingress: [{}] }', 'front', 'c'),
  );
  const page = podsOf(found('page'));
  expect(policies.ingress(found('web'), page, 8080)).toBe('yes');
  expect(policies.ingress(found('web'), page, 9090)).toBe('no');
  expect(policies.ingress(found('cart'), page, 8080)).toBe('no');
  expect(policies.isolating(found('web'), 'Ingress').map(({ name }) => name)).toEqual(['policy', 'b']);
  expect(policies.isolating(found('cart'), 'Ingress').map(({ name }) => name)).toEqual(['policy']);
});

test.each<[string, string | End, Verdict]>([
  ['{}', 'page', 'yes'],
  ['{ from: [] }', OUTSIDE, 'yes'],
  ['{ from: [{ podSelector: {} }] }', 'cart', 'yes'],
  ['{ from: [{ podSelector: {} }] }', 'page', 'no'],
  ['{ from: [{ podSelector: { matchLabels: { app: cart } } }] }', 'cart', 'yes'],
  ['{ from: [{ namespaceSelector: {} }] }', 'page', 'yes'],
  ['{ from: [{ namespaceSelector: {} }] }', OUTSIDE, 'no'],
  ['{ from: [{ namespaceSelector: { matchLabels: { team: front } } }] }', 'page', 'yes'],
  ['{ from: [{ namespaceSelector: { matchLabels: { team: front } } }] }', 'cart', 'no'],
  [
    '{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: front } } }] }',
    'page',
    'yes',
  ],
  // Both in one peer are one condition; in two, they are two.
  [
    '{ from: [{ namespaceSelector: { matchLabels: { team: front } }, podSelector: { matchLabels: { app: cart } } }] }',
    'page',
    'no',
  ],
  [
    '{ from: [{ namespaceSelector: { matchLabels: { team: front } } }, { podSelector: { matchLabels: { app: cart } } }] }',
    'page',
    'yes',
  ],
  [
    '{ from: [{ namespaceSelector: { matchExpressions: [{ key: team, operator: NotIn, values: [shop] }] } }] }',
    'page',
    'yes',
  ],
  [
    '{ from: [{ namespaceSelector: { matchExpressions: [{ key: team, operator: Exists }] } }] }',
    dns,
    'maybe',
  ],
  ['{ from: [{ namespaceSelector: { matchLabels: { name: kube-system } } }] }', dns, 'maybe'],
  ['{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }] }', dns, 'no'],
  ['{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { k8s-app: other } } }] }', dns, 'no'],
  ['{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { tier: dns } } }] }', dns, 'maybe'],
  ['{ from: [{ ipBlock: { cidr: 10.1.0.0/16 } }] }', 'page', 'yes'],
  ['{ from: [{ ipBlock: { cidr: 10.1.0.0/16, except: [10.1.0.0/24] } }] }', 'page', 'no'],
  ['{ from: [{ ipBlock: { cidr: 10.2.0.0/16 } }] }', 'page', 'no'],
  ['{ from: [{ ipBlock: { cidr: 10.1.0.0/16 } }] }', 'cart', 'maybe'],
  ['{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }', 'cart', 'yes'],
  ['{ from: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }] }', 'cart', 'maybe'],
  ['{ from: [{ ipBlock: { cidr: 192.0.2.0/24 } }] }', at('192.0.2.5'), 'yes'],
  ['{ from: [{ ipBlock: { cidr: 192.0.2.0/24 } }] }', at('198.51.100.5'), 'no'],
  ['{ from: [{ ipBlock: { cidr: 192.0.2.0/24 } }] }', at('machine.example.org'), 'maybe'],
  ['{ from: [{ ipBlock: { cidr: 192.0.2.0/24 } }] }', OUTSIDE, 'maybe'],
  // A pod on the network of its node has the node's address and no labels.
  ['{ from: [{ namespaceSelector: {} }] }', 'node', 'maybe'],
])('ingress: [%s] from %j: %s', (rule, from, verdict) => {
  expect(comesIn(`{ podSelector: {}, ingress: [${rule}] }`, from)).toBe(verdict);
});

test.each<[string, number, Transport, Verdict]>([
  ['{ port: 8080 }', 8080, 'TCP', 'yes'],
  ['{ port: 8080 }', 8081, 'TCP', 'no'],
  ['{ port: 8080 }', 8080, 'UDP', 'no'],
  ['{ port: 53, protocol: UDP }', 53, 'UDP', 'yes'],
  ['{ port: 53, protocol: UDP }', 53, 'TCP', 'no'],
  ['{ protocol: TCP }', 9999, 'TCP', 'yes'],
  ['{ port: 8000, endPort: 8999 }', 8999, 'TCP', 'yes'],
  ['{ port: 8000, endPort: 8999 }', 9000, 'TCP', 'no'],
  ['{ port: http }', 8080, 'TCP', 'yes'],
  ['{ port: http }', 80, 'TCP', 'no'],
  ['{ port: https }', 8080, 'TCP', 'no'],
])('ports: [%s] for %d over %s: %s', (port, number, transport, verdict) => {
  expect(comesIn(`{ podSelector: {}, ingress: [{ ports: [${port}] }] }`, 'page', number, transport)).toBe(
    verdict,
  );
});

test('on the way out, a name is that of a port of the called pods', () => {
  const named = '{ podSelector: {}, egress: [{ ports: [{ port: http }] }] }';
  expect(goesOut(named, 'page', 8080)).toBe('yes');
  expect(goesOut(named, 'page', 80)).toBe('no');
  expect(goesOut(named, OUTSIDE, 80)).toBe('no');
  expect(
    goesOut('{ podSelector: {}, egress: [{ ports: [{ protocol: UDP, port: dns }] }] }', dns, 53, 'UDP'),
  ).toBe('maybe');
});

test('the port and the peer of one rule belong together', () => {
  const spec = `{ podSelector: {}, ingress: [
    { from: [{ podSelector: {} }], ports: [{ port: 8080 }] }, { from: [{ namespaceSelector: { matchLabels: { team: front } } }], ports: [{ port: 9090 }] }] }`;
  expect(comesIn(spec, 'cart', 8080)).toBe('yes');
  expect(comesIn(spec, 'page', 8080)).toBe('no');
  expect(comesIn(spec, 'page', 9090)).toBe('yes');
});

test('pods on the network of their node, and machines, have no policies', () => {
  const machine = `---
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: { name: vm, namespace: front }
spec: { address: 192.0.2.5, labels: { app: vm } }
`;
  const { policies, found } = given(
    policy('{ podSelector: {}, policyTypes: [Ingress, Egress] }', 'front'),
    machine,
  );
  expect(policies.ingress(found('node'), OUTSIDE, 80)).toBe('yes');
  expect(policies.isolating(found('page'), 'Egress')).toHaveLength(1);
  const vm: Workload = found('vm');
  expect(policies.isolating(vm, 'Ingress')).toEqual([]);
  expect(podsOf(vm)).toEqual({ namespace: undefined, address: '192.0.2.5' });
});

test('what closes a way is at the side of the caller, or of the called', () => {
  const { policies, found } = given(
    policy(
      '{ podSelector: {}, policyTypes: [Egress], egress: [{ ports: [{ port: 8080 }] }] }',
      'front',
      'out',
    ) + policy('{ podSelector: {}, ingress: [{ ports: [{ port: 9090 }] }] }', 'shop', 'in'),
  );
  const [page, web] = [podsOf(found('page')), podsOf(found('web'))];
  const closing = (port: number) => {
    const closed = policies.closing(page, web, port);
    return closed && `${closed.direction} ${closed.policies.map(({ name }) => name).join()}`;
  };
  expect([closing(9090), closing(8080)]).toEqual(['Egress out', 'Ingress in']);
  expect(policies.closing(web, page, 80)).toBeUndefined();
  expect(policies.opensFor(found('web'), 9090)).toBe(true);
  expect(policies.opensFor(found('web'), 8080)).toBe(false);
});

test.each([
  'cilium.io/v2 CiliumNetworkPolicy',
  'crd.projectcalico.org/v1 GlobalNetworkPolicy',
  'policy.networking.k8s.io/v1alpha1 AdminNetworkPolicy',
])('%s may open what a NetworkPolicy does not', (kind) => {
  const [apiVersion, name] = kind.split(' ');
  const other = `---\napiVersion: ${apiVersion}\nkind: ${name}\nmetadata: { name: more, namespace: shop }\n`;
  const { policies, found } = given(policy('{ podSelector: {} }'), other);
  expect(policies.ingress(found('web'), podsOf(found('page')), 80)).toBe('maybe');
  expect(policies.opensFor(found('web'), 80)).toBe(true);
});

test('a cluster without policies is empty, and nothing broken throws', () => {
  expect(given('').policies.isEmpty).toBe(true);
  const broken =
    policy('{ podSelector: 1, ingress: [1, { from: x, ports: [null, { port: [] }] }], egress: 7 }') +
    policy('~', 'shop', 'b');
  const { policies, found } = given(broken);
  expect(policies.isEmpty).toBe(false);
  expect(policies.ingress(found('web'), OUTSIDE, 80)).toBe('yes');
});

test('a range has an address where the leading bits are the same', () => {
  const bits = (address: string) =>
    address.split('.').reduce((text, part) => text + Number(part).toString(2).padStart(8, '0'), '');
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (a, b, prefix) => {
      expect(contains(`${a}/${prefix}`, b)).toBe(bits(a).slice(0, prefix) === bits(b).slice(0, prefix));
    }),
  );
  expect(contains('2001:db8::/32', '2001:db8::7')).toBe(true);
  expect(contains('2001:db8::/32', '192.0.2.1')).toBe(false);
  for (const wrong of ['', '10.0.0.0', '10.0.0.0/33', '10.0.0.0/x', 'x/8'])
    expect(contains(wrong, '10.0.0.1')).toBe(false);
});
