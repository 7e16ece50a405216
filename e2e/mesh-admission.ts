/**
 * `npm run e2e:admission [MESH...]`: every object of `dist`, and of the nodes' manifests, against a real API server and
 * istiod's validating webhook: by a dry run, applied, and applied a second time, which has to change nothing.
 *
 * Needs the lab's programs and no cluster. Exits 1 where something is refused or changes, 2 where the lab lacks
 * something.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabLacks } from './lab';
import { admit } from './mesh/admission';
import { Run } from './mesh/run';

const PORT = 17900;

async function main(meshes: readonly string[]): Promise<number> {
  const run = new Run('admission');
  const folder = mkdtempSync(join(tmpdir(), 'e2e-admission-'));
  try {
    await admit(run, folder, PORT, meshes.length === 0 ? undefined : meshes);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return run.close();
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof LabLacks ? `e2e:admission lacks something: ${error.message}` : error);
    process.exitCode = 2;
  },
);
