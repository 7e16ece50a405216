import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { ApplicationRow } from '../analysis/delivery/applications';
import { recover } from '../synth/write';
import { exitCode } from './exit';
import { lazily } from './lazily';
import type { CommandContext } from './streams';

interface AppsFlags {
  readonly dist?: string;
  readonly output: 'text' | 'json';
}

/** `meshwright apps [MESH]`: the Applications that Argo CD will generate from dist. */
export function appsCommand({ streams, root, done }: CommandContext): Command {
  return new Command('apps')
    .description('List the Applications that Argo CD will generate from dist.')
    .argument('[mesh]', 'one mesh (default: all that Argo CD delivers)')
    .option('-d, --dist <dir>', 'folder that is dist (default: dist)')
    .addOption(new Option('--output <format>', 'how to list them').choices(['text', 'json']).default('text'))
    .action((mesh: string | undefined, flags: AppsFlags) => {
      const dist = flags.dist === undefined ? join(root, 'dist') : resolve(flags.dist);
      recover({ out: dist, note: (message) => streams.err.write(`${message}\n`) });
      const rows = lazily.delivery().listApplications(dist, mesh);
      streams.out.write(flags.output === 'json' ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
      done(exitCode.ok);
    });
}

const columns = ['order', 'name', 'cluster', 'namespace', 'path', 'project'] as const;

function table(rows: readonly ApplicationRow[]): string {
  if (rows.length === 0) return 'No Applications: no mesh of dist names a repository.\n';
  const cells = [[...columns], ...rows.map((row) => columns.map((column) => String(row[column])))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]!.length)));
  return cells
    .map(
      (line) =>
        `${line
          .map((cell, index) => cell.padEnd(widths[index]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
