import { hostCovers, hostsOverlap, isHostName, isWildcardHostName } from '../../values/host';

test.each(['a', 'a.b', 'A-1.example.org', 'example.org.', '1.a'])('%s is a host name', (host) => {
  expect(isHostName(host)).toBe(true);
  expect(isWildcardHostName(host)).toBe(true);
});

test.each(['', '.', '-a', 'a-', 'a_b', 'a..b', '10.0.0.1', `${'a'.repeat(64)}.b`, 7])(
  '%s is none',
  (host) => {
    expect(isHostName(host)).toBe(false);
    expect(isWildcardHostName(host)).toBe(false);
  },
);

test.each(['*', '*.b', '*-a.b', '*a.b'])('%s is a host name with a wildcard alone', (host) => {
  expect(isHostName(host)).toBe(false);
  expect(isWildcardHostName(host)).toBe(true);
});

test('a wildcard stands for the first part only', () => {
  expect(isWildcardHostName('a.*.b')).toBe(false);
  expect(isWildcardHostName('a*.b')).toBe(false);
});

test.each([
  ['*', 'a.b', true],
  ['*.b', 'a.b', true],
  ['*.b', '*.a.b', true],
  ['*.b', 'b', false],
  ['*.a.b', '*.b', false],
  ['a.b', '*.b', false],
  ['a.b', 'a.b', true],
])('whether %s covers %s', (wide, narrow, covers) => {
  expect(hostCovers(wide, narrow)).toBe(covers);
});

test('hosts overlap in either order', () => {
  expect(hostsOverlap('a.b', '*.b')).toBe(true);
  expect(hostsOverlap('*.b', 'a.b')).toBe(true);
  expect(hostsOverlap('*.a', '*.b')).toBe(false);
});
