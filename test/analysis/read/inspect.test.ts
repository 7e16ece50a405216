import { inspect } from '../../../analysis/read/inspect';
import { parseYaml } from '../../../analysis/read/parse';

const inspectText = (text: string) => inspect(parseYaml(text)[0]);

/** Lists of lists of aliases, each `width` times as much as the one before. */
function bomb(levels: number, width: number): string {
  const lists = Array.from({ length: levels }, (_, level) => {
    const element = level === 0 ? 'lol' : `*l${level - 1}`;
    return `l${level}: &l${level} [${Array(width).fill(element).join(', ')}]`;
  });
  return `${lists.join('\n')}\n`;
}

test('a value of JSON has no problem', () => {
  expect(inspectText('a: [1, x, {b: null}]\nc: &c [1]\nd: [*c, *c]\n')).toBeUndefined();
});

test('a number without an end is told with its field', () => {
  expect(inspectText('a:\n  - b: .inf\n')).toEqual({ kind: 'number', field: 'a[0].b', value: Infinity });
});

test('a mapping for a key is told with the field that has it', () => {
  expect(inspectText('a: {{ .x }}\n')).toEqual({ kind: 'key', field: 'a' });
});

test('a value that contains itself', () => {
  expect(inspectText('a: &a\n  b: [*a]\n')).toEqual({ kind: 'cycle', field: 'a.b[0]' });
});

test('aliases that come to billions of values, told at once', () => {
  const problem = inspectText(bomb(12, 9));
  expect(problem?.kind).toBe('aliases');
  expect(problem?.kind === 'aliases' && problem.values).toBeGreaterThan(1e11);
});

// `sigs.k8s.io/yaml` v1.6.0 draws the line in the same places.
test.each([
  ['a small document that is mostly aliases', bomb(3, 8), false],
  ['one that is all aliases', bomb(4, 9), true],
  [
    'a block that a few places share',
    `x: &x [${Array(200).fill('a').join(', ')}]\ny: [*x, *x, *x, *x]\n`,
    false,
  ],
])('%s', (_, text, isRefused) => {
  expect(inspectText(text) !== undefined).toBe(isRefused);
});
