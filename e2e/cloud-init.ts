/**
 * Asks cloud-init itself about the user data in dist: `cloud-init schema` has to take each document, and refuse one
 * that is broken.
 *
 * Run as `npm run e2e:cloud-init`. Exits 1 where cloud-init disagrees, 2 where it is not there (Debian's package
 * cloud-init brings it).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const dist = join(__dirname, '../dist');

function main(): number {
  if (spawnSync('cloud-init', ['--version']).error !== undefined) {
    console.error('e2e:cloud-init lacks cloud-init: install the package of that name');
    return 2;
  }
  const documents = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'user-data')
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (documents.length === 0) {
    console.error('e2e:cloud-init lacks dist/*/machines/*/user-data: run `npm run synth` first');
    return 2;
  }
  const refused = documents.filter((document) => !taken(document));
  const broken = brokenTwin(documents[0] ?? '');
  console.log(`broken twin: ${broken ? 'TAKEN' : 'refused'}`);
  console.log(`${documents.length} documents, ${refused.length} refused`);
  return refused.length === 0 && !broken ? 0 : 1;
}

function taken(document: string): boolean {
  const { status, stdout, stderr } = spawnSync('cloud-init', ['schema', '--config-file', document], {
    encoding: 'utf8',
  });
  console.log(`${relative(dist, document)}: ${status === 0 ? 'valid' : `REFUSED\n${stdout}${stderr}`}`);
  return status === 0;
}

/** Whether cloud-init takes a document whose files have numbers for modes. */
function brokenTwin(document: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-cloud-init-'));
  try {
    const twin = join(folder, 'user-data');
    writeFileSync(
      twin,
      readFileSync(document, 'utf8').replaceAll(/permissions: "0(\d+)"/g, 'permissions: $1'),
    );
    return spawnSync('cloud-init', ['schema', '--config-file', twin]).status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

process.exitCode = main();
