import * as fc from 'fast-check';
import { formatLabels, hasLabels, LabelIndex, selects } from '../../../analysis/model/label-index';

const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), { maxKeys: 3 });
const element = fc.record({ labels, namespace: fc.constantFrom('x', 'y') });

test('it finds what a look at everything finds', () => {
  fc.assert(
    fc.property(
      fc.array(element),
      labels,
      fc.constantFrom('x', 'y', undefined),
      (elements, selector, namespace) => {
        const index = new LabelIndex(
          elements,
          (one) => one.labels,
          (one) => one.namespace,
        );
        const slowly = elements.filter(
          (one) =>
            hasLabels(one.labels, selector) && (namespace === undefined || one.namespace === namespace),
        );
        expect(index.matching(selector, namespace)).toEqual(slowly);
        expect(index.has(selector, namespace)).toBe(slowly.length > 0);
      },
    ),
  );
});

test.each([
  [undefined, true],
  [{}, true],
  [{ matchLabels: { app: 'web' } }, true],
  [{ matchLabels: { app: 'cart' } }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'cart'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['web'] }] }, true],
  [
    {
      matchExpressions: [
        { key: 'app', operator: 'Exists' },
        { key: 'tier', operator: 'DoesNotExist' },
      ],
    },
    true,
  ],
  [{ matchExpressions: [{ key: 'app', operator: 'Near' }] }, false],
])('the selector %j selects app=web: %p', (selector, expected) => {
  expect(selects(selector, { app: 'web' })).toBe(expected);
});

test('labels are written in order', () => {
  expect(formatLabels({ b: '1', a: '2' })).toBe('a=2,b=1');
});
