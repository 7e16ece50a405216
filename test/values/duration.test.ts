import { Checks } from '../../values/checks';
import { checkDuration, isDuration, parseDuration } from '../../values/duration';

test.each([
  ['5s', 5000],
  ['250ms', 250],
  ['0.25s', 250],
  ['1.001s', 1001],
  ['1h30m', 5_400_000],
  ['.5s', 500],
  ['0s', 0],
  ['-5s', -5000],
  ['1500us', 1.5],
])('%s is %d milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '5', 's', '5 s', '1d', '5S', '9999999999h', 5, undefined])('%s is no duration', (value) => {
  expect(isDuration(value)).toBe(false);
});

const problems = (value: unknown, rules = {}) => {
  const checks = new Checks('timeout');
  checkDuration(checks, value, rules);
  return checks.problems.map(({ message }) => message);
};

test('the check takes whole milliseconds, at least one', () => {
  expect(problems('250ms')).toEqual([]);
  expect(problems('5')).toEqual([expect.stringContaining('"5" is not a duration')]);
  expect(problems(5)).toEqual([expect.stringContaining('5 is not a duration')]);
  expect(problems('999us')).toEqual(['"999us" is shorter than 1ms: Istio refuses it']);
  expect(problems('-5s')).toEqual(['"-5s" is shorter than 1ms: Istio refuses it']);
  expect(problems('1500us')).toEqual([expect.stringContaining('is not a whole number of milliseconds')]);
});

test('the check takes 0 where that turns something off', () => {
  expect(problems('0s')).toEqual(['"0s" is shorter than 1ms: Istio refuses it']);
  expect(problems('0s', { zero: true })).toEqual([]);
  expect(problems('500us', { zero: true })).toEqual(['"500us" is shorter than 1ms: Istio refuses it']);
});
