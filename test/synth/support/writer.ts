import { writeSync } from 'node:fs';
import { writeTree } from '../../../synth/write';
import { filesOf, meshes } from './versions';

/**
 * A process that writes one version of the output after another, and says on standard output which it has written.
 *
 * Arguments: the output folder, the first version, the step to the next, how many.
 */
const [out = '', first = '0', step = '1', count = '0'] = process.argv.slice(2);

for (let written = 0; written < Number(count); written++) {
  const version = Number(first) + written * Number(step);
  try {
    writeTree({ out, meshes, files: filesOf(version) });
    writeSync(1, `${version}\n`);
  } catch (error) {
    writeSync(1, `! ${(error as Error).message}\n`);
  }
}
