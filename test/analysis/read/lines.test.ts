import fc from 'fast-check';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, type Node } from 'yaml';
import { lineOfField, linesIn, parsePath, repeatedKeys } from '../../../analysis/read/lines';
import { formatPath, type Key } from '../../../analysis/schema/structural/walk';

const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  labels: { a/b: x,
    "c d": y }
spec:
  # comment
  hosts: [one,
    two]
  http:
    - route:
        - destination:
            host: x
          weight: 1
    -
      match:
      - uri: {prefix: /}
  text: |
    hosts: no
`;

test.each([
  ['kind', 1],
  ['metadata.labels', 3],
  ['metadata.labels["a/b"]', 3],
  ['metadata.labels["c d"]', 4],
  ['spec.hosts', 7],
  ['spec.hosts[1]', 8],
  ['spec.http[0].route[0]', 11],
  ['spec.http[0].route[0].destination.host', 12],
  ['spec.http[0].route[0].weight', 13],
  ['spec.http[1]', 15],
  ['spec.http[1].match[0].uri.prefix', 16],
  ['spec.text', 17],
  ['spec.http[0].timeout', 10],
  ['spec.http[7].route', 9],
  ['spec.tls', 5],
  ['status', undefined],
])('%s is on line %s (from 0), or its nearest parent', (field, line) => {
  expect(lineOfField(linesIn(text), field)).toBe(line);
});

test('JSON has lines too', () => {
  const tree = linesIn('{\n  "spec": {\n    "hosts": [\n      "a",\n      "b"\n    ]\n  }\n}\n');
  expect(['spec', 'spec.hosts', 'spec.hosts[1]'].map((field) => lineOfField(tree, field))).toEqual([1, 2, 4]);
});

/** Every field of a document with its line, by the `yaml` library. */
function* byLibrary(node: Node | null, lines: LineCounter, path: Key[] = []): Generator<[string, number]> {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (!isScalar(key)) throw new Error('no scalar');
      const at = [...path, String(key.value)];
      yield [formatPath(at), lines.linePos(key.range![0]).line - 1];
      yield* byLibrary(value as Node | null, lines, at);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const at = [...path, index];
      yield [formatPath(at), lines.linePos((item as Node).range![0]).line - 1];
      yield* byLibrary(item as Node, lines, at);
    }
  }
}

test('every field is on the line that the yaml library names', () => {
  const word = fc.stringMatching(/^k([a-z /."'\n-]{0,30}[a-z])?$/);
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(word, tie('value'), { maxKeys: 4 }),
    ),
  }));
  const style = fc.record({
    collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
    indentSeq: fc.boolean(),
    lineWidth: fc.constantFrom(0, 20, 80),
  });
  fc.assert(
    fc.property(fc.dictionary(word, value, { minKeys: 1 }), style, (one, options) => {
      const written = stringify(one, { ...options, aliasDuplicateObjects: false });
      const lines = new LineCounter();
      const expected = [...byLibrary(parseDocument(written, { lineCounter: lines }).contents, lines)];
      const tree = linesIn(written);
      expect(expected.map(([field]) => [field, lineOfField(tree, field)])).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test.each<[string, Key[]]>([
  ['spec.http[0].match', ['spec', 'http', 0, 'match']],
  ['metadata.labels["a/b"].x', ['metadata', 'labels', 'a/b', 'x']],
  ['metadata.annotations["say \\"hi\\""]', ['metadata', 'annotations', 'say "hi"']],
  ['["a b"][2]', ['a b', 2]],
])('%s is a path', (field, keys) => {
  expect(parsePath(field)).toEqual(keys);
  expect(formatPath(keys)).toBe(field);
});

test('keys that are there again are found wherever they are', () => {
  const tree = linesIn('a:\n  b: 1\n  b: 2\nc:\n  - {d: 1, d: 2}\na: 3\nx: {<<: {a: 1}, <<: {b: 1}}\n');
  expect([...repeatedKeys(tree)]).toEqual([
    { field: 'a', key: 'a', line: 5 },
    { field: 'c[0].d', key: 'd', line: 4 },
  ]);
});
