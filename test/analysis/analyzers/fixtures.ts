import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, type AnalyzeOptions } from '../../../analysis/analyze';
import type { Finding } from '../../../analysis/finding';
import { givenObjects, parseGiven } from '../../../analysis/given';
import { bundleOf } from '../../../analysis/read/bundle';
import { readDocuments, type Collection } from '../../../analysis/read/documents';

export const FIXTURES = join(__dirname, 'fixtures');

/** A file of `fixtures/<CODE>/`. */
export interface Fixture {
  readonly code: string;
  readonly file: string;
  readonly isBad: boolean;
}

export function fixturesOf(code: string): readonly Fixture[] {
  return readdirSync(join(FIXTURES, code))
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ code, file, isBad: file.startsWith('bad') }));
}

/** Codes that have a folder. */
export const fixtureCodes: readonly string[] = readdirSync(FIXTURES).sort();

export function textOf({ code, file }: Fixture): string {
  return readFileSync(join(FIXTURES, code, file), 'utf8');
}

/**
 * What the analysis says of a fixture.
 *
 * `# cluster: kube-02` on a line of its own begins what is of that cluster; `# options: {"isComplete":true}` gives
 * options to the analysis, `# given: {"clusters":{}}` says what clusters have besides. `# bundle: virt-01` is a machine,
 * whose variables are on the lines that begin with `#|`.
 */
export function findingsOf(text: string, file = 'fixture.yaml'): readonly Finding[] {
  const into: Collection = { manifests: [], findings: [] };
  for (const [cluster, part] of partsOf(text)) {
    readDocuments(part, { mesh: null, cluster, component: null, file, isNamed: true }, into);
  }
  const options = /^# options: (.*)$/m.exec(text)?.[1];
  const said = /^# given: (.*)$/m.exec(text)?.[1];
  const given = said === undefined ? [] : givenObjects(parseGiven(JSON.parse(said), file));
  const machine = /^# bundle: (.*)$/m.exec(text)?.[1];
  const bundles = machine === undefined ? [] : [bundleOf(variablesOf(text), null, machine, file)];
  return analyze(
    { ...into, given, bundles },
    { istioVersion: '1.29', ...(JSON.parse(options ?? '{}') as AnalyzeOptions) },
  );
}

/** Each on its line, without what the fixture says of it. */
function variablesOf(text: string): string {
  const lines = text.split('\n').map((line) => /^#\| (.*?)(?: # MW.*)?$/.exec(line)?.[1] ?? '');
  return lines.join('\n');
}

/** The text once for each cluster, the lines of others blank, so that lines keep their numbers. */
function partsOf(text: string): ReadonlyMap<string | null, string> {
  const lines = text.split('\n');
  const owners: (string | null)[] = [];
  let cluster: string | null = null;
  for (const line of lines) owners.push((cluster = /^# cluster: (\S+)$/.exec(line)?.[1] ?? cluster));
  const clusters = [...new Set(owners)];
  const blanked = clusters.map(
    (one) => [one, lines.map((line, index) => (owners[index] === one ? line : '')).join('\n')] as const,
  );
  return new Map(blanked.filter(([, part]) => part.trim() !== ''));
}

/** `line: message` for each expectation: a comment with the code, and after a colon a part of the message. */
export function expectationsOf(text: string, code: string): readonly { line: number; part: string }[] {
  return text.split('\n').flatMap((content, index) =>
    [...content.matchAll(new RegExp(`# ${code}(?:: ([^#]*))?(?=#|$)`, 'g'))].map(([, part]) => ({
      line: index + 1,
      part: (part ?? '').trim(),
    })),
  );
}
