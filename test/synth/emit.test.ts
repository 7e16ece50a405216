import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { emitYaml, yamlOptions } from '../../synth/emit';

const byLibrary = (value: object) => stringify(value, yamlOptions);

test('an object as a file', () => {
  const script = 'set -e\n\necho "a: b" # not a comment\n  indented\n';
  expect(
    emitYaml({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'x', labels: {}, annotations: { 'a.b/c': 'true', note: "it's", quote: '"' } },
      data: {
        script,
        two: 'a\nb\n\n',
        none: 'a\n b',
        first: ' a\nb',
        count: 5,
        share: 0.5,
        off: false,
        nil: null,
      },
      list: [],
      nested: [[1, [2]], { a: 1, b: ['x'] }, 'yes', {}],
    }),
  ).toMatchInlineSnapshot(`
    "apiVersion: v1
    kind: ConfigMap
    metadata:
      name: x
      labels: {}
      annotations:
        a.b/c: "true"
        note: it's
        quote: '"'
    data:
      script: |
        set -e

        echo "a: b" # not a comment
          indented
      two: |+
        a
        b

      none: |-
        a
         b
      first: |2-
         a
        b
      count: 5
      share: 0.5
      "off": false
      nil: null
    list: []
    nested:
      - - 1
        - - 2
      - a: 1
        b:
          - x
      - "yes"
      - {}
    "
  `);
});

/** Every one of these is read as something else than a string by YAML 1.1, by 1.2 or by Go, unless it is quoted. */
const words = [
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'n', 'N', 'no', 'No', 'NO', 'on', 'On', 'ON', 'off', 'Off', 'OFF'],
  ...['true', 'True', 'TRUE', 'false', 'False', 'FALSE', 'null', 'Null', 'NULL', '~', '', '=', '<<'],
  ...['0', '-0', '+1', '012', '0o17', '0x1f', '-0x1F', '0X1F', '0b101', '0B1', '0O7', '1_000', '0_7', '08'],
  ...[
    '1.',
    '.5',
    '+.5',
    '1.0',
    '1e3',
    'e3',
    '-e0',
    '+E5',
    '1E3',
    '1.5e-3',
    'e5',
    'E5',
    'e+5',
    '.',
    '1_000.5',
    '.inf',
    '-.Inf',
    '.NaN',
  ],
  ...[
    '1:30',
    '190:20:30',
    '190:20:30.15',
    '2001-01-01',
    '2001-1-1',
    '2001-01-01T00:00:00Z',
    '2001-01-01 00:00:00',
  ],
  ...[
    '-',
    '?',
    '- a',
    '? a',
    'a: b',
    'a:',
    ': a',
    'a #b',
    '#a',
    ' a',
    'a ',
    '\ta',
    'a\t',
    '%a',
    '@a',
    '`a',
    '!a',
  ],
  ...['&a', '*a', '|', '>', "'", '"', '{', '}', '[', ']', ',', '{}', '[]'],
];
const controls = [
  '\0',
  '\x01',
  '\b',
  '\x1b',
  '\r',
  '\r\n',
  '\x7f',
  '\x80',
  '\u0085',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\uffff',
];

test.each([...words, ...controls])('a string that looks like more is quoted: %j', (word) => {
  expect(emitYaml({ key: word })).toMatch(/^key: (?:"[^\n]*"|'[^\n]*')\n$/);
  expect(emitYaml({ [word]: 1 })).toMatch(/^(?:"[^\n]*"|'[^\n]*'): 1\n$/);
});

test.each([
  'a',
  'a-b',
  '/healthz',
  'http://a',
  'a#b',
  'a,b',
  '10.0.0.0/8',
  '100m',
  '1Gi',
  '1.2.3',
  'nO',
  '-a',
  '5s',
  'é',
  '🙂',
  '\u00a0',
])('a string that is nothing else is plain: %s', (text) => {
  expect(emitYaml({ key: text })).toBe(`key: ${text}\n`);
});

/** Strings of pieces that mean something to YAML. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'a',
        'b',
        ' ',
        '  ',
        '\n',
        '\n\n',
        '\t',
        ':',
        ': ',
        '#',
        ' #',
        '# ',
        '-',
        '- ',
        '? ',
        '"',
        "'",
        '\\',
      ),
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        '&',
        '*',
        '!',
        '|',
        '>',
        '%',
        '@',
        '`',
        '~',
        '=',
        '---',
        '\n---\n',
        '...',
      ),
      fc.constantFrom('0', '1', 'e', '.', '_', 'x', 'true', 'null', 'é', '🙂', '\u00a0'),
      fc.constantFrom(...controls),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));
const text = fc.oneof(
  { weight: 6, arbitrary: nasty },
  { weight: 2, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.string({ minLength: 1000, maxLength: 1100 }) },
  { weight: 1, arbitrary: fc.tuple(nasty, fc.nat(300)).map(([one, times]) => `${one} `.repeat(times)) },
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(text, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));
const tree: fc.Arbitrary<object> = fc.oneof(
  fc.array(value, { maxLength: 8 }),
  fc.dictionary(text, value, { maxKeys: 8, noNullPrototype: true }),
);

test('the bytes are those of the library, for every string at every place', () => {
  fc.assert(
    fc.property(text, (one) => {
      const everywhere = {
        [one]: one,
        m: { [one]: { [one]: [one] } },
        l: [one, [one, [one]], { [one]: one }],
        z: one,
      };
      expect(emitYaml(everywhere)).toBe(byLibrary(everywhere));
    }),
    { numRuns: 4000 },
  );
});

test('the bytes are those of the library, for every tree', () => {
  fc.assert(
    fc.property(tree, (one) => {
      expect(emitYaml(one)).toBe(byLibrary(one));
    }),
    { numRuns: 1500 },
  );
});

test.each(['1.1', '1.2'] as const)('what is read again, as YAML %s, is what was written', (version) => {
  fc.assert(
    fc.property(tree, (one) => {
      expect(JSON.stringify(parse(emitYaml(one), { version }))).toBe(JSON.stringify(one));
    }),
    { numRuns: 1500 },
  );
});

test('what Kubernetes would misread of the library is written in another way', () => {
  const misread = [
    '<<',
    '=',
    '0X1F',
    'a\u0085b',
    'a\u2028b',
    '\ufeffa',
    'a\x7f',
    '\ta\nb',
    '\n\ta',
    ' \n',
    '\t\n',
  ];
  for (const one of misread) {
    const plainLibrary = stringify({ key: one }, { ...yamlOptions, customTags: undefined });
    expect(emitYaml({ key: one })).not.toBe(plainLibrary);
    expect(emitYaml({ key: one })).toMatch(/^key: "[\x20-\x7e]*"\n$/);
  }
});

test('ten megabytes take no longer than they must', () => {
  const pieces = ['x', ' ', '\n', '\n ', ' \n', '"', '1', '\t', ': ', 'line of text # no comment\n'];
  const started = performance.now();
  for (const piece of pieces) {
    const data = `a${piece.repeat(1e7 / piece.length)}b`;
    expect(emitYaml({ data }).length).toBeGreaterThan(1e7);
  }
  // Linear: some 3 s for these 100 MB on a slow machine; a quadratic rule takes hours.
  expect(performance.now() - started).toBeLessThan(30_000);
}, 60_000);
