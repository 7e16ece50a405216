import { analyze } from '../../analysis/analyze';
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

test('a locality stands as a node of which nothing else is known', () => {
  const given = { clusters: { left: { localities: ['munich', 'berlin/rack-1/shelf-2'] } } };
  const nodes = givenObjects(parseGiven(given, 'given.yaml')).map(({ object }) => object);
  expect(nodes.map(({ kind, metadata }) => ({ kind, metadata }))).toEqual([
    { kind: 'Node', metadata: { name: 'munich', labels: labels('munich', '*', '*') } },
    {
      kind: 'Node',
      metadata: { name: 'berlin/rack-1/shelf-2', labels: labels('berlin', 'rack-1', 'shelf-2') },
    },
  ]);
});

test('that a node is given does not mean that the cluster is seen whole', () => {
  const gateway = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'web', namespace: 'istio-system' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
    },
  };
  const place = { mesh: null, cluster: 'left', component: null, file: null, line: null };
  const given = givenObjects({ clusters: { left: { localities: ['munich'] } } });
  expect(analyze({ manifests: [{ object: gateway, place }], findings: [], given })).toEqual([]);
});

function labels(region: string, zone: string, subzone: string) {
  return {
    'topology.kubernetes.io/region': region,
    'topology.kubernetes.io/zone': zone,
    'topology.istio.io/subzone': subzone,
  };
}

test.each<[string, unknown, string]>([
  ['no map', ['left'], 'given.yaml: the file: ["left"] is no map'],
  [
    'an unknown field',
    { cluster: {} },
    'given.yaml: the file: "cluster" is unknown; did you mean "clusters"?',
  ],
  ['a cluster that is no map', { clusters: { left: 'tls' } }, 'given.yaml: clusters.left: "tls" is no map'],
  [
    'an unknown field of a cluster',
    { clusters: { left: { secret: [] } } },
    'given.yaml: clusters.left: "secret" is unknown; did you mean "secrets"?',
  ],
  [
    'a Secret without a namespace',
    { clusters: { left: { secrets: ['tls'] } } },
    'given.yaml: clusters.left.secrets[0]: "tls" is no namespace/name',
  ],
  [
    'a locality of four parts',
    { clusters: { left: { localities: ['munich', 'a/b/c/d'] } } },
    'given.yaml: clusters.left.localities[1]: "a/b/c/d" is no region[/zone[/subzone]]',
  ],
  [
    'a number for a namespace',
    { clusters: { left: { namespaces: [1] } } },
    'given.yaml: clusters.left.namespaces[0]: 1 is no name',
  ],
  [
    'one Secret instead of a list',
    { clusters: { left: { secrets: 'shop/tls' } } },
    'given.yaml: clusters.left.secrets: "shop/tls" is no list with one namespace/name per item',
  ],
])('%s is refused', (_, value, message) => {
  expect(() => parseGiven(value, 'given.yaml')).toThrow(UserError);
  expect(() => parseGiven(value, 'given.yaml')).toThrow(message);
});

test('every item that is not right is named', () => {
  const namespaces = ['shop', 'a/b', 'web', 2];
  expect(() => parseGiven({ clusters: { left: { namespaces } } }, 'given.yaml')).toThrow(
    new UserError([
      { field: 'given.yaml: clusters.left.namespaces[1]', message: '"a/b" is no name' },
      { field: 'given.yaml: clusters.left.namespaces[3]', message: '2 is no name' },
    ]),
  );
});
