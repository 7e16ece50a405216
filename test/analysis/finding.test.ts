import {
  describeObject,
  finding,
  inOrder,
  isAtLeast,
  NOWHERE,
  referenceTo,
  summarize,
  type FindingKind,
  type Place,
} from '../../analysis/finding';

const kind: FindingKind = {
  code: 'MW9999',
  name: 'Example',
  level: 'Error',
  sentence: 'Something is wrong.',
  remedy: 'Mend it.',
};
const place: Place = { mesh: 'm', cluster: 'c', component: 'x', file: 'a.yaml', line: 3 };

test('a finding has every key of the contract, and null where there is nothing to say', () => {
  expect(finding(kind, NOWHERE, { message: 'is wrong' })).toEqual({
    code: 'MW9999',
    name: 'Example',
    level: 'Error',
    mesh: null,
    cluster: null,
    component: null,
    object: null,
    field: null,
    message: 'is wrong',
    remedy: 'Mend it.',
    file: null,
    line: null,
  });
});

test('the line is that of the field where the reader of the file knows it, else that of the object', () => {
  const known = { ...place, lineOf: (field: string) => (field === 'spec.a' ? 7 : null) };
  expect(finding(kind, known, { message: '', field: 'spec.a' }).line).toBe(7);
  expect(finding(kind, known, { message: '', field: 'spec.b' }).line).toBe(3);
  expect(finding(kind, known, { message: '' }).line).toBe(3);
});

test.each([
  [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'b' } }, 'Pod b/a'],
  [{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' } }, 'Node a'],
  [{ apiVersion: 'v1', kind: 'Pod', metadata: null }, 'Pod (no name)'],
])('%j is called %s', (object, name) => {
  expect(describeObject(referenceTo(object)!)).toBe(name);
});

test.each([null, 'text', {}, { metadata: {} }, []])('%j is no object to refer to', (value) => {
  expect(referenceTo(value)).toBeNull();
});

test('findings have one order, whichever came first: by place, object, field, code', () => {
  const at = (cluster: string, field: string) => finding(kind, { ...place, cluster }, { message: '', field });
  const sorted = [at('a', 'spec.a'), at('a', 'spec.b'), at('b', 'spec.a')];
  expect(inOrder([...sorted].reverse())).toEqual(sorted);
  expect(inOrder([sorted[1]!, sorted[2]!, sorted[0]!])).toEqual(sorted);
});

test('a summary counts by level, and a level includes the worse ones', () => {
  const warning = finding({ ...kind, level: 'Warning' }, place, { message: '' });
  const error = finding(kind, place, { message: '' });
  expect(summarize(5, [warning, error, error])).toEqual({ objects: 5, errors: 2, warnings: 1, infos: 0 });
  expect(isAtLeast(error, 'Warning')).toBe(true);
  expect(isAtLeast(warning, 'Warning')).toBe(true);
  expect(isAtLeast(warning, 'Error')).toBe(false);
});
