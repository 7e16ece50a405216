import {
  checkLabelSelector,
  lowerLabelSelector,
  type LabelSelector,
} from '../../../constructs/kubernetes/label-selector';
import { Checks } from '../../../values/checks';

const problemsOf = (selector: LabelSelector) => {
  const checks = new Checks();
  checkLabelSelector(selector, checks);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

test.each<[string, LabelSelector]>([
  ['everything', {}],
  ['labels', { matchLabels: { 'app.kubernetes.io/name': 'cart', A_b: '' } }],
  [
    'requirements',
    {
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['web', ''] },
        { key: 'tier', operator: 'NotIn', values: ['test'] },
        { key: 'app', operator: 'Exists' },
        { key: 'canary', operator: 'DoesNotExist', values: [] },
      ],
    },
  ],
])('accepts %s, and hands it on as it is', (_, selector) => {
  expect(problemsOf(selector)).toEqual([]);
  expect(lowerLabelSelector(selector)).toEqual(selector);
});

test.each<[string, LabelSelector, string]>([
  [
    'no labels',
    { matchLabels: {} },
    'matchLabels: is empty: it would select everything; write {} as the selector if that is meant',
  ],
  ['no requirements', { matchExpressions: [] }, 'matchExpressions: is empty: it would select everything'],
  ['a label without a key', { matchLabels: { '': 'a' } }, 'matchLabels: "" is not a label\'s key'],
  [
    'a key that is none',
    { matchExpressions: [{ key: 'a b', operator: 'Exists' }] },
    'matchExpressions[0].key: "a b" is not a label\'s key',
  ],
  [
    'an unknown operator',
    { matchExpressions: [{ key: 'a', operator: 'in' as never, values: ['b'] }] },
    'matchExpressions[0].operator: "in" is not one of "In", "NotIn", "Exists", "DoesNotExist"',
  ],
  [
    'In without values',
    { matchExpressions: [{ key: 'a', operator: 'In' }] },
    'matchExpressions[0].values: is empty: Kubernetes refuses In without values',
  ],
  [
    'Exists with values',
    { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] },
    'matchExpressions[0].values: is given with Exists: Kubernetes refuses it',
  ],
  [
    'a value that is none',
    { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['_'] }] },
    'matchExpressions[0].values[0]: "_" is not a label\'s value',
  ],
])('refuses %s', (_, selector, message) => {
  expect(problemsOf(selector)).toEqual([expect.stringContaining(message)]);
});
