import { givenObjects, parseGiven } from '../../analysis/given';
import { UserError } from '../../values/user-error';

const text = {
  clusters: { left: { namespaces: ['shop'], secrets: ['istio-system/tls'] }, right: {} },
};

test('what is given stands as objects', () => {
  expect(givenObjects(parseGiven(text, 'given.yaml'), 'demo')).toEqual([
    {
      mesh: 'demo',
      cluster: 'left',
      object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    },
    {
      mesh: 'demo',
      cluster: 'left',
      object: { apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'istio-system', name: 'tls' } },
    },
  ]);
});

test.each<[string, unknown, string]>([
  ['no map', ['left'], 'given.yaml: the file: ["left"] is no map'],
  ['an unknown field', { cluster: {} }, 'given.yaml: the file: "cluster" is unknown; did you mean clusters?'],
  ['a cluster that is no map', { clusters: { left: 'tls' } }, 'given.yaml: clusters.left: "tls" is no map'],
  [
    'an unknown field of a cluster',
    { clusters: { left: { secret: [] } } },
    'given.yaml: clusters.left: "secret" is unknown; did you mean secrets?',
  ],
  [
    'a Secret without a namespace',
    { clusters: { left: { secrets: ['tls'] } } },
    'given.yaml: clusters.left.secrets: ["tls"] is no list of namespace/name',
  ],
  [
    'a number for a namespace',
    { clusters: { left: { namespaces: [1] } } },
    'given.yaml: clusters.left.namespaces: [1] is no list of names',
  ],
])('%s is refused', (_, value, message) => {
  expect(() => parseGiven(value, 'given.yaml')).toThrow(UserError);
  expect(() => parseGiven(value, 'given.yaml')).toThrow(message);
});
