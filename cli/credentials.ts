import { Option, type Command } from 'commander';
import { stringify } from 'yaml';
import type { CredentialState, HeldCredential } from '../live/credential-state';
import { LiveError } from '../live/live-error';
import type { Secret } from '../trust/remote-secret';
import { UserError } from '../values/user-error';
import { exitCode } from './exit';
import { addKubeFlags, durationFlag, type KubeFlags } from './kube-flags';
import type { CommandContext, Streams } from './streams';
import { textTable } from './table';

/** What commands that hand out credentials to clusters take. */
export interface CredentialFlags extends KubeFlags {
  readonly apply?: boolean;
  readonly forceConflicts?: boolean;
  readonly tokenDuration: string;
  readonly renewBefore?: string;
  readonly output: 'text' | 'json' | 'yaml';
}

export function addCredentialFlags(command: Command): Command {
  command
    .option('--apply', 'make what is missing or does not last, and put it where it belongs')
    .option(
      '--renew-before <duration>',
      'what lasts for longer is left as it is (default: a third of --token-duration)',
    )
    .option('--token-duration <duration>', 'how long a new token is asked to be valid', '720h')
    .option('--force-conflicts', 'with --apply: take over Secrets that another tool applied')
    .addOption(
      new Option('--output <format>', 'yaml makes the Secrets and prints them, tokens and all')
        .choices(['text', 'json', 'yaml'])
        .default('text'),
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 all is there and lasts, 1 something is missing or does not last, 2 failed.',
    );
  return addKubeFlags(command);
}

/** Seconds of a token that a flag asks for. */
export function tokenSeconds(value: string): number {
  const duration = durationFlag('--token-duration', value);
  if (duration >= 600_000) return Math.round(duration / 1000);
  throw UserError.of('--token-duration', `${value} is shorter than 10m: no API server gives such a token`);
}

/** Names a credential in a report: `in`, `reads`, `secret`. */
type Names = Readonly<Record<string, string>>;

/** A credential that a cluster should hold. */
export interface Wanted<N extends Names> {
  readonly names: N;
  state(renewBeforeMs: number): Promise<HeldCredential>;
  /** A new one. */
  make(): Promise<Secret>;
  /** Makes a new one, puts it into its cluster, and says when it expires. */
  apply(options: { readonly force?: boolean }): Promise<Date | undefined>;
}

type Row<N extends Names> = N & {
  readonly state: CredentialState | 'applied' | 'failed';
  readonly expires: string | null;
};

/** Reports credentials, prints new ones or applies them, and says how the command ends. */
export async function runCredentials<N extends Names>(
  wanted: readonly Wanted<N>[],
  flags: CredentialFlags,
  { streams, done }: Pick<CommandContext, 'streams' | 'done'>,
): Promise<void> {
  if (flags.output === 'yaml') {
    if (flags.apply) {
      throw UserError.of(
        '--output yaml',
        'prints the Secrets, and --apply applies them: give one of the two',
      );
    }
    const documents: string[] = [];
    for (const one of wanted) documents.push(stringify(await one.make(), { lineWidth: 0 }));
    streams.out.write(documents.join('---\n'));
    return done(exitCode.ok);
  }
  const renewBeforeMs =
    flags.renewBefore === undefined
      ? (tokenSeconds(flags.tokenDuration) * 1000) / 3
      : durationFlag('--renew-before', flags.renewBefore);
  const { rows, failures } = await settle(wanted, flags, renewBeforeMs);
  print(rows, flags.output, streams);
  failures.forEach((failure) => streams.err.write(`${failure}\n`));
  const well = rows.every(({ state }) => state === 'valid' || state === 'applied');
  done(failures.length > 0 ? exitCode.usage : well ? exitCode.ok : exitCode.findings);
}

/** One that fails does not keep the others from theirs. */
async function settle<N extends Names>(
  wanted: readonly Wanted<N>[],
  { apply, forceConflicts }: CredentialFlags,
  renewBeforeMs: number,
): Promise<{ readonly rows: readonly Row<N>[]; readonly failures: readonly string[] }> {
  const rows: Row<N>[] = [];
  const failures = new Set<string>();
  for (const one of wanted) {
    try {
      const { state, expires } = await one.state(renewBeforeMs);
      const renews = apply === true && state !== 'valid';
      const until = renews ? await one.apply({ force: forceConflicts }) : expires;
      rows.push({ ...one.names, state: renews ? 'applied' : state, expires: until?.toISOString() ?? null });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const owned = error instanceof LiveError && error.reason === 'conflict';
      failures.add(owned ? `${error.message}; --force-conflicts takes it over` : error.message);
      rows.push({ ...one.names, state: 'failed', expires: null });
    }
  }
  return { rows, failures: [...failures] };
}

function print<N extends Names>(rows: readonly Row<N>[], format: 'text' | 'json', { out }: Streams): void {
  const [first] = rows;
  if (format === 'json') out.write(`${JSON.stringify(rows, null, 2)}\n`);
  else if (first !== undefined) {
    out.write(
      textTable([Object.keys(first), ...rows.map((row) => Object.values(row).map((cell) => cell ?? '-'))]),
    );
  }
}
