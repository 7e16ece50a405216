import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import { recover } from '../../synth/write';
import { put, snapshot, temporaryFolder } from './support/folder';
import { filesOf, meshes } from './support/versions';

const foreign = { 'README.md': 'mine\n', 'demo/mine/x': 'mine\n', 'demo/kube-01/apps/mine.txt': 'mine\n' };

/** The writer as one plain file: it starts in a fraction of the time that sources take. */
const script = (() => {
  const outfile = path.join(temporaryFolder(), 'writer.js');
  const entry = path.join(__dirname, 'support', 'writer.ts');
  buildSync({ entryPoints: [entry], bundle: true, platform: 'node', outfile });
  return outfile;
})();

function writer(...args: readonly (string | number)[]): { child: ChildProcess; lines: string[] } {
  const child = spawn(process.execPath, [script, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let rest = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const all = (rest + chunk.toString()).split('\n');
    rest = all.pop() ?? '';
    lines.push(...all);
  });
  return { child, lines };
}

/** The one version that all of the output is of; fails where it is a mixture, incomplete, or more than that. */
function versionOf(root: string): number {
  const version = Number(fs.readFileSync(path.join(root, 'dist/demo/version'), 'utf8'));
  const expected: Record<string, unknown> = { ...foreign, ...Object.fromEntries(filesOf(version)) };
  for (const mesh of meshes) expected[`${mesh}/.meshwright-files`] = expect.any(String);
  expect(snapshot(path.join(root, 'dist'))).toEqual(expected);
  return version;
}

test('killed at 200 moments, the output is complete each time: the last that was written, or the next', async () => {
  const root = temporaryFolder();
  const out = path.join(root, 'dist');
  put(out, foreign);
  const left = { lock: 0, tree: 0, journal: 0 };
  let version = 0;
  for (let kill = 0; kill < 200; kill++) {
    const { child, lines } = writer(out, version + 1, 1, 1e6);
    // It writes one version after the other, some 10 ms each.
    if (child.stdout !== null) await once(child.stdout, 'data');
    await sleep(Math.random() * 15);
    child.kill('SIGKILL');
    await once(child, 'close');
    const reported = lines.map(Number).at(-1) ?? version;

    const state = path.join(root, '.meshwright/run/dist');
    if (fs.existsSync(path.join(state, 'lock'))) left.lock++;
    if (fs.existsSync(path.join(state, 'new'))) left.tree++;
    if (fs.existsSync(path.join(state, 'journal.json'))) left.journal++;
    recover({ out });
    version = versionOf(root);
    expect([reported, reported + 1]).toContain(version);
    expect(fs.existsSync(state)).toBe(false);
  }
  // The kills did hit runs at work; faults.test.ts is there for each single moment.
  // How many depends on the machine, so these bounds are far below what a busy one gives.
  expect(left.lock).toBeGreaterThan(50);
  expect(left.tree).toBeGreaterThan(10);
  process.stderr.write(`200 kills left ${JSON.stringify(left)}; ${version} versions written\n`);
}, 120_000);

test('runs that go on at once do not mix: each writes all of its version, or is told who holds the output', async () => {
  const root = temporaryFolder();
  const out = path.join(root, 'dist');
  put(out, foreign);
  const writers = [1, 2, 3].map((first) => writer(out, first, 3, 25));
  await Promise.all(writers.map(({ child }) => once(child, 'close')));

  const isRefusal = (line: string) => line.startsWith('!');
  const written = writers.map(({ lines }) => lines.filter((line) => !isRefusal(line)));
  const refused = writers.map(({ lines }) => lines.filter(isRefusal));
  expect(written.flat().map(Number)).toContain(versionOf(root));
  expect(writers.map(({ lines }) => lines.length)).toEqual([25, 25, 25]);
  expect(refused.flat().length).toBeGreaterThan(0);
  const pids = writers.map(({ child }) => child.pid);
  for (const [index, lines] of refused.entries()) {
    const others = pids.filter((_, at) => at !== index).join('|');
    for (const line of lines) {
      expect(line).toMatch(
        new RegExp(
          `: another run holds the output: process (?:${others}) on \\S+?(?: \\(${script} .*\\))?\\. Wait`,
        ),
      );
    }
  }
  expect(fs.existsSync(path.join(root, '.meshwright'))).toBe(false);
}, 60_000);
