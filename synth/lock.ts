import { randomBytes } from 'node:crypto';
import * as path from 'node:path';
import { UserError } from '../values/user-error';
import { errorCode, type FileSystem } from './file-system';
import type { ProcessId, Processes } from './processes';
import type { Site } from './trees';

/** A run's claim on an output folder. */
interface Claim {
  readonly file: string;
  readonly id: ProcessId;
}

/** How often a run tries again where another came at the same moment; some 200 ms in all. */
const ATTEMPTS = 8;

/**
 * Holds the output folder while `body` runs, so that two runs never mix.
 *
 * Every run puts a claim of its own into one folder, then looks for others'. A living one sends it away; a dead one's
 * is removed, which can never hit the wrong lock, for no two claims share a name. Two that come at the same moment
 * may both step back; each then tries again after a moment of its own length.
 *
 * @throws UserError saying who holds it.
 */
export function withLock<T>(site: Site, processes: Processes, body: () => T): T {
  const folder = path.join(site.out.state, 'lock');
  const claim = take(site, folder, processes);
  try {
    return body();
  } finally {
    release(site, folder, claim);
  }
}

function take(site: Site, folder: string, processes: Processes): Claim {
  for (let attempt = 1; ; attempt++) {
    const claim = place(site.fs, folder, processes);
    const other = claim && findLiving(site, folder, claim, processes);
    if (claim && !other) return claim;
    if (claim) release(site, folder, claim);
    if (attempt === ATTEMPTS) {
      const why = other
        ? describe(site.fs, other)
        : 'is made and removed by other runs all the time; try again';
      throw UserError.of(path.relative('', folder), why);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10 + Math.random() * 30);
  }
}

/** Undefined where a run that has just ended took the folder away. */
function place(fs: FileSystem, folder: string, { self, command }: Processes): Claim | undefined {
  const file = path.join(folder, nameOf(self));
  try {
    fs.makeFolder(folder);
    fs.create(file, `${command}, since ${new Date().toISOString()}\n`);
    return { file, id: self };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The name alone tells whose it is, so no other run can meet a claim half written. */
function nameOf({ pid, started, host }: ProcessId): string {
  const parts = [started, host].map((part) => encodeURIComponent(part).replaceAll('_', '%5F'));
  return [pid, ...parts, randomBytes(6).toString('hex')].join('_');
}

function parseName(name: string): ProcessId | undefined {
  const [, pid, started, host] = /^(\d+)_([^_]*)_([^_]*)_[0-9a-f]{12}$/.exec(name) ?? [];
  if (pid === undefined || started === undefined || host === undefined) return undefined;
  return { pid: Number(pid), started: decodeURIComponent(started), host: decodeURIComponent(host) };
}

function findLiving(site: Site, folder: string, own: Claim, processes: Processes): Claim | undefined {
  const { fs, note } = site;
  try {
    for (const { name } of fs.list(folder)) {
      const file = path.join(folder, name);
      const id = parseName(name);
      if (file === own.file || id === undefined) continue;
      if (processes.isAlive(id)) return { file, id };
      const about = contentOf(fs, file);
      removeIfThere(fs, file);
      note(`took over the lock of a run that is dead: process ${id.pid}${about}`);
    }
    return undefined;
  } catch (error) {
    release(site, folder, own);
    throw error;
  }
}

function describe(fs: FileSystem, { file, id: { pid, host } }: Claim): string {
  return `another run holds the output: process ${pid} on ${host.split('/')[0]}${contentOf(fs, file)}. Wait for it; if it is surely gone, delete ${path.relative('', file)}`;
}

function contentOf(fs: FileSystem, file: string): string {
  try {
    return ` (${fs.read(file).toString('utf8').trim()})`;
  } catch {
    return '';
  }
}

/** Leaves no trace: the claim goes, and the folders above it as far as they are empty. */
function release({ fs, out, note }: Site, folder: string, claim: Claim): void {
  try {
    removeIfThere(fs, claim.file);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    // What the lock was for is over, and it dies with this process.
    note(`the lock ${claim.file} could not be removed (${errorCode(error)})`);
    return;
  }
  for (let at = folder; at.startsWith(out.stateTop); at = path.dirname(at)) {
    try {
      fs.removeFolder(at);
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return;
    }
  }
}

function removeIfThere(fs: FileSystem, file: string): void {
  try {
    fs.unlink(file);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
