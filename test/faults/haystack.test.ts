import { fleet } from '../../bench/fleet';
import { brief, Subject, type Broken } from './broken';

/** A thousand services: a hundred in each of ten clusters, six objects each. */
const haystack = new Subject(fleet({ clusters: 10, services: 100 }));

const name = (service: number) => `service-${String(service).padStart(4, '0')}`;
const cluster = (index: number) => `cluster-${String(index).padStart(4, '0')}`;

type Needle = readonly [what: string, breakIt: (mesh: Broken) => void, ...findings: string[]];

/** Each in a service of its own, so that none hides another. */
const needles: readonly Needle[] = [
  [
    'a VirtualService that is missing in one cluster',
    (mesh) => mesh.remove(cluster(3), 'VirtualService', name(11)),
    'MW1002',
  ],
  [
    'a Service with another port in one cluster',
    (mesh) => {
      mesh.spec(cluster(4), 'Service', name(22))['ports'][0].port = 8080;
    },
    'MW1005',
    'IST0170',
  ],
  [
    'a subset that no pod has',
    (mesh) => {
      for (let index = 0; index < 10; index++)
        mesh.spec(cluster(index), 'DestinationRule', name(33))['subsets'][0].labels.version = 'v9';
    },
    'IST0173',
  ],
  [
    'a subset that is called otherwise',
    (mesh) => {
      mesh.spec(cluster(5), 'VirtualService', name(44))['http'][1].route[0].destination.subset = 'v2';
    },
    'IST0101',
    'MW1003',
  ],
  [
    'mutual TLS that one DestinationRule turns off',
    (mesh) => {
      for (let index = 0; index < 10; index++)
        mesh.spec(cluster(index), 'DestinationRule', name(55))['trafficPolicy'].tls = { mode: 'DISABLE' };
    },
    'MW1304',
  ],
  [
    'a principal of a namespace that there is not',
    (mesh) => {
      mesh.spec(cluster(6), 'AuthorizationPolicy', name(66))['rules'][0].from[0].source.principals = [
        'cluster.local/ns/team-999/sa/service-0065',
      ];
    },
    'MW1305',
  ],
  [
    'a misspelt field',
    (mesh) => {
      mesh.spec(cluster(7), 'Deployment', name(77))['replics'] = 2;
    },
    'MW0002',
  ],
  [
    'a namespace of a revision that there is not',
    (mesh) => {
      mesh.object(cluster(8), 'Namespace', 'team-008')['metadata'].labels['istio.io/rev'] = 'old';
    },
    'MW1007',
  ],
];

/** What is found, without what is for information: `MW1002 service-0011`. */
function found(breakIt?: (mesh: Broken) => void): readonly string[] {
  return haystack
    .findings(breakIt)
    .filter(({ level }) => level !== 'Info')
    .map(brief);
}

test('a fleet that is right has no finding', () => {
  expect(found()).toEqual([]);
});

test.each(needles.map(([what, breakIt, ...codes]) => [what, breakIt, codes] as const))(
  '%s is found, and nothing else',
  (_, breakIt, codes) => {
    expect([...new Set(found(breakIt).map((text) => text.split(' ')[0]))].sort()).toEqual([...codes].sort());
  },
);

test('all of them at once are found, and nothing else', () => {
  const all = found((mesh) => needles.forEach(([, breakIt]) => breakIt(mesh)));
  const codes = new Set(needles.flatMap(([, , ...wanted]) => wanted));
  expect([...new Set(all.map((text) => text.split(' ')[0]))].sort()).toEqual([...codes].sort());
});
