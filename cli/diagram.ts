import { Command, Option } from 'commander';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { toDot } from '../diagrams/dot';
import { pictureOf, type Onward } from '../diagrams/picture';
import { toSvg } from '../diagrams/svg';
import type { MeshModule } from '../fleet/application';
import { loadMeshes } from '../fleet/load';
import { UserError } from '../values/user-error';
import { exitCode } from './exit';
import { lazily } from './lazily';
import type { CommandContext } from './streams';

interface DiagramFlags {
  readonly format: 'svg' | 'dot';
  readonly out?: string;
}

/** `meshwright diagram MESH`: its picture, drawn from its data. */
export function diagramCommand({ streams, root, done }: CommandContext): Command {
  return new Command('diagram')
    .description('Draw a mesh: its networks, clusters, machines, gateways and who talks to whom.')
    .argument('<mesh>', 'name of the mesh')
    .addOption(new Option('--format <format>', 'what to print').choices(['svg', 'dot']).default('svg'))
    .option('-o, --out <file>', 'file to write (default: standard output)')
    .action(async (mesh: string, { format, out }: DiagramFlags) => {
      for (const module of loadMeshes(join(root, 'clusters'), [mesh])) {
        const picture = pictureOf(module, onward(module));
        const text = format === 'dot' ? toDot(picture) : await toSvg(picture);
        if (out === undefined) streams.out.write(text);
        else writeOrExplain(resolve(out), text);
      }
      done(exitCode.ok);
    });
}

/** Where the clusters' ServiceEntries lead to. */
function onward(module: MeshModule): readonly Onward[] {
  return lazily
    .rendering()
    .render([module])
    .objects.flatMap(({ cluster, object }) => {
      if (object.kind !== 'ServiceEntry') return [];
      const { endpoints = [] } = object['spec'] as { endpoints?: readonly { readonly address?: string }[] };
      return [{ cluster, addresses: endpoints.flatMap(({ address }) => address ?? []) }];
    });
}

function writeOrExplain(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw UserError.of('--out', `${file} cannot be written: ${(error as Error).message}`);
  }
}
