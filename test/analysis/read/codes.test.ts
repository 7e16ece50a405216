import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../../analysis/analyze';
import { readCodes } from '../../../analysis/read/codes';
import { readDocuments, type Collection } from '../../../analysis/read/documents';
import { schemaCodes } from '../../../analysis/schema/codes';

const kinds = Object.values(readCodes);

/** The codes that a file of a folder has. */
function codesOf(text: string): string[] {
  const into: Collection = { manifests: [], findings: [] };
  const nowhere = { mesh: null, cluster: null, component: null };
  readDocuments(text, { ...nowhere, file: 'example.yaml', isNamed: false }, into);
  return analyze(into).map(({ code }) => code);
}

test('no code or name is that of the schemas', () => {
  const all = [...kinds, ...Object.values(schemaCodes)];
  expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

test.each(kinds.map((kind) => [kind.code, kind] as const))(
  '%s is what its catalogue entry and its page say',
  (code, kind) => {
    const page = readFileSync(join(__dirname, '../../../docs/findings', `${code}.md`), 'utf8');
    expect(page).toMatch(new RegExp(`^# ${code} ${kind.name}\n\nLevel: ${kind.level}\\.\n`));
    const examples = [...page.matchAll(/```yaml\n([^`]+)```/g)].map(([, yaml]) => codesOf(yaml!));
    // A file that cannot be read has no example in YAML.
    expect(examples).toEqual(code === readCodes.unreadable.code ? [] : [[code], []]);
    expect(kind.sentence).toMatch(/^[A-Z].*\.$/);
    expect(kind.remedy).toMatch(/^[A-Z].*\.$/);
  },
);
