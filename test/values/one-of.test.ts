import { Checks } from '../../values/checks';
import { checkAtMostOne, checkExactlyOne } from '../../values/one-of';

const fields = ['exact', 'prefix', 'regex'];
const problems = (check: typeof checkAtMostOne, value: object): string[] => {
  const checks = new Checks('match');
  check(checks, value, fields);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

test('one of several', () => {
  expect(problems(checkExactlyOne, { prefix: '/', other: 1 })).toEqual([]);
  expect(problems(checkExactlyOne, { exact: undefined })).toEqual([
    'match: has none of exact, prefix, regex: exactly one is allowed',
  ]);
  expect(problems(checkExactlyOne, { exact: '', regex: '' })).toEqual([
    'match: has exact and regex of exact, prefix, regex: exactly one is allowed',
  ]);
});

test('one of several, or none', () => {
  expect(problems(checkAtMostOne, {})).toEqual([]);
  expect(problems(checkAtMostOne, { prefix: '/' })).toEqual([]);
  expect(problems(checkAtMostOne, { exact: '', prefix: '' })).toEqual([
    'match: has exact and prefix: at most one of exact, prefix, regex is allowed',
  ]);
});
