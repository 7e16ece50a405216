import { parseQuantity } from '../../values/quantity';

test.each([
  ['2', 2],
  ['0.5', 0.5],
  ['.5', 0.5],
  ['100m', 0.1],
  ['1e3', 1000],
  ['1E3', 1000],
  ['1E', 1e18],
  ['128Mi', 134_217_728],
  ['1.5Gi', 1_610_612_736],
  ['3k', 3000],
])('%s is %d', (text, size) => {
  expect(parseQuantity(text)).toBeCloseTo(size, 9);
});

test.each(['', 'fifty', '1 Gi', '1gi', '1Kb', '-1', '1e', 'Mi', 5])('%p is none', (text) => {
  expect(parseQuantity(text)).toBeUndefined();
});
