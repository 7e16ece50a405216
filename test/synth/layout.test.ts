import fc from 'fast-check';
import { assertUnique, fileName, filePath } from '../../synth/layout';
import type { KubeObject, RenderedObject } from '../../synth/resolve';
import { UserError } from '../../values/user-error';

function object(apiVersion: string, kind: string, name: string, namespace?: string): KubeObject {
  return { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } };
}

function rendered(place: string, path: string, of: KubeObject): RenderedObject {
  const [mesh = '', cluster = '', component = ''] = place.split('/');
  return { mesh, cluster, component, path, object: of };
}

test.each([
  [object('v1', 'Namespace', 'shop'), 'namespace_shop.yaml'],
  [object('v1', 'Service', 'web', 'shop'), 'service_shop_web.yaml'],
  [object('apps/v1', 'Deployment', 'web', 'shop'), 'deployment.apps_shop_web.yaml'],
  [object('networking.istio.io/v1', 'Gateway', 'public'), 'gateway.networking.istio.io_public.yaml'],
  [
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:node-proxier'),
    'clusterrole.rbac.authorization.k8s.io_system%3anode-proxier.yaml',
  ],
  [object('v1', 'ConfigMap', 'A_b/c%é', 'x'), 'configmap_x_%41%5fb%2fc%25%c3%a9.yaml'],
  [object('v1', 'Odd.Kind', 'a'), 'odd%2ekind_a.yaml'],
])('the name of a file: %#', (of, name) => {
  expect(fileName(of)).toBe(name);
});

test('the path of a file', () => {
  const one = rendered('demo/kube-01/apps', 'x', object('v1', 'Service', 'web', 'shop'));
  expect(filePath(one)).toBe('demo/kube-01/apps/service_shop_web.yaml');
});

test('a version of the API, and what else is in the object, do not move its file', () => {
  const before = object('networking.istio.io/v1beta1', 'Gateway', 'public', 'shop');
  const after = { ...object('networking.istio.io/v1', 'Gateway', 'public', 'shop'), spec: { servers: [] } };
  expect(fileName(after)).toBe(fileName(before));
});

test('a name that is too long for a file is cut, and ends in a digest', () => {
  const [a, b] = ['a', 'b'].map((end) => object('v1', 'ConfigMap', 'n'.repeat(252) + end, 'shop')) as [
    KubeObject,
    KubeObject,
  ];
  expect(fileName(a)).toMatch(/^configmap_shop_n{202}~[0-9a-f]{32}\.yaml$/);
  expect(fileName(a)).toHaveLength(255);
  expect(fileName(b)).not.toBe(fileName(a));
});

test('a cut does not go through an escape', () => {
  const names = [0, 1, 2].map((more) =>
    fileName(object('v1', 'ConfigMap', `${'n'.repeat(more)}${':'.repeat(200)}`)),
  );
  for (const name of names) expect(name).toMatch(/^configmap_n{0,2}(%3a)+~[0-9a-f]{32}\.yaml$/);
});

/** Identities that lie close together, on both sides of every separator and escape. */
const part = fc.oneof(
  fc
    .array(fc.constantFrom('a', 'A', 'b', '.', '-', '_', '%', ':', '~', '5f', '%5f', 'yaml', 'é', '/'), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.join('')),
  fc.string({ minLength: 1, unit: 'grapheme' }),
  fc.integer({ min: 180, max: 260 }).map((length) => 'long'.repeat(65).slice(0, length)),
);
const identity = fc.record({
  group: fc.option(
    part.map((text) => text.replaceAll('/', '')).filter((text) => text !== ''),
    { nil: '' },
  ),
  // The API server itself tells no two kinds of a group apart by case.
  kind: part.map((text) => text.toLowerCase()),
  namespace: fc.option(part, { nil: undefined }),
  name: part,
});
type IdentityRecord = { group: string; kind: string; namespace?: string; name: string };
const nameOf = ({ group, kind, namespace, name }: IdentityRecord) =>
  fileName(object(group === '' ? 'v1' : `${group}/v1`, kind, name, namespace));

test('different objects get different files, on a file system that ignores case too', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(identity, { selector: (one) => JSON.stringify(one), minLength: 2, maxLength: 40 }),
      (all) => {
        const names = all.map((one) => nameOf(one).toLowerCase());
        expect(new Set(names).size).toBe(all.length);
      },
    ),
    { numRuns: 500 },
  );
});

test('every name is one that every file system takes', () => {
  fc.assert(
    fc.property(identity, (one) => {
      expect(nameOf(one)).toMatch(/^[a-z0-9._%~-]{1,250}\.yaml$/);
    }),
  );
});

describe('one object twice in a cluster', () => {
  const web = object('v1', 'Service', 'web', 'shop');

  test('is refused, whichever version of the API each names', () => {
    const gateway = (version: string) =>
      object(`networking.istio.io/${version}`, 'Gateway', 'public', 'shop');
    const all = [
      rendered('demo/kube-01/apps', 'kube-01.apps/web', web),
      rendered('demo/kube-01/more', 'kube-01.more/web', web),
      rendered('demo/kube-01/apps', 'kube-01.apps/one', gateway('v1')),
      rendered('demo/kube-01/apps', 'kube-01.apps/two', gateway('v1beta1')),
      rendered('demo/kube-01/apps', 'kube-01.apps/three', gateway('v1')),
      rendered('demo/kube-01/apps', 'kube-01.apps/ns', object('v1', 'Namespace', 'shop')),
    ];
    expect(() => assertUnique(all)).toThrow(
      new UserError(
        [],
        [
          'One cluster gets one object more than once:',
          '  demo kube-01: Service shop/web is produced by component apps (kube-01.apps/web) and by component more (kube-01.more/web); Argo CD would apply them over each other',
          '  demo kube-01: Gateway shop/public is produced by component apps (kube-01.apps/one) and by component apps (kube-01.apps/two) and by component apps (kube-01.apps/three); Argo CD would apply them over each other',
        ].join('\n'),
      ),
    );
  });

  test('in two clusters, two namespaces, two kinds or two groups is none', () => {
    assertUnique([
      rendered('demo/kube-01/apps', 'a', web),
      rendered('demo/kube-02/apps', 'b', web),
      rendered('other/kube-01/apps', 'c', web),
      rendered('demo/kube-01/apps', 'd', object('v1', 'Service', 'web', 'shop2')),
      rendered('demo/kube-01/apps', 'e', object('v1', 'Service', 'web')),
      rendered('demo/kube-01/apps', 'f', object('v1', 'ServiceAccount', 'web', 'shop')),
      rendered('demo/kube-01/apps', 'g', object('serving.knative.dev/v1', 'Service', 'web', 'shop')),
    ]);
    expect.assertions(0);
  });
});
