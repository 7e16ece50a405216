import { parseGoBool } from '../../values/go-bool';

test.each(['1', 't', 'T', 'TRUE', 'true', 'True'])('%s is true', (text) => {
  expect(parseGoBool(text)).toBe(true);
});

test.each(['0', 'f', 'F', 'FALSE', 'false', 'False'])('%s is false', (text) => {
  expect(parseGoBool(text)).toBe(false);
});

test.each(['', 'tRUE', 'yes', ' true', '2'])('"%s" is neither', (text) => {
  expect(parseGoBool(text)).toBeUndefined();
});
