import { problemsOf } from './support';

const REGIONS = [{ from: 'eu', to: 'us' }];
const settings = (localityLbSetting: unknown) =>
  problemsOf('DestinationRule', {
    host: 'web',
    trafficPolicy: { loadBalancer: { localityLbSetting }, outlierDetection: {} },
  }).map((one) => one.replace('trafficPolicy.loadBalancer.localityLbSetting', 'locality'));
const from = (...places: string[]) => ({ distribute: places.map((one) => ({ from: one, to: { eu: 100 } })) });
const to = (shares: Readonly<Record<string, number>>) => ({ distribute: [{ from: 'eu', to: shares }] });
const failover = (one: string, other: string) => ({ failover: [{ from: one, to: other }] });

test.each<[string, unknown]>([
  ['nothing', {}],
  ['none', { enabled: false }],
  ['shares', to({ 'eu/west/*': 80, 'eu/east/a': 19, us: 1 })],
  ['the rest of the world at last', from('eu/west/a', 'eu/west/b', 'eu/east', 'us', '*')],
  ['a subzone with slashes', from('eu/west/a/1', 'eu/west/a/2')],
  ['the rest of a region at last', from('eu/west', 'eu/*')],
  ['regions', { failover: [...REGIONS, { from: 'us', to: 'eu' }] }],
  ['labels', { failoverPriority: ['topology.kubernetes.io/region', 'version'] }],
  [
    'labels of other things beside regions',
    { failover: REGIONS, failoverPriority: ['version', 'topology.kubernetes.io/region=eu'] },
  ],
])('%s is as the webhook takes it', (_, localityLbSetting) => {
  expect(settings(localityLbSetting)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  [
    'shares and regions',
    { ...from('eu'), failover: REGIONS },
    ['locality: has distribute and failover: only one of them is allowed'],
  ],
  [
    'regions and labels of places',
    {
      failover: REGIONS,
      failoverPriority: ['version', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'],
    },
    [
      'locality.failoverPriority[1]: "topology.kubernetes.io/zone" is not allowed beside failover, which says where places fail over to',
      'locality.failoverPriority[2]: "topology.istio.io/subzone" is not allowed beside failover, which says where places fail over to',
    ],
  ],
  [
    'shares that are not all',
    to({ eu: 50, us: 49 }),
    ['locality.distribute[0].to: the weights make 99, not 100'],
  ],
  ['shares of nothing', to({}), ['locality.distribute[0].to: the weights make 0, not 100']],
  [
    'a share beyond all, and none',
    to({ eu: 101, us: 0 }),
    [
      'locality.distribute[0].to.eu: 101 is not from 1 to 100',
      'locality.distribute[0].to.us: 0 is not from 1 to 100',
    ],
  ],
  [
    'shares of a place twice',
    to({ 'eu/west': 50, eu: 50 }),
    ['locality.distribute[0].to.eu: "eu" overlaps with "eu/west"'],
  ],
  [
    'shares of everything and of a part',
    to({ '*': 50, eu: 50 }),
    ['locality.distribute[0].to.eu: "eu" overlaps with "*"'],
  ],
  [
    'places that are none',
    from('', 'eu//a', '*/west', 'eu*/west', '**'),
    [
      'locality.distribute[0].from: "" is not a locality: region, region/zone or region/zone/subzone',
      'locality.distribute[1].from: "eu//a" is not a locality: region, region/zone or region/zone/subzone',
      'locality.distribute[2].from: "*/west" has a "*" that is not at its end',
      'locality.distribute[3].from: "eu*/west" has a "*" that is not at its end',
      'locality.distribute[4].from: "**" has a "*" that is not at its end',
    ],
  ],
  [
    'places to go that are none',
    to({ 'eu/': 50, '*a': 50 }),
    [
      'locality.distribute[0].to["eu/"]: "eu/" is not a locality: region, region/zone or region/zone/subzone',
      'locality.distribute[0].to["*a"]: "*a" has a "*" that is not at its end',
    ],
  ],
  [
    'a region after its part',
    from('eu/west', 'eu'),
    ['locality.distribute[1].from: "eu" overlaps with "eu/west"'],
  ],
  [
    'a part after its region',
    from('eu', 'eu/west'),
    ['locality.distribute[1].from: "eu/west" overlaps with "eu"'],
  ],
  [
    'a zone after all zones',
    from('eu/*', 'eu/west'),
    ['locality.distribute[1].from: "eu/west" overlaps with "eu/*"'],
  ],
  [
    'a subzone after its zone',
    from('eu/west', 'eu/west/a'),
    ['locality.distribute[1].from: "eu/west/a" overlaps with "eu/west"'],
  ],
  [
    'a subzone after all subzones',
    from('eu/west/*', 'eu/west/a'),
    ['locality.distribute[1].from: "eu/west/a" overlaps with "eu/west/*"'],
  ],
  [
    'a zone after its subzone',
    from('eu/west/a', 'eu/west'),
    ['locality.distribute[1].from: "eu/west" overlaps with "eu/west/a"'],
  ],
  [
    'a subzone twice',
    from('eu/west/a', 'eu/west/a'),
    ['locality.distribute[1].from: "eu/west/a" overlaps with "eu/west/a"'],
  ],
  ['everything first', from('*', 'eu'), ['locality.distribute[1].from: "eu" overlaps with "*"']],
  ['a region to itself', failover('eu', 'eu'), ['locality.failover[0].to: "eu" is the region that fails']],
  [
    'a zone to another',
    failover('eu/west', 'eu/east'),
    [
      'locality.failover[0].from: "eu/west" is more than a region',
      'locality.failover[0].to: "eu/east" is more than a region',
    ],
  ],
  [
    'all regions to one',
    failover('*', 'eu'),
    ['locality.failover[0].from: "*" has a wildcard, and failover is of whole regions'],
  ],
  ['no region to none', { failover: [{}] }, ['locality.failover[0].to: neither from nor to names a region']],
])('the webhook refuses %s', (_, localityLbSetting, expected) => {
  expect(settings(localityLbSetting)).toEqual(expected);
});
