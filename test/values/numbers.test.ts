import { Checks } from '../../values/checks';
import { checkInteger, checkPercent } from '../../values/numbers';

const integer = (value: unknown) => problems((checks) => checkInteger(checks, value, 1, 3));
const percent = (value: unknown) => problems((checks) => checkPercent(checks, value));

function problems(body: (checks: Checks) => void): string[] {
  const checks = new Checks();
  body(checks);
  return checks.problems.map(({ message }) => message);
}

test('whole numbers of a range', () => {
  for (const value of [1, 2, 3]) expect(integer(value)).toEqual([]);
  for (const value of [0, 4, 1.5, '2']) {
    expect(integer(value)).toEqual([`${JSON.stringify(value)} is not a whole number from 1 to 3`]);
  }
});

test('percentages', () => {
  for (const value of [0, 0.01, 100]) expect(percent(value)).toEqual([]);
  for (const value of [-1, 100.01, '50']) {
    expect(percent(value)).toEqual([`${JSON.stringify(value)} is not a percentage (0-100)`]);
  }
  expect(percent(Number.NaN)).toHaveLength(1);
});
