import { goRegex } from '../../../analysis/schema/regex';

test.each([
  ['^a+$', 'aa', true],
  ['a^*', 'a', true],
  ['\\b+a', 'a', true],
  ['a${2}', 'b', false],
  ['[]a]', ']', true],
  ['[^]a]', 'a', false],
  ['(?i)A', 'a', true],
])('%s is matched as Go does, in %s: %s', (pattern, text, expected) => {
  expect(goRegex(pattern).test(text)).toBe(expected);
});

test('what Go does not compile is refused', () => {
  expect(() => goRegex('(?=a)')).toThrow('invalid or unsupported Perl syntax');
});
