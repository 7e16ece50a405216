import { selects, type LabelSelector } from '../../../analysis/delivery/label-selector';
import { UserError } from '../../../values/user-error';

const labels = { mesh: 'demo', tier: 'edge' };

test.each<[LabelSelector, boolean]>([
  [{}, true],
  [{ matchLabels: { mesh: 'demo' } }, true],
  [{ matchLabels: { mesh: 'demo', tier: 'core' } }, false],
  [{ matchLabels: { toString: 'x' } }, false],
  [{ matchExpressions: [{ key: 'mesh', operator: 'In', values: ['a', 'demo'] }] }, true],
  [{ matchExpressions: [{ key: 'none', operator: 'In', values: ['a'] }] }, false],
  [{ matchExpressions: [{ key: 'mesh', operator: 'NotIn', values: ['demo'] }] }, false],
  [{ matchExpressions: [{ key: 'none', operator: 'NotIn', values: ['demo'] }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
  [{ matchLabels: { mesh: 'demo' }, matchExpressions: [{ key: 'none', operator: 'Exists' }] }, false],
])('%j: %s', (selector, expected) => {
  expect(selects(selector, labels)).toBe(expected);
});

test('refuses an operator that there is not', () => {
  const select = () => selects({ matchExpressions: [{ key: 'mesh', operator: 'Like' }] }, labels);
  expect(select).toThrow(UserError);
  expect(select).toThrow('matchExpressions of mesh: Like is not an operator of a selector');
});
