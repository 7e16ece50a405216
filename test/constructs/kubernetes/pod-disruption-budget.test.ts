import {
  PodDisruptionBudget,
  type DisruptionBudget,
} from '../../../constructs/kubernetes/pod-disruption-budget';
import { renderOne } from '../../support/render';

const budget = (given: DisruptionBudget, selector: Record<string, string> = { app: 'shop' }) =>
  renderOne((component) => new PodDisruptionBudget(component, 'shop', { selector, ...given }));

test('a number that stays', () => {
  expect(budget({ minAvailable: 1 })).toMatchSnapshot();
});

test('a share that may be missing', () => {
  expect(budget({ maxUnavailable: '25%' })).toMatchSnapshot();
});

test.each<[string, () => unknown, string]>([
  [
    'both ways at once',
    () => budget({ minAvailable: 1, maxUnavailable: 1 } as unknown as DisruptionBudget),
    'has minAvailable and maxUnavailable of minAvailable, maxUnavailable: exactly one is allowed',
  ],
  [
    'neither of the two',
    () => budget({} as DisruptionBudget),
    'has none of minAvailable, maxUnavailable: exactly one is allowed',
  ],
  [
    'a share that is none',
    () => budget({ minAvailable: '101%' }),
    'minAvailable: "101%" is not a number of pods, nor a share such as "50%"',
  ],
  ['a negative number', () => budget({ maxUnavailable: -1 }), 'maxUnavailable: -1 is not a number of pods'],
  [
    'a selector of everything',
    () => budget({ minAvailable: 1 }, {}),
    'selector: is empty: it would take all pods of the namespace for one workload',
  ],
])('refuses %s', (_, render, message) => {
  expect(render).toThrow(message);
});
