/**
 * `npm run e2e:schema`: is what the validator refuses what an API server refuses?
 *
 * Takes valid objects of every kind that is rendered here, changes each in one way after the other, asks a real API
 * server (dry run, strict), and compares its answers with the validator's. Exits 1 where they disagree and
 * `EXPLAINED` does not say why.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { createValidator } from '../analysis/schema/validator';
import type { PackedGroup } from '../analysis/schema/definition';
import { Lab, LabLacks } from './lab';
import { explanationOf } from './schema/explained';
import { ApiServer } from './schema/judge';
import { aimedCasesOf, casesOf, type Case } from './schema/mutations';
import { printReport, type Outcome } from './schema/report';

const ROOT = join(__dirname, '..');
const PORT = 17443;
const ISTIO = '1.29';
/** More changes of one sample tell little. */
const MOST_PER_SAMPLE = 250;

type Json = Readonly<Record<string, unknown>>;

async function main(): Promise<number> {
  const lab = await Lab.find(ROOT);
  const outcomes: Outcome[] = [];
  await lab.withApiServer(PORT, async (kubeconfig) => {
    const server = new ApiServer(kubeconfig);
    const folder = mkdtempSync(join(tmpdir(), 'e2e-schema-'));
    try {
      await server.install(lab.program('kubectl'), definitions(folder));
      outcomes.push(...(await compare(server)));
    } finally {
      server.close();
      rmSync(folder, { recursive: true });
    }
  });
  return printReport(outcomes);
}

/** Files of all definitions that the validator knows, the committed minimal ones included. */
function definitions(folder: string): readonly string[] {
  const crds = join(ROOT, 'imports/crds');
  const own = readdirSync(crds).filter(
    (file) => !/^istio-(?!1\.29)/.test(file) || file === 'istio-operator.yaml',
  );
  const minimal = join(ROOT, 'analysis/schema/data/minimal');
  const unpacked = readdirSync(minimal).map((name) => {
    const packed = JSON.parse(readFileSync(join(minimal, name), 'utf8')) as PackedGroup;
    const file = join(folder, `${name}.yaml`);
    writeFileSync(
      file,
      crdsOf(packed)
        .map((crd) => stringify(crd))
        .join('---\n'),
    );
    return file;
  });
  return [...own.map((file) => join(crds, file)), ...unpacked];
}

function crdsOf({ group, kinds, schemas }: PackedGroup): readonly Json[] {
  return Object.entries(kinds).map(([kind, { namespaced, versions, status }]) => {
    const singular = kind.toLowerCase();
    return {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${singular}s.${group}` },
      spec: {
        group,
        names: { kind, plural: `${singular}s`, singular },
        scope: namespaced ? 'Namespaced' : 'Cluster',
        versions: Object.entries(versions).map(([name, schema]) => ({
          name,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schemas[schema] },
          ...(status.includes(name) && { subresources: { status: {} } }),
        })),
      },
    };
  });
}

async function compare(server: ApiServer): Promise<readonly Outcome[]> {
  const validator = createValidator({ istioVersion: ISTIO });
  const outcomes: Outcome[] = [];
  for (const object of samples()) {
    const cases = [...thinned(casesOf(object)), ...aimedCasesOf(object)];
    const verdicts = await Promise.all(cases.map((one) => server.judge(one.object)));
    cases.forEach((one, index) => {
      const errors = validator.check(one.object).filter(({ level }) => level === 'Error');
      const verdict = verdicts[index]!;
      const agrees = verdict.accepted === (errors.length === 0);
      const explained = agrees ? undefined : explanationOf(one, verdict, errors);
      outcomes.push({ ...one, verdict, errors, agrees, explained });
    });
  }
  return outcomes;
}

function samples(): readonly Json[] {
  const folder = join(__dirname, 'schema/samples');
  return readdirSync(folder).flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => document.toJSON() as Json),
  );
}

/** At most so many, spread evenly, the valid one first. */
function thinned(cases: readonly Case[]): readonly Case[] {
  if (cases.length <= MOST_PER_SAMPLE) return cases;
  return Array.from(
    { length: MOST_PER_SAMPLE },
    (_, index) => cases[Math.floor((index * cases.length) / MOST_PER_SAMPLE)]!,
  );
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof LabLacks ? error.message : error);
    process.exitCode = error instanceof LabLacks ? 2 : 1;
  },
);
