import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { NOWHERE, type Manifest } from '../../../analysis/finding';
import { schemaCodes } from '../../../analysis/schema/codes';
import { checkFleet } from '../../../analysis/schema/fleet';
import { createValidator } from '../../../analysis/schema/validator';

const kinds = Object.values(schemaCodes);

/** The codes that the manifests of an example have. */
function codesOf(yaml: string): string[] {
  const validator = createValidator({ allowsForeign: true });
  const manifests = parseAllDocuments(yaml).map((document): Manifest => ({
    object: document.toJSON(),
    place: NOWHERE,
  }));
  const fleet = checkFleet(manifests, { scopeOf: validator.scopeOf, providedNamespaces: () => new Set() });
  const findings = [...manifests.flatMap(({ object }) => validator.check(object)), ...fleet];
  return [...new Set(findings.map(({ code }) => code))];
}

test('codes and names are unique', () => {
  expect(new Set(kinds.map(({ code }) => code)).size).toBe(kinds.length);
  expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
});

test.each(kinds.map((kind) => [kind.code, kind] as const))(
  '%s is what its catalogue entry and its page say',
  (code, kind) => {
    const page = readFileSync(join(__dirname, '../../../docs/findings', `${code}.md`), 'utf8');
    expect(page).toMatch(new RegExp(`^# ${code} ${kind.name}\n\nLevel: ${kind.level}\\.\n`));
    const [bad, good, ...more] = [...page.matchAll(/```yaml\n([^`]+)```/g)].map(([, yaml]) => yaml!);
    expect(more).toEqual([]);
    expect(codesOf(bad!)).toEqual([code]);
    expect(codesOf(good!)).toEqual([]);
    expect(kind.sentence).toMatch(/^[A-Z].*\.$/);
    expect(kind.remedy).toMatch(/^[A-Z].*\.$/);
  },
);
