import fc from 'fast-check';
import { pathMatcher } from '../../../analysis/delivery/path-match';

test.each<[string, string, boolean]>([
  ['dist/*', 'dist/a', true],
  ['dist/*', 'dist/a/b', false],
  ['dist/*', 'dist', false],
  ['dist/*/b', 'dist/a/b', true],
  ['dist/a?c', 'dist/abc', true],
  ['dist/a?c', 'dist/a/c', false],
  ['dist/[a-c]x', 'dist/bx', true],
  ['dist/[^a-c]x', 'dist/bx', false],
  ['dist/[^a-c]x', 'dist/dx', true],
  ['dist[^x]a', 'dist/a', false],
  ['dist/\\*', 'dist/*', true],
  ['dist/\\*', 'dist/a', false],
  ['di.t', 'dist', false],
  ['(dist|x)', 'dist', false],
  ['dist/{a,b}', 'dist/a', false],
])('%s and %s: %s', (pattern, path, fits) => {
  expect(pathMatcher(pattern)?.(path)).toBe(fits);
});

test.each(['dist/[', 'dist/[]', 'dist\\'])('%s is no pattern', (pattern) => {
  expect(pathMatcher(pattern)).toBeUndefined();
});

test('a path without special characters fits itself alone', () => {
  const path = fc.stringMatching(/^[a-z0-9./$^+()|{}-]{1,20}$/);
  fc.assert(fc.property(path, path, (one, other) => pathMatcher(one)?.(other) === (one === other)));
});
