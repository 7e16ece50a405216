import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseYaml } from '../../../analysis/read/parse';
import { isMisread, parseSlowly } from '../../../analysis/read/parse-slowly';
import { SyntaxProblem } from '../../../analysis/read/syntax-problem';
import { emitYaml } from '../../../synth/emit';

function problemOf(text: string): SyntaxProblem {
  try {
    parseYaml(text);
  } catch (error) {
    if (error instanceof SyntaxProblem) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(text)} is no problem`);
}

const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }));

test('what synth writes is read back as it was, zeros without their sign', () => {
  fc.assert(
    fc.property(object, (value) => {
      expect(parseYaml(emitYaml(value))).toEqual([JSON.parse(JSON.stringify(value))]);
    }),
  );
});

test('JSON is read as it is', () => {
  fc.assert(
    fc.property(object, fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(parseYaml(text)).toEqual([JSON.parse(text)]);
    }),
  );
});

test('both readers read one thing', () => {
  const style = fc.record({
    collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
    indentSeq: fc.boolean(),
    lineWidth: fc.constantFrom(0, 20, 80),
  });
  const text = fc.stringMatching(/^[a-z0-9 .'"/-]{0,60}$/);
  const list = fc.array(text, { minLength: 1 });
  const value = fc.dictionary(text, fc.oneof(text, list, fc.dictionary(text, list, { minKeys: 1 })));
  fc.assert(
    fc.property(value, style, (one, options) => {
      const written = stringify(one, { version: '1.1', ...options });
      expect(parseSlowly(written)).toEqual(parseYaml(written));
    }),
  );
});

// Each result is what sigs.k8s.io/yaml v1.6.0 gives.
test.each<[string, string, unknown]>([
  [
    'anchors and merge keys',
    'a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 1\n',
    { a: { b: 1 }, c: { b: 1 }, d: { b: 1, e: 1 } },
  ],
  ['keys that are no text', '{yes: 1, 012: 2, 1.5: 3}', { true: 1, '10': 2, '1.5': 3 }],
  [
    'tags',
    'a: !!str 012\nb: !!int "3"\nc: !own 12\nd: !own {e: yes}\nf: !!binary w6k=\n',
    { a: '012', b: 3, c: '12', d: { e: true }, f: 'é' },
  ],
  ['quotes', `a: "yes"\nb: '012'\nc: "x\\ty\\u00e9"\n`, { a: 'yes', b: '012', c: 'x\tyé' }],
  ['a folded scalar', 'a: one\n  two\n\n  three\n', { a: 'one two\nthree' }],
  ['line ends of Windows', 'a: 1\r\nb: |\r\n  x\r\n  y\r\n', { a: 1, b: 'x\ny\n' }],
  ['nothing for a value', 'a:\nb: ""\n', { a: null, b: '' }],
  ['__proto__ as a key', '__proto__: {a: 1}', JSON.parse('{"__proto__": {"a": 1}}')],
])('%s', (_, text, value) => {
  expect(parseYaml(text)).toEqual([value]);
});

test('an empty element of a list ends no list but its own', () => {
  const text = 'rules:\n- from:\n  - # nothing\n- to: 012\n';
  expect(isMisread(text)).toBe(true);
  expect(parseYaml(text)).toEqual([{ rules: [{ from: [null] }, { to: 10 }] }]);
});

test('a block that is stripped is not taken for an empty element', () => {
  expect(isMisread('- |-\n- b\n')).toBe(false);
});

test.each<[string, string, string, number, number]>([
  ['two values on a line', 'a: b: c\n', 'bad indentation of a mapping entry', 0, 5],
  ['a tab', 'a:\n\tb: 1\n', 'tab characters must not be used in indentation', 1, 1],
  ['an alias of nothing', 'a: *x\n', 'unidentified alias "x"', 0, 6],
  ['an open list', 'a: [b\n', 'unexpected end of the stream within a flow collection', 1, 1],
  ['what is nested without an end', '['.repeat(10_000), 'nesting exceeded maxDepth (500)', 0, 500],
])('%s is a problem with its place', (_, text, message, line, column) => {
  const problem = problemOf(text);
  expect({ message: problem.message, line: problem.line, column: problem.column }).toEqual({
    message,
    line,
    column,
  });
});

test('a key that is there twice is one of its own, and the last counts where that is asked for', () => {
  const text = 'a: 1\nb: 2\na: 3\n';
  expect(problemOf(text)).toMatchObject({ isDuplicateKey: true, line: 2, column: 1 });
  expect(parseYaml(text, { takesLastKey: true })).toEqual([{ a: 3, b: 2 }]);
});

test('the slow reader has problems with their place', () => {
  expect(() => parseSlowly('a: 1\nb: [\n')).toThrow(
    expect.objectContaining({ name: 'SyntaxProblem', line: 2 }) as never,
  );
});
