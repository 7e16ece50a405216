import { NOWHERE, type Manifest, type Place } from '../../../analysis/finding';
import { checkFleet } from '../../../analysis/schema/fleet';
import { createValidator } from '../../../analysis/schema/validator';

const left: Place = { ...NOWHERE, mesh: 'demo', cluster: 'left', component: 'one', file: 'left/one.yaml' };
const right: Place = { ...left, cluster: 'right', file: 'right/one.yaml' };

const object = (apiVersion: string, kind: string, name: string, namespace?: string) => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
});
const gateway = (name: string, namespace?: string, version = 'v1') =>
  object(`networking.istio.io/${version}`, 'Gateway', name, namespace);
const namespace = (name: string) => object('v1', 'Namespace', name);

function check(
  manifests: readonly (readonly [Place, unknown])[],
  provided: readonly string[] = [],
): string[] {
  const { scopeOf } = createValidator();
  const given: Manifest[] = manifests.map(([place, one]) => ({ place, object: one }));
  const context = { scopeOf, providedNamespaces: () => new Set(provided) };
  return checkFleet(given, context).map(
    ({ code, cluster, file, message }) => `${code} ${cluster} ${file}: ${message}`,
  );
}

test('two objects of one identity in one cluster, whatever their version', () => {
  const twice = [
    [left, gateway('web', 'default')],
    [{ ...left, component: 'two', file: 'left/two.yaml' }, gateway('web', 'default', 'v1beta1')],
  ] as const;
  expect(check(twice)).toEqual([
    'MW0004 left left/two.yaml: Gateway default/web is there twice: left/one.yaml has it already',
  ]);
});

test('the same name in another namespace, cluster, mesh, kind or group is another object', () => {
  expect(
    check([
      [left, gateway('web', 'default')],
      [left, gateway('web', 'kube-system')],
      [right, gateway('web', 'default')],
      [{ ...left, mesh: 'other' }, gateway('web', 'default')],
      [left, object('networking.istio.io/v1', 'VirtualService', 'web', 'default')],
      [left, object('gateway.example.org/v1', 'Gateway', 'web', 'default')],
    ]),
  ).toEqual([]);
});

test('objects without a name of their own are not compared', () => {
  const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'a-', namespace: 'default' } };
  expect(
    check([
      [left, job],
      [left, job],
    ]),
  ).toEqual([]);
});

test('a namespace is made by its cluster, provided there, or missing', () => {
  expect(check([[left, gateway('web', 'shop')]])).toEqual([
    'MW0005 left left/one.yaml: nothing makes namespace shop in cluster left',
  ]);
  expect(
    check([
      [left, gateway('web', 'shop')],
      [left, namespace('shop')],
    ]),
  ).toEqual([]);
  expect(
    check([
      [left, gateway('web', 'shop')],
      [right, namespace('shop')],
    ]),
  ).toHaveLength(1);
  expect(check([[left, gateway('web', 'shop')]], ['shop'])).toEqual([]);
});

test.each(['default', 'kube-system', 'kube-public', 'kube-node-lease'])(
  'every cluster has namespace %s',
  (name) => {
    expect(check([[left, gateway('web', name)]])).toEqual([]);
  },
);

test('objects that belong to no namespace, and those that name none, need none', () => {
  expect(
    check([
      [left, object('v1', 'Node', 'a', 'nowhere')],
      [left, gateway('web')],
    ]),
  ).toEqual([]);
});

test('the elements of a List count as manifests', () => {
  const list = {
    apiVersion: 'v1',
    kind: 'List',
    items: [gateway('web', 'default'), gateway('web', 'default')],
  };
  expect(check([[left, list]])).toEqual([
    'MW0004 left left/one.yaml: Gateway default/web is there twice: left/one.yaml has it already',
  ]);
});

test('10,000 objects are no more work each than a few', () => {
  const many = Array.from(
    { length: 10_000 },
    (_, index) => [left, gateway(`web-${index}`, 'default')] as const,
  );
  const start = process.cpuUsage();
  expect(check(many)).toEqual([]);
  // Each compared with each would take minutes.
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(4_000);
});
