import {
  HorizontalPodAutoscaler,
  type Autoscaling,
} from '../../../constructs/kubernetes/horizontal-pod-autoscaler';
import { renderOne } from '../../support/render';

const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' };
const autoscaler = (autoscaling: Autoscaling) =>
  renderOne((component) => new HorizontalPodAutoscaler(component, 'shop', { target, ...autoscaling }));

test('minimal', () => {
  expect(autoscaler({ maxReplicas: 5 })).toMatchSnapshot();
});

test('full', () => {
  expect(autoscaler({ minReplicas: 2, maxReplicas: 10, cpu: 60 })).toMatchSnapshot();
});

test.each<[string, Autoscaling, string]>([
  [
    'more at least than at most',
    { minReplicas: 6, maxReplicas: 5 },
    'minReplicas: 6 is more than maxReplicas 5',
  ],
  ['no pod at all', { minReplicas: 0, maxReplicas: 5 }, 'minReplicas: 0 is not a whole number from 1'],
  ['a maximum of none', { maxReplicas: 0 }, 'maxReplicas: 0 is not a whole number from 1'],
  ['no use of CPU', { maxReplicas: 5, cpu: 0 }, 'cpu: 0 is not a whole number from 1'],
])('refuses %s', (_, autoscaling, message) => {
  expect(() => autoscaler(autoscaling)).toThrow(message);
});
