import { Command, Option } from 'commander';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isAtLeast } from '../analysis/finding';
import type { Source } from '../analysis/read/files';
import { show, UserError, type Problem } from '../values/user-error';
import { exitCode } from './exit';
import { failOnOption, levelNamed } from './fail-on';
import { findingFormats, writeFindings, type FindingFormat } from './findings-report';
import { lazily } from './lazily';
import { Progress } from './progress';
import type { CommandContext } from './streams';

interface AnalyzeFlags {
  readonly only?: readonly string[];
  readonly suppress?: readonly string[];
  readonly cluster?: readonly string[];
  readonly given?: readonly string[];
  readonly istioVersion?: string;
  readonly kubernetesVersion?: string;
  readonly failOn: string;
  readonly output: FindingFormat;
}

/** `meshwright analyze [path…]`: what is wrong with manifests of any origin. */
export function analyzeCommand({ streams, root, done }: CommandContext): Command {
  return new Command('analyze')
    .description('Say what is wrong with manifests: of dist, of a cluster, of anybody.')
    .argument('[path...]', 'files and folders; - is standard input (default: dist)')
    .option('--cluster <name=path...>', 'files or folders of one cluster, by its name')
    .option('--only <what...>', 'codes to report, or schema for all that the schemas say')
    .option('--suppress <what...>', 'what not to report of which objects, as "IST0103=Pod *.testing"')
    .addOption(
      new Option(
        '--given <file>',
        'a file that says what clusters have besides: Secrets, namespaces',
      ).argParser((file, files: readonly string[] = []) => [...files, file]),
    )
    .option('--istio-version <version>', 'version of Istio (default: the newest that is known)')
    .option('--kubernetes-version <version>', 'version of Kubernetes (default: the newest that is known)')
    .addOption(failOnOption())
    .addOption(new Option('--output <format>', 'how to report').choices(findingFormats).default('text'))
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing at or above --fail-on, 1 findings, 2 what was given does not load.',
    )
    .action(async (paths: readonly string[], flags: AnalyzeFlags) => {
      const only = splitValues(flags.only?.flatMap(separated), onlyForm);
      const suppress = splitValues(flags.suppress, suppressForm);
      const named = splitValues(flags.cluster, clusterForm);
      const sources: readonly Source[] = [
        ...[...paths, ...only.paths, ...suppress.paths, ...named.paths].map((path) => ({ path })),
        ...clusterSources(named.values),
      ];
      const given = sources.length > 0 ? sources : [{ path: relative('', join(root, 'dist')) || '.' }];
      const { analyze } = lazily.analysis();
      const { readManifests } = lazily.reading();
      const progress = new Progress(streams.err);
      const reading = readManifests(given, {
        standardInput: given.some(({ path }) => path === '-') ? await readStandardInput() : undefined,
        given: flags.given,
        onProgress: progress.reporter('files read'),
      });
      const findings = inFlags(() =>
        analyze(reading, {
          only: flags.only === undefined ? undefined : only.values.map(inCapitals),
          suppress: suppress.values.map(inCapitals),
          istioVersion: flags.istioVersion,
          kubernetesVersion: flags.kubernetesVersion,
          onProgress: progress.reporter('objects checked'),
        }),
      );
      progress.end();
      const isSilent = given.every(({ path }) => path === '-') && reading.findings.length === 0;
      if (isSilent && reading.manifests.length === 0)
        throw UserError.of('standard input', 'holds no manifest; a command before it may have failed');
      writeFindings(findings, { format: flags.output, objects: reading.manifests.length, streams });
      done(
        findings.some((one) => isAtLeast(one, levelNamed(flags.failOn))) ? exitCode.findings : exitCode.ok,
      );
    });
}

/** What the values of a flag look like. */
interface ValueForm {
  readonly flag: string;
  readonly pattern: RegExp;
  /** In words, with an example. */
  readonly form: string;
}

const onlyForm: ValueForm = {
  flag: '--only',
  pattern: /^(?:schema|(?:[A-Z]+|[Ii]st|[Mm]w)\d+)$/,
  form: 'a code or "schema" (IST0102)',
};
const suppressForm: ValueForm = {
  flag: '--suppress',
  pattern: /^(?:[A-Z]+|[Ii]st|[Mm]w)\d+=/,
  form: 'a code and its objects ("IST0103=Pod *.testing")',
};
const clusterForm: ValueForm = {
  flag: '--cluster',
  pattern: /=/,
  form: 'a cluster and its path (kube-01=path)',
};

/** A code as the catalogues write it, alone or before the objects that it is of. */
function inCapitals(value: string): string {
  return value.replace(/^[a-z]+(?=\d+(?:=|$))/i, (letters) => letters.toUpperCase());
}

/** `MW1003,IST0102` as two values; a path with a comma is one. */
function separated(value: string): readonly string[] {
  const parts = value.split(',').filter((one) => one !== '');
  return existsSync(value) || parts.length === 0 ? [value] : parts;
}

/**
 * What the analysis refuses, by the names of the flags.
 *
 * @throws UserError
 */
function inFlags<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      error.problems.map(({ field, message }) => ({ field: FLAGS.get(field) ?? field, message })),
    );
  }
}

const FLAGS: ReadonlyMap<string, string> = new Map([
  ['istioVersion', '--istio-version'],
  ['kubernetesVersion', '--kubernetes-version'],
]);

/**
 * Commander gives a flag that takes several values all that follows, paths too.
 *
 * @throws UserError where the first is no value of the flag, and a later one is neither that nor a path
 */
function splitValues(all: readonly string[] = [], { flag, pattern, form }: ValueForm) {
  const values = all.filter((value) => pattern.test(value));
  const paths = all.filter((value) => !pattern.test(value));
  const problems = paths.flatMap((value): readonly Problem[] => {
    if (value === all[0]) return [{ field: flag, message: `${show(value)} is not ${form}` }];
    if (value === '-' || existsSync(value)) return [];
    return [{ field: flag, message: `${show(value)} is neither ${form} nor a file or folder` }];
  });
  if (problems.length > 0) throw new UserError(problems);
  return { values, paths };
}

function clusterSources(given: readonly string[]): readonly Source[] {
  const sources = given.map((value) => {
    const at = value.indexOf('=');
    return { cluster: value.slice(0, at), path: value.slice(at + 1) };
  });
  const problems = sources.flatMap(({ cluster, path }, index): readonly Problem[] => {
    const field = clusterForm.flag;
    if (cluster === '' || path === '')
      return [{ field, message: `${show(given[index])} is not ${clusterForm.form}` }];
    if (sources.findIndex((one) => one.cluster === cluster) === index) return [];
    return [{ field, message: `${cluster} is given twice; put its files below one folder` }];
  });
  if (problems.length > 0) throw new UserError(problems);
  return sources;
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
