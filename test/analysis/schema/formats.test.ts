import { isSchedule } from '../../../analysis/schema/cron';
import { formatNamed, isRequestUri, parseRequestUri } from '../../../analysis/schema/formats';
import { goRegex } from '../../../analysis/schema/regex';

test.each([
  ['byte', ['aGVsbG8=', 'aGVsbG8h'], ['aGVsbG8', 'a b', '']],
  ['date', ['2024-02-29'], ['2023-02-29', '2024-1-1', 'soon']],
  [
    'date-time',
    ['2024-01-02T03:04:05Z', '2024-01-02t03:04:05.678+01:00'],
    ['2024-01-02', '2024-01-02T25:00:00Z'],
  ],
  ['duration', ['30s', '1h30m', '0', '2 days'], ['30', 'soon', '']],
  ['email', ['a@example.org'], ['a', 'a b@c']],
  ['hostname', ['a.example.org', 'localhost'], ['-a', 'a..b', 'a b']],
  ['uri', ['https://a/b?c', '/a', 'urn:a:b'], ['a/b', '', 'http://a:b', 'http://%zz', 'http://[::1']],
  ['ipv4', ['10.0.0.1'], ['10.0.0', '::1']],
  ['ipv6', ['::1'], ['10.0.0.1']],
  ['cidr', ['10.0.0.0/8'], ['10.0.0.0', '10.0.0.0/33']],
  ['mac', ['01:23:45:67:89:ab', '0123.4567.89ab'], ['01:23']],
  ['uuid', ['123e4567-e89b-12d3-a456-426614174000'], ['123']],
  ['uuid4', ['123e4567-e89b-42d3-a456-426614174000'], ['123e4567-e89b-12d3-a456-426614174000']],
  ['k8s-short-name', ['a-b'], ['A', 'a.b']],
  ['k8s-long-name', ['a.b-c'], ['a..b']],
])('%s takes %j and refuses %j', (name, right, wrong) => {
  const { accepts } = formatNamed(name)!;
  expect(right.filter((text) => !accepts(text))).toEqual([]);
  expect(wrong.filter((text) => accepts(text))).toEqual([]);
});

test.each(['int32', 'fancy', ''])('%j is no format that is checked of text', (name) => {
  expect(formatNamed(name)).toBeUndefined();
});

test('an address is read into its parts', () => {
  expect(parseRequestUri('HTTPS://user@[::1]:8443/a%20b?c=d#e')).toEqual({
    scheme: 'https',
    host: '[::1]:8443',
    path: '/a%20b',
    query: 'c=d#e',
  });
});

// Go 1.26 was asked.
test.each([
  ['http://a/#b', true],
  ['/a#b', true],
  ['*', true],
  ['http://a?b%', true],
  ['http://user@a/', true],
  ['http://us er@a/', false],
  ['http://%41.example.org', false],
  ['http://a%20b/', false],
  ['http://a#b', false],
  ['#', false],
  ['a#b', false],
  ['/a%', false],
])('%s is a URI of a request: %s', (text, isOne) => {
  expect(isRequestUri(text)).toBe(isOne);
});

test.each([
  ['^a+$', 'aaa', true],
  ['b', 'abc', true],
  ['(?i)^ABC$', 'abc', true],
  ['^[[:alpha:]]+$', 'abc', true],
  ['^\\s$', '\u00a0', false],
  ['^.{1}$', '😀', true],
  ['^\\pL+$', 'é', true],
])('%s is read as Go reads it: of %j, %s', (pattern, text, matches) => {
  expect(goRegex(pattern).test(text)).toBe(matches);
});

test.each(['a(', '(?=a)', '\\1', 'a**'])('Go does not compile %s', (pattern) => {
  expect(() => goRegex(pattern)).toThrow('error parsing regexp');
});

test('schedules of cron', () => {
  const right = [
    '0 3 * * *',
    '*/5 * * * *',
    '0 0 1-15/2 JAN,feb mon-fri',
    '@daily',
    '@every 1h30m',
    '0 0 ? * *',
  ];
  const wrong = [
    '61 * * * *',
    '* * * *',
    '0 0 0 * *',
    '0 0 * 13 *',
    '5-1 * * * *',
    '*/0 * * * *',
    '@often',
    'Not A Time',
    '',
  ];
  expect(right.filter((one) => !isSchedule(one))).toEqual([]);
  expect(wrong.filter(isSchedule)).toEqual([]);
});
