import { goYaml, type Json } from '../../machines/go-yaml';

/** The right sides are what istioctl 1.29.1 writes for these values; `npm run e2e:vm` compares more with it. */
describe('a string', () => {
  test.each<[string, string]>([
    ['plain', 'plain'],
    ['with spaces', 'with spaces'],
    ['', '""'],
    ['true', '"true"'],
    ['y', '"y"'],
    ['No', '"No"'],
    ['~', '"~"'],
    ['.inf', '".inf"'],
    ['8080', '"8080"'],
    ['0755', '"0755"'],
    ['0899', '"0899"'],
    ['0xff', '"0xff"'],
    ['0xfg', '0xfg'],
    ['0b12', '0b12'],
    ['1_000', '"1_000"'],
    ['1e3', '"1e3"'],
    ['1e999', '1e999'],
    ['.5', '".5"'],
    ['.a', '.a'],
    ['12:30', '"12:30"'],
    ['12:75', '12:75'],
    ['-0x1', '"-0x1"'],
    ['18446744073709551616', '"18446744073709551616"'],
    ['0xffffffffffffffffff', '0xffffffffffffffffff'],
    ['2024-02-29', '"2024-02-29"'],
    ['2023-02-29', '2023-02-29'],
    ['2024-01-31T10:11:12Z', '"2024-01-31T10:11:12Z"'],
    ['2024-01-31 10:11:12.5', '"2024-01-31 10:11:12.5"'],
    ['2024-01-31 25:11:12', '2024-01-31 25:11:12'],
    ['1.2.3.4', '1.2.3.4'],
    ['a: b', "'a: b'"],
    ['a:b', 'a:b'],
    ['a:', "'a:'"],
    ['a #b', "'a #b'"],
    ['a#b', 'a#b'],
    ['*', "'*'"],
    ['- a', "'- a'"],
    ['-a', '-a'],
    ['?', "'?'"],
    ['---', "'---'"],
    ['...', "'...'"],
    [' padded ', "' padded '"],
    [`it's "x"`, `it's "x"`],
    [`'quoted'`, `'''quoted'''`],
    ['{"a":[1]}', `'{"a":[1]}'`],
    ['tab\there', '"tab\\there"'],
    ['\u0001\u001b', '"\\x01\\e"'],
    ['Grüße', 'Grüße'],
    ['ok \u{1f600}', '"ok \\U0001F600"'],
    ['two\nlines', '|-\n  two\n  lines'],
    ['two\nlines\n', '|\n  two\n  lines'],
    ['kept\n\n', '|+\n  kept\n'],
    ['  indented\nb', '|2-\n    indented\n  b'],
    ['space \nbreak', '"space \\nbreak"'],
    ['break\nspace ', '"break\\nspace "'],
  ])('%j', (text, written) => {
    expect(goYaml({ a: text })).toBe(`a: ${written}\n`);
  });

  test('is broken at the first space after column 80', () => {
    const words = 'words of a value '.repeat(8).trim();
    expect(goYaml({ a: { b: words } })).toBe(
      'a:\n  b: words of a value words of a value words of a value words of a value words of\n' +
        '    a value words of a value words of a value words of a value\n',
    );
    expect(goYaml({ a: `# ${words}` })).toBe(
      "a: '# words of a value words of a value words of a value words of a value words of\n" +
        "  a value words of a value words of a value words of a value'\n",
    );
  });

  test('of characters that istioctl loses is still read back as it was', () => {
    expect(goYaml({ a: 'sep\u2028arated\u007f' })).toBe('a: "sep\\Larated\\x7F"\n');
  });

  test('in double quotes keeps a space that a line would begin with', () => {
    expect(goYaml({ a: `\t${'x'.repeat(80)}  y z` })).toBe(`a: "\\t${'x'.repeat(80)}\n  \\ y z"\n`);
  });
});

test.each<[Json, string]>([
  [null, 'null\n'],
  [true, 'true\n'],
  [0, '0\n'],
  [-7, '-7\n'],
  [9007199254740991, '9007199254740991\n'],
  [0.1, '0.1\n'],
  [12.5, '12.5\n'],
  [0.0001, '0.0001\n'],
  [0.00001, '1e-05\n'],
  [1234567.5, '1.2345675e+06\n'],
  [1e21, '1e+21\n'],
  [{}, '{}\n'],
  [[], '[]\n'],
  [[[]], '- []\n'],
])('%j', (value, written) => {
  expect(goYaml(value)).toBe(written);
});

test('collections: sequences stand under their key, their first line beside the dash', () => {
  expect(
    goYaml({
      list: [{ name: 'a', value: ['x', ['w', 'z']] }, 'text', {}, [[1]]],
      map: { empty: {}, none: [], deep: { er: 'two\nlines' } },
    }),
  ).toBe(`list:
- name: a
  value:
  - x
  - - w
    - z
- text
- {}
- - - 1
map:
  deep:
    er: |-
      two
      lines
  empty: {}
  none: []
`);
});

test('keys: in their own order, digits as numbers, letters last, quoted as values are', () => {
  const value = {
    b: 1,
    B: 1,
    a10: 1,
    a9: 1,
    a: 1,
    _: 1,
    '10': 1,
    '9': 1,
    'a-b': 1,
    aB: 1,
    yes: 1,
    'c: d': 1,
    é: 1,
  };
  expect(goYaml(value)).toBe(
    ['_', '"9"', '"10"', 'B', 'a', 'a-b', 'a9', 'a10', 'aB', 'b', "'c: d'", '"yes"', 'é']
      .map((key) => `${key}: 1\n`)
      .join(''),
  );
});

test('a key of more than 128 bytes or of several lines is no simple one', () => {
  const long = 'k'.repeat(129);
  expect(goYaml({ [long]: 'v', 'two\nlines': { a: 1 } })).toBe(
    `? ${long}\n: v\n? |-\n  two\n  lines\n: a: 1\n`,
  );
});
