import { Checks } from '../../values/checks';
import { checkSelector } from '../../values/selector';

const problems = (labels: Record<string, string>): string[] => {
  const checks = new Checks('selector');
  checkSelector(checks, labels);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

test('takes labels', () => {
  expect(problems({ app: 'httpbin', 'app.kubernetes.io/version': '' })).toEqual([]);
});

test('refuses a selector of nothing, and labels that no workload can have', () => {
  expect(problems({})).toEqual([
    'selector: is empty: it would select every workload of the namespace; leave it out if that is meant',
  ]);
  expect(problems({ app: '*' })).toEqual([
    expect.stringMatching(/^selector\.app: "\*" is not a label's value/),
  ]);
});
