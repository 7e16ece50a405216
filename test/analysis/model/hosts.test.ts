import { hostsOverlap } from '../../../values/host';
import { fullHost, namespaceOfHost, NameIndex } from '../../../analysis/model/hosts';
import { meshOf } from './support';

const service = (name: string, namespace: string, exportTo?: string) => `---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
  annotations: {${exportTo === undefined ? '' : ` networking.istio.io/exportTo: "${exportTo}"`}}
spec: { ports: [{ name: http, port: 80 }] }
`;
const entry = (name: string, hosts: string, exportTo: string) => `---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: outside }
spec: { hosts: ${hosts}, exportTo: ${exportTo}, ports: [{ number: 443, name: tls, protocol: TLS }] }
`;

test('a name without a dot is a Service of the namespace', () => {
  expect(fullHost('web', 'shop', 'cluster.local')).toBe('web.shop.svc.cluster.local');
  expect(['web.shop', '*', '*.a', ''].map((one) => fullHost(one, 'shop', 'x'))).toEqual([
    'web.shop',
    '*',
    '*.a',
    '',
  ]);
  expect(namespaceOfHost('web.shop.svc.cluster.local', 'cluster.local')).toBe('shop');
  expect(namespaceOfHost('web.example.org', 'cluster.local')).toBeUndefined();
});

test.each([
  ['a.org', 'a.org', true],
  ['*.org', 'a.org', true],
  ['a.org', '*.org', true],
  ['*.a.org', '*.org', true],
  ['*.org', '*.a.org', true],
  ['*', 'a.org', true],
  ['*.org', 'org', false],
  ['*.a.org', '*.b.org', false],
  ['a.org', 'b.org', false],
])('%s and %s match: %s', (a, b, expected) => {
  expect(hostsOverlap(a, b)).toBe(expected);
  const index = new NameIndex<string>();
  index.add(a, a);
  expect(index.matching(b)).toEqual(expected ? [a] : []);
});

test('names are seen where they are exported to, the equal one before a wildcard', () => {
  const mesh = meshOf({
    'kube-01':
      service('web', 'shop') +
      service('own', 'shop', '.') +
      service('both', 'shop', 'a, b') +
      entry('all', "['*.example.org', api.example.org]", "['*']") +
      entry('few', '[few.example.com]', '[a]') +
      entry('none', '[none.example.com]', "['~']"),
  });
  const cluster = mesh.clusters[0]!;
  const seen = (host: string, namespace: string) =>
    mesh.hosts.resolve(host, { namespace, cluster }).map(({ name }) => name);
  expect(seen('web', 'shop')).toEqual(['web.shop.svc.cluster.local']);
  expect(seen('web', 'other')).toEqual([]);
  expect(seen('own', 'shop')).toHaveLength(1);
  expect(seen('own.shop.svc.cluster.local', 'other')).toEqual([]);
  expect(['a', 'b', 'shop'].map((one) => seen('both.shop.svc.cluster.local', one).length)).toEqual([1, 1, 0]);
  expect(seen('api.example.org', 'x')).toEqual(['api.example.org']);
  expect(seen('a.b.example.org', 'x')).toEqual(['*.example.org']);
  expect(seen('*.example.org', 'x').sort()).toEqual(['*.example.org', 'api.example.org']);
  expect(seen('few.example.com', 'a')).toHaveLength(1);
  expect([...seen('few.example.com', 'b'), ...seen('none.example.com', 'outside')]).toEqual([]);
  expect(mesh.hosts.known('none.example.com', { namespace: 'x', cluster })).toHaveLength(1);
});

test('a cluster knows the Services of the others', () => {
  const mesh = meshOf({ 'kube-01': service('web', 'shop'), 'kube-02': service('web', 'shop') });
  const found = mesh.hosts.resolve('web', { namespace: 'shop', cluster: mesh.clusters[1]! });
  expect(found.map(({ cluster }) => cluster.name)).toEqual(['kube-01', 'kube-02']);
});
