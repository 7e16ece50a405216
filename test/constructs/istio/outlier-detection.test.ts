import { checkOutlierDetection, type OutlierDetection } from '../../../constructs/istio/outlier-detection';
import { Checks } from '../../../values/checks';

const problems = (outlier: OutlierDetection): string[] => {
  const checks = new Checks('outlierDetection');
  checkOutlierDetection(outlier, checks);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

test.each<[string, OutlierDetection]>([
  ['Envoy’s defaults', {}],
  ['what is turned off', { consecutive5xxErrors: 0, consecutiveLocalOriginFailures: 0 }],
  ['whole shares', { maxEjectionPercent: 100, minHealthPercent: 0 }],
  ['local failures apart', { splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 1 }],
])('takes %s', (_, outlier) => {
  expect(problems(outlier)).toEqual([]);
});

test.each<[string, OutlierDetection, string]>([
  [
    'a negative count',
    { consecutive5xxErrors: -1 },
    'consecutive5xxErrors: -1 is not a whole number from 0 to 4294967295',
  ],
  ['half an error', { consecutiveGatewayErrors: 0.5 }, 'consecutiveGatewayErrors: 0.5 is not a whole number'],
  [
    'more than all',
    { maxEjectionPercent: 101 },
    'maxEjectionPercent: 101 is not a whole number from 0 to 100',
  ],
  ['a broken share', { minHealthPercent: 1.5 }, 'minHealthPercent: 1.5 is not a whole number from 0 to 100'],
  ['no interval', { interval: '0s' }, 'interval: "0s" is shorter than 1ms: Istio refuses it'],
  ['days', { baseEjectionTime: '1d' }, 'baseEjectionTime: "1d" is not a duration'],
  ['half milliseconds', { interval: '1.5ms' }, 'interval: "1.5ms" is not a whole number of milliseconds'],
  [
    'local failures that nobody counts apart',
    { consecutiveLocalOriginFailures: 1 },
    'consecutiveLocalOriginFailures: is set without splitExternalLocalOriginErrors',
  ],
])('refuses %s', (_, outlier, message) => {
  expect(problems(outlier)).toEqual([expect.stringContaining(`outlierDetection.${message}`)]);
});
