import { Command, Option } from 'commander';
import { RemoteSecrets, type Stranger } from '../live/remote-secrets';
import { istioNamespace, remoteReaders, remoteSecretName } from '../trust/remote-secret';
import { UserError } from '../values/user-error';
import { addCredentialFlags, runCredentials, tokenSeconds, type CredentialFlags } from './credentials';
import { exitCode } from './exit';
import { addKubeFlags, kubeClients, repeatable, type KubeFlags } from './kube-flags';
import { chosen, isLoopback, meshNamed, serversOf } from './live-mesh';
import type { CommandContext } from './streams';
import { textTable } from './table';

interface RemoteSecretFlags extends CredentialFlags {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly server: readonly string[];
}

/** `meshwright remote-secret MESH`: how the control planes of a mesh read each other's endpoints. */
export function remoteSecretCommand(context: CommandContext): Command {
  const { streams, root } = context;
  const command = new Command('remote-secret')
    .description(
      "Say which remote Secrets the mesh's primaries have of each other, print them, or apply them.",
    )
    .argument('<mesh>', 'name of the mesh')
    .addOption(repeatable('--from <cluster>', 'only of the cluster that is read; may be given again', 'all'))
    .addOption(repeatable('--to <cluster>', 'only for the cluster that reads; may be given again', 'all'))
    .addOption(
      repeatable(
        '--server <cluster=url>',
        "URL of a cluster's API server as the others reach it; may be given again",
        "the mesh's",
      ),
    )
    .action(async (name: string, flags: RemoteSecretFlags) => {
      const mesh = meshNamed(root, name);
      const all = mesh.primaries.map((cluster) => cluster.name);
      const from = chosen('--from', flags.from, all);
      const to = chosen('--to', flags.to, all);
      const readers = remoteReaders(mesh).filter((one) => from.includes(one.from) && to.includes(one.to));
      const holders = new Set(readers.map((one) => one.to));
      if (flags.output === 'yaml' && holders.size > 1) {
        const one = [...holders].join(', ');
        throw UserError.of('--output yaml', `prints what one cluster applies; give --to with one of ${one}`);
      }
      if (readers.length === 0) streams.err.write(`${name}: no primary has another to read.\n`);
      const secrets = new RemoteSecrets({
        clients: kubeClients(flags, [...new Set(readers.flatMap((one) => [one.from, one.to]))], all),
        servers: serversOf(mesh, flags.server),
        tokenSeconds: tokenSeconds(flags.tokenDuration),
      });
      const wanted = readers.map((reader) => ({
        names: {
          in: reader.to,
          reads: reader.from,
          secret: `${istioNamespace}/${remoteSecretName(reader.from)}`,
        },
        state: (renewBeforeMs: number) => secrets.state(reader, renewBeforeMs, new Date()),
        make: () => secrets.make(reader.from),
        apply: (options: { readonly force?: boolean }) => secrets.apply(reader, options),
      }));
      await runCredentials(wanted, flags, context);
      warnOfLoopback([...new Set(readers.map((one) => one.from))], secrets, streams);
    });
  // Else the flags of `prune` are taken for those of its parent; the program needs it as well.
  return addCredentialFlags(command).enablePositionalOptions().addCommand(pruneCommand(context));
}

function warnOfLoopback(
  clusters: readonly string[],
  secrets: RemoteSecrets,
  { err }: CommandContext['streams'],
): void {
  for (const cluster of clusters) {
    const server = secrets.server(cluster);
    if (!isLoopback(server)) continue;
    err.write(
      `warning: ${cluster} is ${server}, which no other cluster reaches; give --server ${cluster}=URL\n`,
    );
  }
}

interface PruneFlags extends KubeFlags {
  readonly apply?: boolean;
  readonly output: 'text' | 'json';
}

/** `meshwright remote-secret prune MESH`: remote Secrets of clusters that left. */
function pruneCommand({ streams, root, done }: CommandContext): Command {
  const command = new Command('prune')
    .description('Say which remote Secrets name clusters that are not in the mesh, or delete them.')
    .argument('<mesh>', 'name of the mesh')
    .option('--apply', 'delete them')
    .addOption(new Option('--output <format>', 'how to report').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExit codes: 0 there is none, or they are deleted; 1 there are some, 2 failed.')
    .action(async (name: string, flags: PruneFlags) => {
      const all = meshNamed(root, name).primaries.map((cluster) => cluster.name);
      const secrets = new RemoteSecrets({
        clients: kubeClients(flags, all),
        servers: new Map(),
        tokenSeconds: 0,
      });
      const strangers: Stranger[] = [];
      for (const cluster of all) strangers.push(...(await secrets.strangers(cluster, all)));
      const rows: PruneRow[] = [];
      for (const stranger of strangers) {
        const { shared, ...names } = stranger;
        if (flags.apply && !shared) await secrets.remove(stranger);
        rows.push({ ...names, action: shared ? 'kept' : flags.apply ? 'deleted' : 'would be deleted' });
      }
      streams.out.write(flags.output === 'json' ? `${JSON.stringify(rows, null, 2)}\n` : pruned(rows));
      done(rows.some(({ action }) => action === 'would be deleted') ? exitCode.findings : exitCode.ok);
    });
  return addKubeFlags(command);
}

interface PruneRow extends Omit<Stranger, 'shared'> {
  /** `kept` where it names clusters of the mesh as well. */
  readonly action: 'kept' | 'deleted' | 'would be deleted';
}

function pruned(rows: readonly PruneRow[]): string {
  if (rows.length === 0) return 'No remote Secret names a cluster that is not in the mesh.\n';
  return textTable([
    ['in', 'secret', 'names', 'action'],
    ...rows.map((row) => [row.in, `${row.namespace}/${row.name}`, row.clusters.join(', '), row.action]),
  ]);
}
