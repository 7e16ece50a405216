import { sortOut, type Allowance } from '../../analysis/allowance';
import type { Finding } from '../../analysis/finding';
import { UserError } from '../../values/user-error';

const found = (code: string, kind: string, name: string, mesh = 'shop'): Finding => ({
  code,
  name: code,
  level: 'Error',
  mesh,
  cluster: 'left',
  component: null,
  object: { apiVersion: 'v1', kind, namespace: 'web', name },
  field: null,
  message: 'wrong',
  remedy: 'mend it',
  file: null,
  line: null,
});
const allow = (over: Partial<Allowance> = {}): Allowance => ({
  code: 'IST0103',
  reason: 'on purpose',
  source: '--allow',
  ...over,
});
const all = [found('IST0101', 'Gateway', 'a'), found('IST0103', 'Pod', 'a'), found('IST0103', 'Pod', 'b')];
const names = (list: readonly Finding[]) => list.map(({ code, object }) => `${code} ${object?.name}`);

test('what is allowed is taken out, with its reason', () => {
  const { findings, allowed, unused } = sortOut(all, [allow()]);
  expect(names(findings)).toEqual(['IST0101 a']);
  expect(names(allowed)).toEqual(['IST0103 a', 'IST0103 b']);
  expect(allowed.map(({ reason }) => reason)).toEqual(['on purpose', 'on purpose']);
  expect(unused).toEqual([]);
});

test.each<[string, Partial<Allowance>, readonly string[]]>([
  ['an object', { object: 'Pod b.web' }, ['IST0103 b']],
  ['objects by a pattern', { object: 'Pod *.web' }, ['IST0103 a', 'IST0103 b']],
  ['another kind', { object: 'Service *' }, []],
  ['another mesh', { mesh: 'other' }, []],
])('%s', (_, over, expected) => {
  expect(names(sortOut(all, [allow(over)]).allowed)).toEqual(expected);
});

test('an allowance that nothing needs is said', () => {
  const unneeded = allow({ object: 'Pod c.web' });
  expect(sortOut(all, [allow(), unneeded]).unused).toEqual([unneeded]);
});

test('a finding about no object is allowed with all others alone', () => {
  const nowhere = { ...all[1]!, object: null };
  expect(sortOut([nowhere], [allow({ object: 'Pod *' })]).allowed).toEqual([]);
  expect(sortOut([nowhere], [allow()]).allowed).toHaveLength(1);
});

test('a code that nothing has, and one without a reason, are refused at once', () => {
  const run = () => sortOut(all, [allow({ code: 'IST9103', reason: ' ' })]);
  expect(run).toThrow(UserError);
  expect(run).toThrow('--allow: "IST9103" is no code that is reported here; did you mean "IST0103"?');
  expect(run).toThrow('--allow: IST9103 has no reason; say why it may be there');
});
