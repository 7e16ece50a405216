import {
  checkLocalityLoadBalancing,
  type LocalityDistribution,
  type LocalityLoadBalancing,
} from '../../../constructs/istio/locality-load-balancing';
import { Checks } from '../../../values/checks';

const problems = (locality: LocalityLoadBalancing, outlierDetection = true): string[] => {
  const checks = new Checks('localityLbSetting');
  checkLocalityLoadBalancing(locality, checks, outlierDetection);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

const everywhere = { '*': 100 };
const from = (...places: string[]): readonly LocalityDistribution[] =>
  places.map((place) => ({ from: place, to: everywhere }));
const failover = [{ from: 'eu', to: 'us' }];

describe('without outlier detection', () => {
  const text =
    'localityLbSetting: needs an outlierDetection in the same policy: without it Istio never sees an endpoint as unhealthy';

  test.each<[string, LocalityLoadBalancing]>([
    ['failover', { failover }],
    ['failoverPriority', { failoverPriority: ['topology.istio.io/network'] }],
    ['the default order', { enabled: true }],
    ['the default order, not named', {}],
  ])('%s does not work', (_, locality) => {
    expect(problems(locality, false)).toEqual([expect.stringContaining(text)]);
  });

  test.each<[string, LocalityLoadBalancing]>([
    ['fixed shares', { distribute: from('*') }],
    ['what is turned off', { enabled: false, failover }],
  ])('%s works', (_, locality) => {
    expect(problems(locality, false)).toEqual([]);
  });
});

test.each<[string, LocalityLoadBalancing]>([
  ['a subzone before the rest of its zone', { distribute: from('eu/a/1', 'eu/a/*', 'eu/*', '*') }],
  ['a region in any of its spellings', { distribute: from('eu', 'us/*') }],
  ['failover of several regions', { failover: [...failover, { from: 'us', to: 'eu' }] }],
  [
    'failover by region, and by network before it',
    { failover, failoverPriority: ['topology.istio.io/network'] },
  ],
  [
    'a region that only endpoints are compared with',
    { failover, failoverPriority: ['topology.kubernetes.io/region=eu'] },
  ],
])('takes %s', (_, locality) => {
  expect(problems(locality)).toEqual([]);
});

test.each<[string, LocalityLoadBalancing, string]>([
  [
    'fixed shares beside failover',
    { distribute: from('*'), failover },
    'distribute: stands beside failover: with fixed shares Istio does not fail over',
  ],
  [
    'fixed shares beside priorities, which Istio leaves unread',
    { distribute: from('*'), failoverPriority: ['version'] },
    'distribute: stands beside failoverPriority',
  ],
  [
    'a region compared twice',
    { failover, failoverPriority: ['topology.kubernetes.io/region'] },
    'failoverPriority[0]: "topology.kubernetes.io/region" stands beside failover, which compares it already',
  ],
  [
    'a priority that is no label',
    { failoverPriority: ['a=b=c'] },
    'failoverPriority[0]: "a=b=c" is neither a label',
  ],
  [
    'shares below 100',
    { distribute: [{ from: '*', to: { eu: 60, us: 30 } }] },
    'distribute[0].to: adds up to 90: the shares must add up to 100',
  ],
  ['no shares', { distribute: [{ from: '*', to: {} }] }, 'distribute[0].to: adds up to 0'],
  [
    'a share of nothing',
    { distribute: [{ from: '*', to: { eu: 100, us: 0 } }] },
    'distribute[0].to.us: 0 is not a whole number from 1 to 100',
  ],
  [
    'shares of places that overlap, in whatever order',
    { distribute: [{ from: '*', to: { 'eu/a/*': 50, 'eu/*': 50 } }] },
    'distribute[0].to: "eu/a/*" and "eu/*" overlap: which of them an endpoint counts for is left to chance',
  ],
  [
    'a place within a name',
    { distribute: from('eu*') },
    'distribute[0].from: "eu*" is not a place (*, region/*',
  ],
  ['a place in the middle', { distribute: from('*/a') }, 'distribute[0].from: "*/a" is not a place'],
  ['a place of four parts', { distribute: from('a/b/c/d') }, 'distribute[0].from: "a/b/c/d" is not a place'],
  ['no place', { distribute: from('') }, 'distribute[0].from: "" is not a place'],
  [
    'a place that never counts',
    { distribute: from('eu/*', 'eu/a') },
    'distribute[1].from: "eu/a" never counts: "eu/*" before it matches first; Istio refuses it',
  ],
  ['a place twice', { distribute: from('eu', 'eu/*') }, 'distribute[1].from: "eu/*" never counts'],
  [
    'a region after its zone, which Istio takes for the same',
    { distribute: from('eu/a', 'eu') },
    'distribute[1].from: "eu" never counts: "eu/a" before it',
  ],
  [
    'failover to itself',
    { failover: [{ from: 'eu', to: 'eu' }] },
    'failover[0]: fails over from "eu" to itself',
  ],
  [
    'failover of a zone',
    { failover: [{ from: 'eu/a', to: 'us' }] },
    'failover[0].from: "eu/a" is not a region: zones fail over by themselves',
  ],
  ['failover to anywhere', { failover: [{ from: 'eu', to: '*' }] }, 'failover[0].to: "*" is not a region'],
  ['failover from nowhere', { failover: [{ from: '', to: 'eu' }] }, 'failover[0].from: "" is not a region'],
  [
    'a second failover of a region',
    { failover: [...failover, { from: 'eu', to: 'ap' }] },
    'failover[1].from: "eu" has a failover already: Istio reads the first only',
  ],
])('refuses %s', (_, locality, message) => {
  expect(problems(locality)).toEqual([expect.stringContaining(`localityLbSetting.${message}`)]);
});
