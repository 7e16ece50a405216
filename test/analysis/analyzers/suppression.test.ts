import { analyze, type AnalyzeOptions } from '../../../analysis/analyze';
import { readDocuments, type Collection } from '../../../analysis/read/documents';

const namespace = (name: string, annotation = '') => `---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, annotations: { ${annotation} } }
`;
const service = (name: string, of: string, annotation = '') => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${of}, annotations: { ${annotation} } }
spec: { ports: [{ name: web, port: 80 }] }
`;
const SUPPRESS = 'galley.istio.io/analyze-suppress';

function codes(text: string, options?: AnalyzeOptions): string[] {
  const into: Collection = { manifests: [], findings: [] };
  const place = { mesh: null, cluster: null, component: null, file: 'a.yaml', isNamed: true };
  readDocuments(text, place, into);
  return analyze(into, options).map(({ code, object }) => `${code} ${object?.name}`);
}

test('an annotation of the object suppresses its codes, or all', () => {
  expect(codes(namespace('a') + namespace('b', `${SUPPRESS}: IST0102`))).toEqual(['IST0102 a']);
  expect(codes(namespace('a', `${SUPPRESS}: "IST0101, IST0102"`))).toEqual([]);
  expect(codes(namespace('a', `${SUPPRESS}: "*"`))).toEqual([]);
  expect(codes(namespace('a', `${SUPPRESS}: IST0103`))).toEqual(['IST0102 a']);
});

test('an annotation is for the object that carries it, of its kind and namespace', () => {
  const all = service('web', 'a', `${SUPPRESS}: IST0118`) + service('web', 'b');
  expect(codes(all)).toEqual(['IST0118 web']);
});

test.each([
  ['IST0118=Service web.a', ['IST0118 cart', 'IST0118 web']],
  ['IST0118=Service a/web', ['IST0118 cart', 'IST0118 web']],
  ['IST0118=Service *.a', ['IST0118 web']],
  ['IST0118=*', []],
  ['IST0118=Service w*.*', ['IST0118 cart']],
  ['IST0118=Service w.b', ['IST0118 web', 'IST0118 cart', 'IST0118 web']],
  ['IST0102=Service *', ['IST0118 web', 'IST0118 cart', 'IST0118 web']],
])('--suppress %s', (given, expected) => {
  const all = service('web', 'a') + service('cart', 'a') + service('web', 'b');
  expect(codes(all, { suppress: [given] })).toEqual(expected);
});

test('an object without a namespace of its own is named by its name', () => {
  expect(codes(namespace('shop'), { suppress: ['IST0102=Namespace shop'] })).toEqual([]);
});

test('a default namespace counts', () => {
  const text = service('web', 'default').replace('namespace: default, ', '');
  expect(codes(text)).toEqual(['IST0118 web']);
  expect(codes(text, { suppress: ['IST0118=Service web.default'] })).toEqual([]);
});

test('schema findings are suppressed too, and what cannot be read is not', () => {
  const broken = `---\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: a }\nspec: { prots: [] }\n`;
  expect(codes(`${broken}---\na: b: c\n`)).toContain('MW0002 web');
  const suppress = ['MW0002=*', 'MW0011=*'];
  expect(codes(`${broken}---\na: b: c\n`, { suppress })).toEqual(['MW0011 undefined']);
});

test('what is no suppression is refused', () => {
  const refuse = (given: string) => () => codes('', { suppress: [given] });
  expect(refuse('IST0102')).toThrow(
    '--suppress: IST0102 is no CODE=Kind name.namespace (IST0103=Pod *.testing)',
  );
  expect(refuse('IST0102=')).toThrow('--suppress: IST0102= is no CODE=Kind name.namespace');
  expect(refuse('IST9999=Pod a.b')).toThrow('--suppress: IST9999 is no code that is reported here');
});

test('--only takes the codes of rules, and schema means none of them', () => {
  const all = namespace('a') + service('web', 'a');
  expect(codes(all, { only: ['IST0118'] })).toEqual(['IST0118 web']);
  expect(codes(all, { only: ['schema'] })).toEqual([]);
  expect(() => codes(all, { only: ['IST0199'] })).toThrow('--only: "IST0199" is neither "schema" nor a code');
});
