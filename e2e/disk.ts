/**
 * `npm run e2e:disk`: a full disk and a read-only file system, real ones, leave dist as it was.
 *
 * Mounts file systems in memory in a folder of its own, which takes root. Exits 1 where anything is otherwise.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '..');
interface Case {
  readonly name: string;
  /** Makes the file system what the case says. */
  readonly spoil: (folder: string) => void;
  readonly says: string;
}

const CASES: readonly Case[] = [
  {
    name: 'full disk',
    spoil: fill,
    says: 'no space left on the device',
  },
  {
    name: 'disk that fills up on the way',
    spoil: (folder) => {
      fill(folder);
      const ballast = join(folder, 'ballast');
      truncateSync(ballast, statSync(ballast).size - 128 * 1024);
    },
    says: 'no space left on the device',
  },
  {
    name: 'read-only file system',
    spoil: (folder) => must('mount', ['-o', 'remount,ro', folder]),
    says: 'the file system is read-only',
  },
];

function main(): number {
  if (process.getuid?.() !== 0) {
    process.stderr.write('e2e:disk mounts file systems, which takes root\n');
    return 1;
  }
  return CASES.filter((one) => !holds(one)).length === 0 ? 0 : 1;
}

function holds({ name, spoil, says }: Case): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-disk-'));
  must('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]);
  try {
    const dist = join(folder, 'dist');
    cpSync(join(ROOT, 'dist'), dist, { recursive: true });
    for (const file of manifests(dist)) writeFileSync(join(dist, file), '# an older version\n');
    spoil(folder);
    const before = digest(dist);
    const { status, stdout, stderr } = synth(dist);
    const isKept = digest(dist) === before;
    const isRight = status === 2 && stderr.includes(says) && !stderr.includes('    at ') && isKept;
    process.stdout.write(
      `${name}: exit ${status}, dist ${isKept ? 'as it was' : 'CHANGED'}: ${stderr.trim()}\n`,
    );
    if (!isRight) process.stdout.write(`  WRONG: wanted exit 2 and "${says}"\n${stdout}`);

    must('mount', ['-o', 'remount,rw', folder]);
    rmSync(join(folder, 'ballast'), { force: true });
    const after = synth(dist);
    const isMended = after.status === 0 && digest(dist) === digest(join(ROOT, 'dist'));
    process.stdout.write(
      `${name}, mended: exit ${after.status}, dist ${isMended ? 'as rendered' : 'WRONG'}\n`,
    );
    return isRight && isMended;
  } finally {
    must('umount', [folder]);
    rmSync(folder, { recursive: true });
  }
}

function synth(dist: string) {
  return spawnSync('node', ['bin/meshwright.js', 'synth', '--out', dist], { cwd: ROOT, encoding: 'utf8' });
}

/** Leaves no page of the file system free. */
function fill(folder: string): void {
  const file = join(folder, 'ballast');
  spawnSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=4k'], { stdio: 'ignore' });
}

function must(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}

/** Names and bytes of all files. */
function digest(folder: string): string {
  const hash = createHash('sha256');
  for (const file of files(folder)) hash.update(`${file}\0`).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

function manifests(folder: string): readonly string[] {
  return files(folder).filter((file) => file.endsWith('.yaml'));
}

/** Paths of all files below a folder, in order. */
function files(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

process.exitCode = main();
