import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const generated = (folder: string) =>
  new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );

test('`npm run imports` changes nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'imports-'));
  try {
    execFileSync(process.execPath, ['node_modules/cdk8s-cli/bin/cdk8s', 'import', '--output', folder], {
      cwd: root,
      env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
      stdio: 'pipe',
    });
    expect([...generated(folder).keys()]).toEqual([...generated(join(root, 'imports')).keys()]);
    for (const [file, text] of generated(folder)) {
      expect({ file, same: text === generated(join(root, 'imports')).get(file) }).toEqual({ file, same: true });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
