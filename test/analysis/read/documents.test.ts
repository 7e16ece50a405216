import type { Finding } from '../../../analysis/finding';
import { readDocuments, type Collection, type Origin } from '../../../analysis/read/documents';

const origin: Origin = { mesh: null, cluster: 'kube-01', component: null, file: 'all.yaml', isNamed: true };

function read(text: string, over: Partial<Origin> = {}): Collection {
  const into: Collection = { manifests: [], findings: [] };
  readDocuments(text, { ...origin, ...over }, into);
  return into;
}

const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
const namesOf = ({ manifests }: Collection) =>
  manifests.map((one) => {
    const { metadata } = one.object as { metadata?: { name: string } };
    return [metadata?.name, one.place.line];
  });
const told = (findings: readonly Finding[]) =>
  findings.map(({ code, line, field, message }) => [code, line, field, message]);

test('documents of YAML, each with its line and those of its fields', () => {
  const reading = read(`# first\n\n${object('a')}---\n# second\n${object('b')}`);
  expect(namesOf(reading)).toEqual([
    ['a', 3],
    ['b', 9],
  ]);
  const { place } = reading.manifests[1]!;
  expect(place).toMatchObject({ mesh: null, cluster: 'kube-01', component: null, file: 'all.yaml' });
  expect(['kind', 'metadata.name', 'metadata.labels', 'spec'].map((field) => place.lineOf!(field))).toEqual([
    10,
    12,
    11,
    null,
  ]);
});

test.each([
  [
    'YAML',
    'apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n- kind: Pod\n  metadata:\n    name: b\nkind: List\n',
    3,
    7,
    9,
  ],
  [
    'JSON',
    '{\n"kind": "List",\n"items": [\n{"kind": "Pod", "metadata": {\n"name": "a"}},\n{"kind": "Pod",\n"metadata": {"name": "b"}}\n]}',
    4,
    6,
    7,
  ],
])('the elements of a list in %s are objects of their own, with their own lines', (_, text, a, b, name) => {
  const reading = read(`# list\n---\n${text}`);
  expect(namesOf(reading)).toEqual([
    ['a', a + 2],
    ['b', b + 2],
  ]);
  expect(reading.manifests[1]!.place.lineOf!('metadata.name')).toBe(name + 2);
  expect(reading.findings).toEqual([]);
});

test('a list of the API server names the kind of its elements once', () => {
  const { manifests } = read(
    '{"kind": "PodList", "apiVersion": "v1", "items": [{"metadata": {"name": "a"}}]}',
  );
  expect(manifests.map((one) => one.object)).toEqual([
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
  ]);
});

test('a list in a list', () => {
  const inner = '{kind: List, items: [{kind: Pod, metadata: {name: a}}]}';
  expect(namesOf(read(`kind: List\nitems:\n- ${inner}\n`))).toEqual([['a', 3]]);
});

test('JSON objects behind each other', () => {
  const reading = read(
    '{"kind": "Pod", "metadata": {"name": "a"}}\n{"kind": "Pod", "metadata": {"name": "b"}}\n',
  );
  expect(namesOf(reading)).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect(reading.findings).toEqual([]);
});

test('documents without anything are none', () => {
  expect(read('---\n# nothing\n---\n\n---\nnull\n')).toEqual({ manifests: [], findings: [] });
});

describe('a document that is broken is a finding, and the rest goes on:', () => {
  test.each<[string, string, [code: string, line: number, field: string | null, message: string][]]>([
    [
      'a syntax error',
      'a: 1\nb: c: d\n',
      [['MW0011', 7, null, 'bad indentation of a mapping entry (column 5)']],
    ],
    [
      'a tab',
      'a:\n\tb: 1\n',
      [['MW0011', 7, null, 'tab characters must not be used in indentation (column 1)']],
    ],
    ['a list', '- a\n- b\n', [['MW0008', 6, null, 'a list is not an object']]],
    ['a text', '\nhello\n', [['MW0008', 7, null, '"hello" is not an object']]],
    ['an element that is none', 'kind: List\nitems:\n- 7\n', [['MW0008', 8, null, '7 is not an object']]],
    [
      'a template',
      '{{- if .on }}\na: 1\n{{- end }}\n',
      [['MW0013', 6, null, '{{- if .on }} is for a template engine, and no YAML']],
    ],
    [
      'a template that parses',
      'a: 1\nb:\n  - {{ .x }}\n',
      [['MW0013', 8, null, '{{ .x }} is for a template engine, and no YAML']],
    ],
    [
      'a template of Jinja',
      'a: 1\n{% if x %}\n',
      [['MW0013', 7, null, '{% if x %} is for a template engine, and no YAML']],
    ],
    ['a mapping for a key', 'a:\n  {b: 1}: c\n', [['MW0011', 6, 'a', 'a mapping stands where a key should']]],
    [
      'a number without an end',
      'a:\n  b: .inf\n',
      [['MW0011', 7, 'a.b', 'Infinity is no number of JSON, which objects travel in']],
    ],
    [
      'an anchor in itself',
      'a: 1\nb: &b [*b]\n',
      [['MW0014', 7, 'b[0]', 'the value of an anchor contains itself']],
    ],
    [
      'nesting without an end',
      '['.repeat(2000),
      [['MW0011', 6, null, 'nesting exceeded maxDepth (500) (column 500)']],
    ],
    [
      'a separator that is none',
      'a: 1\n--- b: 2\n',
      [
        [
          'MW0011',
          7,
          null,
          '"--- b: 2" does not separate documents for Kubernetes, which stops reading there',
        ],
      ],
    ],
  ])('%s', (_, text, findings) => {
    const reading = read(`${object('a')}---\n${text}\n---\n${object('b')}`);
    expect(told(reading.findings)).toEqual(findings);
    const names = namesOf(reading).map(([name]) => name);
    expect([names[0], names.at(-1)]).toEqual(['a', 'b']);
  });

  test('a bomb of aliases', () => {
    const list = (level: number) =>
      `l${level}: &l${level} [${Array(9)
        .fill(level === 0 ? 'lol' : `*l${level - 1}`)
        .join(', ')}]\n`;
    const bomb = Array.from({ length: 10 }, (_, level) => list(level)).join('');
    const reading = read(`${bomb}---\n${object('b')}`);
    expect(told(reading.findings)).toEqual([
      ['MW0014', 1, null, expect.stringMatching(/^aliases make [\d,]{13} values of this document$/)],
    ]);
    expect(namesOf(reading)).toEqual([['b', 12]]);
  });
});

test('an object with keys that are there twice is read with the last of them', () => {
  const reading = read(`${object('a')}data:\n  x: a\n  x: b\nkind: Secret\n`);
  expect(told(reading.findings)).toEqual([
    ['MW0012', 8, 'kind', 'the key "kind" is there already'],
    ['MW0012', 7, 'data.x', 'the key "x" is there already'],
  ]);
  expect(reading.findings[1]!.object).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    namespace: null,
    name: 'a',
  });
  expect(reading.manifests.map((one) => one.object)).toEqual([
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { x: 'b' } },
  ]);
});

test('a key that is there twice and an error behind it', () => {
  expect(told(read('a: 1\na: 2\nb: [\n').findings)).toEqual([
    ['MW0011', 4, null, 'unexpected end of the stream within a flow collection (column 1)'],
  ]);
});

test('what Kubernetes does not read is told', () => {
  const reading = read(`${object('a')}...\n${object('b')}`);
  expect(namesOf(reading)).toEqual([['a', 1]]);
  expect(told(reading.findings)).toEqual([
    ['MW0011', 5, null, 'Kubernetes reads nothing between "..." and the next "---"'],
  ]);
});

test('braces in text are no template', () => {
  const reading = read(`${object('a')}data:\n  x: "{{ .x }}"\n  y: a-{{ .x }}\n  z: |\n    {{ .x }}\n`);
  expect(reading.findings).toEqual([]);
});

describe('a document without apiVersion and kind', () => {
  test('is passed over in a folder', () => {
    const reading = read('name: x\n', { isNamed: false });
    expect(reading.manifests).toEqual([]);
    expect(told(reading.findings)).toEqual([['MW0015', 1, null, 'has neither apiVersion nor kind']]);
  });

  test('is taken for an object where its file is named', () => {
    expect(read('name: x\n').manifests).toHaveLength(1);
  });
});
