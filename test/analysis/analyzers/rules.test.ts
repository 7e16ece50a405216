import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../../analysis/analyzers/catalogue';
import { allRules } from '../../../analysis/analyzers/all';
import { meshCatalogue } from '../../../analysis/analyzers/mesh-catalogue';
import { meshRules } from '../../../analysis/analyzers/mesh-registry';
import { rules } from '../../../analysis/analyzers/registry';
import { expectationsOf, findingsOf, fixtureCodes, fixturesOf, textOf } from './fixtures';

const ROOT = join(__dirname, '../../..');
const INTERNAL = catalogue.IST0001.code;
const ruleKinds = { ...catalogue, ...meshCatalogue };
const kinds = Object.values(ruleKinds);
const codes = kinds.map(({ code }) => code).filter((code) => code !== INTERNAL);
const fixtures = fixtureCodes.flatMap(fixturesOf);

test.each(fixtures.map((fixture) => [`${fixture.code}/${fixture.file}`, fixture] as const))(
  '%s has the findings that its comments say, and no other of its code',
  (_name, fixture) => {
    const text = textOf(fixture);
    const expected = expectationsOf(text, fixture.code);
    const all = findingsOf(text, fixture.file);
    // What the schemas refuse is no example of anything else, unless the fixture says so.
    const refusals = all.filter(({ code, level }) => level === 'Error' && /IST0001|IST0106|MW0/.test(code));
    const isRefused = /^# refused$/m.test(text);
    expect(isRefused ? [] : refusals).toEqual([]);
    expect(refusals.length > 0).toBe(isRefused);
    const found = all.filter(({ code }) => code === fixture.code);
    const lines = (of: readonly { line: number | null }[]) =>
      of.map(({ line }) => line).sort((a, b) => a! - b!);
    expect({ lines: lines(found), messages: found.map(({ message }) => message) }).toMatchObject({
      lines: lines(expected),
    });
    for (const { line, part } of expected) {
      const messages = found.filter((one) => one.line === line).map(({ message }) => message);
      expect(messages).toContainEqual(expect.stringContaining(part));
    }
    expect(expected.length > 0).toBe(fixture.isBad);
  },
);

test('every code has a rule, and a bad and a good fixture', () => {
  expect([...new Set(allRules.map(({ kind }) => kind.code))].sort()).toEqual([...codes].sort());
  expect(fixtureCodes).toEqual([...codes].sort());
  for (const code of codes) {
    const files = fixturesOf(code).map(({ file }) => file.replace(/^(bad|good).*$/, '$1'));
    expect([code, [...new Set(files)].sort()]).toEqual([code, ['bad', 'good']]);
  }
});

test.each([
  ['registry.ts', 'rules', rules],
  ['mesh-registry.ts', 'mesh-rules', meshRules],
])('%s has every file of %s, in order', (file, folder, registered) => {
  const registry = readFileSync(join(ROOT, 'analysis/analyzers', file), 'utf8');
  const imported = [...registry.matchAll(/from '\.\/[a-z-]+\/([^']+)'/g)].map(([, name]) => `${name}.ts`);
  expect(imported).toEqual(readdirSync(join(ROOT, 'analysis/analyzers', folder)).sort());
  expect(registered).toHaveLength(imported.length);
});

test('codes and names are unique, and keys are codes', () => {
  expect(Object.keys(ruleKinds)).toEqual(kinds.map(({ code }) => code));
  for (const one of [catalogue, meshCatalogue]) expect(Object.keys(one)).toEqual(Object.keys(one).sort());
  expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
});

test.each(kinds.map((kind) => [kind.code, kind] as const))('%s is what its page says', (code, kind) => {
  expect(kind.sentence).toMatch(/^[A-Z].*\.$/);
  expect(kind.remedy).toMatch(/^[A-Z].*\.$/);
  const file = join(ROOT, 'docs/findings', `${code}.md`);
  expect(existsSync(file)).toBe(true);
  const page = readFileSync(file, 'utf8');
  expect(page).toMatch(new RegExp(`^# ${code} ${kind.name}\n\nLevel: ${kind.level}\\.\n`));
  const examples = [...page.matchAll(/```yaml\n([^`]+)```/g)].map(([, yaml]) =>
    findingsOf(yaml!).some((one) => one.code === code),
  );
  expect(examples).toEqual(code === INTERNAL ? [] : [true, false]);
});

test('the list of all codes of istioctl says which are covered', () => {
  const list = readFileSync(join(ROOT, 'docs/findings/README.md'), 'utf8');
  const rows = [...list.matchAll(/^\| \[?(IST\d{4})\]?.*$/gm)];
  const covered = rows.filter(([row]) => row.includes('](IST')).map(([, code]) => code!);
  expect(covered).toEqual([...Object.keys(catalogue), 'IST0106'].sort());
  expect(rows.map(([, code]) => code)).toEqual(rows.map(([, code]) => code).sort());
});
