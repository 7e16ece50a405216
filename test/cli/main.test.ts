import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const checkout = join(__dirname, '../..');

/** The folders of the checkout whose files a command line loads, and whether it loads rules of the analysis. */
function loadedBy(...argv: string[]): { folders: string[]; rules: boolean } {
  const script = `
    require('tsx/cjs');
    const { relative } = require('node:path');
    const silent = { write: () => true };
    require('./cli/main.ts').runCli(${JSON.stringify(argv)}, { out: silent, err: silent }, '.').then(() => {
      const files = Object.keys(require.cache).map((file) => relative('.', file));
      const folders = new Set(files.map((file) => file.split('/')[0]));
      const rules = files.some((file) => file.startsWith('analysis/analyzers/'));
      process.stdout.write(JSON.stringify({ folders: [...folders], rules }));
    });`;
  const printed = execFileSync(process.execPath, ['-e', script], { cwd: checkout, encoding: 'utf8' });
  return JSON.parse(printed) as { folders: string[]; rules: boolean };
}

test('help loads neither the rules nor what renders', () => {
  const { folders, rules } = loadedBy('--help');
  expect(folders).toContain('cli');
  expect(folders).not.toContain('charts');
  expect(folders).not.toContain('constructs');
  expect(rules).toBe(false);
});

test('a command that loads a mesh does not load the rules', () => {
  const { folders, rules } = loadedBy('pki', 'status', 'multi-primary', '--dir', join(checkout, 'test'));
  expect(folders).toContain('clusters');
  expect(rules).toBe(false);
});

test('a command that analyses loads them', () => {
  expect(loadedBy('explain', 'IST0101').rules).toBe(true);
});
