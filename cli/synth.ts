import { Command, Option } from 'commander';
import { performance } from 'node:perf_hooks';
import { resolve } from 'node:path';
import { cdk8sOutput, linkOutput } from '../synth/cdk8s-output';
import type { Allowance } from '../analysis/allowance';
import { exitCode } from './exit';
import { failOnOption, levelNamed } from './fail-on';
import { writeFindings } from './findings-report';
import { reportFormats, summarise, writeReport, type ReportFormat, type SynthSummary } from './synth-report';
import { lazily } from './lazily';
import type { CommandContext } from './streams';

interface SynthFlags {
  readonly mesh?: string[];
  readonly out?: string;
  readonly check?: boolean;
  readonly quiet?: boolean;
  readonly failOn: string;
  readonly allow?: readonly Allowance[];
  readonly output: ReportFormat;
}

/** `meshwright synth`: clusters/ → dist/. The cdk8s CLI runs it as its app. */
export function synthCommand({ streams, root, done }: CommandContext): Command {
  return new Command('synth')
    .description('Render clusters/ into dist/, or say what would change.')
    .option('-m, --mesh <name...>', 'meshes to render (default: all of clusters/)')
    .option('-o, --out <dir>', 'folder to write to (default: dist)')
    .option('--check', 'write nothing; exit 1 and list what differs')
    .addOption(failOnOption())
    .addOption(
      new Option(
        '--allow <code=reason>',
        'a finding that does not end the run, and why; a mesh says it by `allow`',
      ).argParser(allowance),
    )
    .option('-q, --quiet', 'print nothing unless something is wrong')
    .addOption(new Option('--output <format>', 'how to report').choices(reportFormats).default('text'))
    .addHelpText(
      'after',
      '\nExit codes: 0 done (or nothing differs), 1 the checks found an error or --check a difference, 2 what was given does not load.',
    )
    .action((flags: SynthFlags) => {
      const { synthesize } = lazily.synthesis();
      const started = performance.now();
      const underCdk8s = flags.out === undefined && process.env.CDK8S_OUTDIR !== undefined;
      const target =
        flags.out === undefined ? cdk8sOutput(process.env.CDK8S_OUTDIR, root) : { out: resolve(flags.out) };
      const note = (message: string) => streams.err.write(`${message}\n`);
      const synthesis = synthesize({
        root,
        out: target.out,
        meshes: flags.mesh,
        check: flags.check,
        failOn: levelNamed(flags.failOn),
        allow: flags.allow,
        note,
      });
      const { changes, findings } = synthesis;
      const seconds = (performance.now() - started) / 1000;
      // The cdk8s CLI may print manifests to standard output; the report stays out of their way.
      const stream = underCdk8s ? streams.err : streams.out;
      if (changes === undefined) {
        if (flags.output === 'json') {
          const { allowed } = synthesis;
          const report: SynthSummary = { places: [], differs: false, findings, allowed, seconds };
          stream.write(`${JSON.stringify(report, null, 2)}\n`);
        } else {
          const objects = synthesis.objects.length;
          writeFindings(findings, { format: 'text', objects, streams: { ...streams, out: stream } });
        }
        streams.err.write(`\nNothing was written: ${target.out} is as it was.\n`);
        return done(exitCode.findings);
      }
      if (!flags.check) linkOutput(target);

      const summary = summarise(synthesis, changes, seconds);
      if (!flags.quiet) writeReport(summary, { format: flags.output, check: flags.check ?? false, stream });
      done(flags.check && summary.differs ? exitCode.findings : exitCode.ok);
    });
}

/** Reads `MW1301=the reason`. */
function allowance(given: string, before: readonly Allowance[] = []): readonly Allowance[] {
  const equals = given.indexOf('=');
  const [code, reason] = equals === -1 ? [given, ''] : [given.slice(0, equals), given.slice(equals + 1)];
  return [...before, { code, reason, source: '--allow' }];
}
