import { DAY, parseLifetime } from '../../trust/lifetime';

test.each([
  ['10y', 3650 * DAY],
  ['90d', 90 * DAY],
  ['36h', 1.5 * DAY],
])('%s', (text, milliseconds) => {
  expect(parseLifetime('--lifetime', text)).toBe(milliseconds);
});

test.each(['', '10', '0d', '-1d', '1w', '1.5y', '1y6d', '123456h'])('%j is none', (text) => {
  expect(() => parseLifetime('--lifetime', text)).toThrow(
    `--lifetime: ${JSON.stringify(text)} is not a lifetime (a number of years, days or hours: 10y, 90d, 36h)`,
  );
});

test('a hundred years are enough', () => {
  expect(() => parseLifetime('--root-lifetime', '101y')).toThrow('--root-lifetime: "101y" is more than 100y');
});
