import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { allKinds } from '../../analysis/codes';
import { finding, NOWHERE, type Finding } from '../../analysis/finding';
import { sarif } from '../../cli/findings-sarif';

/** Of OASIS; `data/README.md` says where it is from. Ajv knows drafts later than its own, and the keyword that differs. */
function schema(): object {
  const text = readFileSync(join(__dirname, 'data/sarif-schema-2.1.0.json'), 'utf8');
  const { $schema: draft, id, ...rest } = JSON.parse(text) as Record<string, unknown>;
  expect([draft, id]).toEqual([
    'http://json-schema.org/draft-04/schema#',
    'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
  ]);
  return rest;
}

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  formats: {
    uri: (text: string) => URL.canParse(text),
    'uri-reference': (text: string) =>
      !/[\s<>"{}|\\^`]/.test(text) && URL.canParse(text, 'https://example.org/'),
    'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  },
});
const isValid = ajv.compile(schema());

const errorsOf = (log: unknown) =>
  isValid(log) ? [] : isValid.errors!.map((one) => `${one.instancePath} ${one.message}`);

const object = { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' };
const kinds = Object.values(allKinds);

/** One of each code, with as much and as little of a place as there can be. */
const findings: readonly Finding[] = kinds.flatMap((kind) => [
  finding(kind, NOWHERE, { message: 'is wrong' }),
  finding(
    kind,
    { mesh: 'demo', cluster: 'left', component: 'web', file: 'a b/<web> #1 100%?.yaml', line: 3 },
    { message: 'is "wrong": <b>', field: 'metadata.labels["a/b"]', object },
  ),
  finding(
    kind,
    { ...NOWHERE, file: '<stdin>' },
    { message: 'is wrong.', object: { ...object, namespace: null } },
  ),
]);

test('a log of every code is valid by the schema of SARIF 2.1.0', () => {
  expect(errorsOf(sarif(findings))).toEqual([]);
  expect(errorsOf(sarif([]))).toEqual([]);
});

test('a file is named by a URI in which nothing of its name means something else', () => {
  const [, { locations } = {}] = sarif(findings).runs[0]!.results!;
  expect(locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
    'a%20b/%3Cweb%3E%20%231%20100%25%3F.yaml',
  );
});

test('the schema refuses what is no log', () => {
  const [one] = findings;
  const log = structuredClone(sarif([one!])) as unknown as {
    runs: { tool: { driver: { rules: object[] } } }[];
  };
  log.runs[0]!.tool.driver.rules.push({ id: 'X', helpUri: 'docs/findings/X.md' }, { name: 'X' });
  expect(errorsOf(log)).toEqual([
    '/runs/0/tool/driver/rules/1/helpUri must match format "uri"',
    "/runs/0/tool/driver/rules/2 must have required property 'id'",
  ]);
});

test('every rule says what it means, what to do, and has its page', () => {
  const rules = sarif(findings).runs[0]!.tool.driver.rules!;
  expect(rules.map(({ id }) => id)).toEqual(kinds.map(({ code }) => code).sort());
  for (const { id, shortDescription, help, helpUri } of rules) {
    expect([id, shortDescription?.text]).toEqual([id, kinds.find(({ code }) => code === id)!.sentence]);
    expect([id, help?.text]).toEqual([
      id,
      expect.stringContaining(`npx meshwright explain ${id} says more.`),
    ]);
    expect([id, help?.markdown]).toEqual([
      id,
      readFileSync(join(__dirname, `../../docs/findings/${id}.md`), 'utf8'),
    ]);
    const istio = `https://istio.io/v1.29/docs/reference/config/analysis/${id.toLowerCase()}/`;
    expect([id, helpUri]).toEqual([id, id.startsWith('IST') ? istio : undefined]);
  }
});
