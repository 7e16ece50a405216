/**
 * `npm run e2e:schema`: is what the validator refuses what an API server refuses?
 *
 * Takes valid objects of every kind that is rendered here, changes each in one way after the other, asks a real API
 * server with istiod's webhook (dry run, strict), and compares its answers with the validator's. Exits 1 where they
 * disagree and `EXPLAINED` does not say why.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { RuleCompiler } from '../analysis/schema/cel/program';
import { createValidator } from '../analysis/schema/validator';
import type { PackedGroup } from '../analysis/schema/definition';
import { WebhookIstiod } from './istiod';
import { Lab, LabLacks } from './lab';
import { crdsOf } from './schema/definitions';
import { explanationOf } from './schema/explained';
import { compareIstioOperators } from './schema/istio-operator';
import { ApiServer } from './schema/judge';
import { aimedCasesOf, casesOf, type Case } from './schema/mutations';
import { printReport, type Outcome } from './schema/report';
import { compareRules, probeDefinitions } from './schema/rule-judge';

const ROOT = join(__dirname, '..');
const CRDS = join(ROOT, 'imports/crds');
const SAMPLES = join(__dirname, 'schema/samples');
const PORT = 17443;
const ISTIO = ['1.29', '1.30'] as const;
/** More changes of one sample tell little; those of Istio's kinds meet the checks of its webhook too. */
const MOST_PER_SAMPLE = 250;
const MOST_PER_ISTIO_SAMPLE = 700;

type Json = Readonly<Record<string, unknown>>;

async function main(): Promise<number> {
  const lab = await Lab.find(ROOT);
  const outcomes: Outcome[] = [];
  const wrongRules: string[] = [];
  await lab.withApiServer(PORT, async (kubeconfig) => {
    const server = new ApiServer(kubeconfig);
    const folder = mkdtempSync(join(tmpdir(), 'e2e-schema-'));
    const kubectl = lab.program('kubectl');
    let istiod: WebhookIstiod | undefined;
    try {
      await server.install(kubectl, [...definitions(), ...unpacked(folder)]);
      for (const version of ISTIO) {
        const file = join(CRDS, `istio-${version}.yaml`);
        await server.install(kubectl, [file]);
        // The lab's istiod is of the first version. What is not Istio's is the same in each.
        istiod ??= await startIstiod(lab, folder, kubeconfig, server);
        const files = readdirSync(SAMPLES).filter((file) => version === ISTIO[0] || file === 'istio.yaml');
        outcomes.push(...(await compare(server, version, files)));
        await server.remove(kubectl, file);
      }
      wrongRules.push(...(await compareRules(server, new RuleCompiler())));
    } finally {
      await istiod?.stop();
      server.close();
      rmSync(folder, { recursive: true });
    }
  });
  const wrongDocuments = await compareIstioOperators(
    lab.program('istioctl'),
    createValidator({ istioVersion: ISTIO[0] }),
  );
  return Math.max(printReport(outcomes), printWrong(wrongRules), printWrong(wrongDocuments));
}

/** The real istiod, which the API server asks about objects of Istio's kinds from then on. */
async function startIstiod(
  lab: Lab,
  folder: string,
  kubeconfig: string,
  server: ApiServer,
): Promise<WebhookIstiod> {
  const { istiod, webhook } = await WebhookIstiod.start(lab, folder, kubeconfig, PORT + 10);
  const file = join(folder, 'webhook.json');
  writeFileSync(file, JSON.stringify(webhook));
  await server.install(lab.program('kubectl'), [file]);
  return istiod;
}

function printWrong(wrong: readonly string[]): number {
  for (const one of wrong) console.log(`UNEXPLAINED ${one}`);
  return wrong.length > 0 ? 1 : 0;
}

/** Files of the definitions that are committed, those of Istio aside. */
function definitions(): readonly string[] {
  const files = readdirSync(CRDS).filter((file) => !/^istio-\d/.test(file));
  return files.map((file) => join(CRDS, file));
}

/** Files of the definitions that are made of the minimal schemas, and of one that holds the rules. */
function unpacked(folder: string): readonly string[] {
  const minimal = join(ROOT, 'analysis/schema/data/minimal');
  const write = (name: string, crds: readonly Json[]) => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: crds }));
    return file;
  };
  return [
    ...readdirSync(minimal).map((name) =>
      write(name, crdsOf(JSON.parse(readFileSync(join(minimal, name), 'utf8')) as PackedGroup)),
    ),
    write('probes', probeDefinitions()),
  ];
}

async function compare(
  server: ApiServer,
  istioVersion: string,
  files: readonly string[],
): Promise<readonly Outcome[]> {
  const validator = createValidator({ istioVersion, serverSideApply: true });
  const outcomes: Outcome[] = [];
  for (const object of samples(files)) {
    const isOfIstio = String(object.apiVersion).includes('.istio.io/');
    const most = isOfIstio ? MOST_PER_ISTIO_SAMPLE : MOST_PER_SAMPLE;
    const cases = [...thinned(casesOf(object), most), ...aimedCasesOf(object)];
    const verdicts = await Promise.all(cases.map((one) => server.judge(one.object)));
    cases.forEach((one, index) => {
      const errors = validator.check(one.object).filter(({ level }) => level === 'Error');
      const verdict = verdicts[index]!;
      // A sample that the server refuses says nothing about its changes.
      const agrees = verdict.accepted === (errors.length === 0) && (verdict.accepted || one.way !== 'valid');
      const explained = agrees ? undefined : explanationOf(one, verdict, errors);
      outcomes.push({ ...one, istioVersion, verdict, errors, agrees, explained });
    });
  }
  return outcomes;
}

function samples(files: readonly string[]): readonly Json[] {
  return files.flatMap((file) =>
    parseAllDocuments(readFileSync(join(SAMPLES, file), 'utf8')).map((document) => document.toJSON() as Json),
  );
}

/** At most so many, spread evenly, the valid one first. */
function thinned(cases: readonly Case[], most: number): readonly Case[] {
  if (cases.length <= most) return cases;
  return Array.from({ length: most }, (_, index) => cases[Math.floor((index * cases.length) / most)]!);
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
