import { isLike } from '../../../analysis/model/pattern';

test('patterns have a star at the beginning or at the end', () => {
  expect(['*', 'a*', '*c', 'abc'].map((one) => isLike(one, 'abc'))).toEqual([true, true, true, true]);
  expect(['b*', '*b', 'ab', 'a*c'].map((one) => isLike(one, 'abc'))).toEqual([false, false, false, false]);
  expect(isLike('*', '')).toBe(false);
});
