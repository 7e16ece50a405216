import { Project } from '../../../analysis/delivery/project';

const shop = { server: 'https://kube-01.example.org', name: 'kube-01', namespace: 'shop' };

test.each<[string[], string, boolean]>([
  [['https://git.example.org/shop.git'], 'https://git.example.org/shop', true],
  [['https://git.example.org/shop'], 'https://GIT.example.org/Shop.git', true],
  [['git@git.example.org:team/shop.git'], 'ssh://git@git.example.org/team/shop', true],
  [['*'], 'https://git.example.org/a/b', true],
  [['https://git.example.org/*'], 'https://git.example.org/shop', true],
  [['https://git.example.org/*'], 'https://git.example.org/team/shop', false],
  [['https://git.example.org/**'], 'https://git.example.org/team/shop', true],
  [['https://git.example.org/{shop,cart}'], 'https://git.example.org/cart', false],
  [['*', '!https://git.example.org/shop'], 'https://git.example.org/shop', false],
  [['*', '!https://git.example.org/shop'], 'https://git.example.org/cart', true],
  [['https://git.example.org/shop.v1'], 'https://git.example.org/shopXv1', false],
  [[], 'https://git.example.org/shop', false],
])('sources %j: %s is permitted: %s', (sourceRepos, url, isPermitted) => {
  expect(new Project({ sourceRepos }).permitsSource(url)).toBe(isPermitted);
});

test.each<[Record<string, string>[], boolean]>([
  [[{ server: shop.server, namespace: 'shop' }], true],
  [[{ name: 'kube-01', namespace: 'shop' }], true],
  [[{ server: '*', namespace: '*' }], true],
  [[{ server: 'https://kube-0?.example.org', namespace: 'sh*' }], true],
  [[{ server: shop.server, namespace: 'cart' }], false],
  [[{ server: 'https://kube-02.example.org', namespace: 'shop' }], false],
  [
    [
      { server: '*', namespace: '*' },
      { server: shop.server, namespace: '!shop' },
    ],
    false,
  ],
  [
    [
      { server: '*', namespace: '*' },
      { server: `!${shop.server}`, namespace: 'shop' },
    ],
    false,
  ],
  [
    [
      { server: '*', namespace: '*' },
      { server: shop.server, namespace: '!cart' },
    ],
    true,
  ],
  [[], false],
])('destinations %j: %s', (destinations, isPermitted) => {
  expect(new Project({ destinations }).permitsDestination(shop)).toBe(isPermitted);
});

const kinds = (spec: Record<string, unknown>) => [
  new Project(spec).permitsKind('apps', 'Deployment', true),
  new Project(spec).permitsKind('', 'Namespace', false),
];
const all = [{ group: '*', kind: '*' }];

test('kinds of a namespace are permitted where nothing is said, those of the cluster are not', () => {
  expect(kinds({})).toEqual([true, false]);
  expect(kinds({ clusterResourceWhitelist: all })).toEqual([true, true]);
  expect(kinds({ namespaceResourceWhitelist: [], clusterResourceWhitelist: [] })).toEqual([false, false]);
  expect(kinds({ namespaceResourceWhitelist: [{ group: 'apps', kind: 'Deploy*' }] })).toEqual([true, false]);
  expect(kinds({ namespaceResourceWhitelist: [{ group: '', kind: 'Deployment' }] })).toEqual([false, false]);
  expect(
    kinds({ namespaceResourceBlacklist: all, clusterResourceWhitelist: all, clusterResourceBlacklist: all }),
  ).toEqual([false, false]);
});
