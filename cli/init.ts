import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command } from 'commander';
import { Checks } from '../values/checks';
import { UserError } from '../values/user-error';
import { starterMesh } from './init-template';
import { exitCode } from './exit';
import type { CommandContext } from './streams';

/** `meshwright init NAME`: a mesh of two clusters to start from, which renders at once. */
export function initCommand({ streams, root, done }: CommandContext): Command {
  return new Command('init')
    .description('Write a minimal mesh of two clusters to clusters/<name>/, to start from.')
    .argument('<name>', 'name of the mesh, a DNS label')
    .action((name: string) => {
      const checks = new Checks('name');
      checks.dnsLabel(name);
      checks.throwIfAny();
      const folder = join(root, 'clusters', name);
      if (existsSync(folder)) {
        throw UserError.of(
          `clusters/${name}`,
          'exists already; nothing was written. Take another name, or edit it',
        );
      }
      const hasRepository = existsSync(join(root, 'clusters', 'repository.ts'));
      mkdirSync(folder, { recursive: true });
      for (const [file, text] of starterMesh(name, hasRepository)) {
        writeFileSync(join(folder, file), text);
        streams.out.write(`wrote ${relative(root, join(folder, file))}\n`);
      }
      streams.out.write(
        `\nNext: ${hasRepository ? '' : 'give the mesh a `repository`, for Argo CD to read it from (docs/gitops.md), '}edit clusters/${name}/mesh.ts, then run \`npx meshwright synth --mesh ${name}\`.\n`,
      );
      done(exitCode.ok);
    });
}
