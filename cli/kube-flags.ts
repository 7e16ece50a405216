import { Option, type Command } from 'commander';
import { KubeClients } from '../live/kube-clients';
import { checkDuration, parseDuration } from '../values/duration';
import { Checks } from '../values/checks';
import { UserError } from '../values/user-error';

/** What every command that talks to clusters takes. */
export interface KubeFlags {
  readonly kubeconfig?: string;
  readonly kubeContext: readonly string[];
  readonly requestTimeout: string;
}

export function addKubeFlags(command: Command): Command {
  return command
    .option('--kubeconfig <file>', 'kubeconfig (default: what KUBECONFIG lists, else ~/.kube/config)')
    .addOption(
      repeatable(
        '--kube-context <[cluster=]context>',
        'context of a cluster, once for each',
        'contexts are named like their clusters',
      ),
    )
    .addOption(new Option('--request-timeout <duration>', 'how long an answer may take').default('15s'));
}

/** An option that may be given several times, as a list. */
export function repeatable(flags: string, description: string, standard: string): Option {
  return new Option(flags, description).argParser(collect).default([], standard);
}

/** An argument parser of commander for an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/**
 * Connects to clusters by the flags that were given.
 *
 * @param clusters - the clusters that the command talks to; a context without a cluster's name is for a single one
 * @param known - the clusters that a context may be given for
 */
export function kubeClients(
  flags: KubeFlags,
  clusters: readonly string[],
  known: readonly string[] = clusters,
): KubeClients {
  const contexts = new Map<string, string>();
  for (const value of flags.kubeContext) {
    const at = value.indexOf('=');
    const named = known.includes(value.slice(0, Math.max(at, 0)));
    const [only] = clusters;
    if (named) contexts.set(value.slice(0, at), value.slice(at + 1));
    else if (clusters.length === 1 && only !== undefined) contexts.set(only, value);
    else {
      throw UserError.of(
        '--kube-context',
        `${value} does not say which cluster it is for: CLUSTER=CONTEXT, with a cluster of ${known.join(', ')}`,
      );
    }
  }
  return new KubeClients({
    kubeconfig: flags.kubeconfig,
    contexts,
    timeoutSeconds: durationFlag('--request-timeout', flags.requestTimeout) / 1000,
  });
}

/** Milliseconds of a flag such as `24h`. */
export function durationFlag(flag: string, value: string): number {
  const checks = new Checks(flag);
  checkDuration(checks, value);
  checks.throwIfAny();
  return parseDuration(value) ?? 0;
}
