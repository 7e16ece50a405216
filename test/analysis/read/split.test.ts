import { splitDocuments, splitJson } from '../../../analysis/read/split';

test.each<[string, string, [number, string][]]>([
  ['one document', 'a: 1\n', [[1, 'a: 1\n']]],
  [
    'several',
    'a: 1\n---\nb: 2\n--- # c\nc: 3',
    [
      [1, 'a: 1\n'],
      [3, 'b: 2\n'],
      [5, 'c: 3'],
    ],
  ],
  ['a separator first and last', '---\na: 1\n---\n', [[2, 'a: 1\n']]],
  [
    'line ends of Windows',
    'a: 1\r\n---\r\nb: 2\r\n',
    [
      [1, 'a: 1\r\n'],
      [3, 'b: 2\r\n'],
    ],
  ],
  ['dashes inside of a line', 'a: "x\n  ---"\nb: ---\n', [[1, 'a: "x\n  ---"\nb: ---\n']]],
  ['a mark of the byte order', '\ufeff---\na: 1\n', [[2, 'a: 1\n']]],
  ['nothing', '', []],
])('%s', (_, text, chunks) => {
  expect([...splitDocuments(text)]).toEqual(chunks.map(([line, part]) => ({ line, text: part })));
});

test('what Kubernetes does not take for a separator', () => {
  expect([...splitDocuments('a: 1\n--- b: 2\n---\nc: 3\n')]).toEqual([
    { line: 1, text: 'a: 1\n' },
    { line: 2, text: '', badSeparator: 'b: 2' },
    { line: 4, text: 'c: 3\n' },
  ]);
});

test('objects of JSON behind each other, braces in strings left alone', () => {
  expect(splitJson('{"a": "}{\\""}\n\n{"b": {"c": 1}} {}\n')).toEqual([
    { line: 1, text: '{"a": "}{\\""}' },
    { line: 1, text: '\n\n{"b": {"c": 1}}' },
    { line: 3, text: ' {}' },
  ]);
});

test.each([
  ['one object', '{"a": 1}'],
  ['a broken one', '{"a": 1} {"b"'],
  ['text behind them', '{} {} x'],
  ['a template', '{{ if x }}\na: 1\n{{ end }}\n'],
  ['no JSON', 'a: {}\nb: {}\n'],
])('%s is no stream', (_, text) => {
  expect(splitJson(text)).toBeUndefined();
});
