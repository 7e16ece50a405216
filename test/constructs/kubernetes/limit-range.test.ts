import { LimitRange, type Limit, type LimitRangeProps } from '../../../constructs/kubernetes/limit-range';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const limitRange = (props: LimitRangeProps) =>
  renderOne((component) => new LimitRange(component, 'limits', props));
const minimal: Limit = { type: 'Container', default: { cpu: '100m' } };

test('minimal', () => {
  expect(limitRange({ limits: [minimal] })).toMatchSnapshot();
});

test('full', () => {
  expect(
    limitRange({
      name: 'mesh-limitrange',
      namespace: 'istio-system',
      labels: { 'resourcequota.management.cattle.io/default-resource-quota': 'true' },
      annotations: { 'example.org/owner': 'platform' },
      limits: [
        {
          type: 'Container',
          min: { cpu: '5m', memory: '5Mi' },
          defaultRequest: { cpu: '10m', memory: '10Mi', 'ephemeral-storage': '1Gi' },
          default: { cpu: '100m', memory: '100Mi', 'ephemeral-storage': '1Gi' },
          max: { cpu: '2', memory: '1Gi' },
          maxLimitRequestRatio: { cpu: '10' },
        },
        { type: 'Pod', max: { cpu: '4' } },
        { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '10Gi' } },
      ],
    }),
  ).toMatchSnapshot();
});

describe('refuses', () => {
  test.each<[string, readonly Limit[], string]>([
    ['nothing', [], 'limits: is empty: the LimitRange would limit nothing'],
    ['a limit of nothing', [{ type: 'Pod' }], 'limits[0]: bounds nothing: give min, max'],
    ['a limit of empty amounts', [{ type: 'Container', default: {} }], 'limits[0]: bounds nothing'],
    [
      'a type that is none',
      [{ ...minimal, type: 'Node' as 'Pod' }],
      'limits[0].type: "Node" is not one of "Container", "Pod", "PersistentVolumeClaim"',
    ],
    ['a type twice', [minimal, minimal], 'limits[1].type: Container is there already: Kubernetes refuses it'],
    [
      'defaults of pods',
      [{ type: 'Pod', default: { cpu: '1' }, defaultRequest: { cpu: '1' } }],
      'limits[0].default: is given with type Pod: only containers have defaults\n  limits[0].defaultRequest:',
    ],
    [
      'a default above the maximum',
      [{ type: 'Container', default: { memory: '2Gi' }, max: { memory: '1Gi' } }],
      'limits[0].max.memory: "1Gi" is less than default: Kubernetes refuses it (min <= defaultRequest <= default <= max)',
    ],
    [
      'a default request above the default, in other units',
      [{ type: 'Container', default: { cpu: '0.1' }, defaultRequest: { cpu: '101m' } }],
      'limits[0].default.cpu: "0.1" is less than defaultRequest',
    ],
    [
      'a minimum above all',
      [{ type: 'Container', min: { cpu: '2' }, max: { cpu: '1' } }],
      'limits[0].max.cpu: "1" is less than min',
    ],
    [
      'a quantity that is none',
      [{ type: 'Container', max: { cpu: 'two' } }],
      'limits[0].max.cpu: "two" is not a quantity',
    ],
    [
      'storage of containers',
      [{ type: 'Container', max: { storage: '1Gi' } }],
      'limits[0].max.storage: is what claims ask for, not containers',
    ],
    [
      'CPU of claims',
      [{ type: 'PersistentVolumeClaim', max: { cpu: '1' } }],
      'limits[0].max.cpu: is not what a claim asks for: only storage is',
    ],
    [
      'claims without bounds',
      [{ type: 'PersistentVolumeClaim', maxLimitRequestRatio: { storage: '2' } }],
      'limits[0]: has neither min nor max of storage: Kubernetes refuses it for claims',
    ],
    [
      'a resource that is none',
      [{ type: 'Container', max: { CPU: '1' } as Limit['max'] }],
      'limits[0].max.CPU: "CPU" is not one of "cpu", "memory", "ephemeral-storage", "storage"',
    ],
  ])('%s', (_, limits, message) => {
    expect(() => limitRange({ limits })).toThrow(UserError);
    expect(() => limitRange({ limits })).toThrow(message);
  });
});
