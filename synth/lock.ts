import { randomBytes } from 'node:crypto';
import * as path from 'node:path';
import { UserError } from '../values/user-error';
import { errorCode, showPath, type FileSystem } from './file-system';
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
  let holder: string | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const claim = place(site, folder, processes);
    if (claim) {
      const living = findLiving(site, folder, claim, processes);
      if (living === undefined) return claim;
      holder = living;
      release(site, folder, claim);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10 + Math.random() * 30);
  }
  throw UserError.of(showPath(folder), holder ?? 'other runs make and remove it all the time; try again');
}

/** Undefined where a run that has just ended took the folder away. */
function place(site: Site, folder: string, { self, command }: Processes): Claim | undefined {
  const file = path.join(folder, nameOf(self));
  try {
    site.fs.makeFolder(folder);
    site.fs.create(file, `${command}, since ${new Date().toISOString()}\n`);
    return { file, id: self };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    // A disk may be full enough to take the name and not the text.
    release(site, folder, { file, id: self });
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

/** Says which living run holds the output beside our own claim; undefined where none does. Removes the dead ones' claims. */
function findLiving(site: Site, folder: string, own: Claim, processes: Processes): string | undefined {
  const { fs, note } = site;
  try {
    for (const { name } of fs.list(folder)) {
      const file = path.join(folder, name);
      const id = parseName(name);
      const about = file === own.file || id === undefined ? undefined : readIfThere(fs, file);
      if (id === undefined || about === undefined) continue;
      const who = `process ${id.pid} on ${id.host.split('/')[0]}${about === '' ? '' : ` (${about})`}`;
      const isOwn = isSame(id, own.id);
      if (!isOwn && processes.isAlive(id)) {
        return `another run holds the output: ${who}. Wait for it; if it is surely gone, delete ${showPath(file)}`;
      }
      removeIfThere(fs, file);
      // A run is synchronous, so an earlier claim of this process is one that it could not remove.
      if (!isOwn) note(`took over the lock of a run that is dead: ${who}`);
    }
    return undefined;
  } catch (error) {
    release(site, folder, own);
    throw error;
  }
}

function isSame(a: ProcessId, b: ProcessId): boolean {
  return a.pid === b.pid && a.host === b.host && a.started === b.started;
}

/** Undefined where the run has just ended. */
function readIfThere(fs: FileSystem, file: string): string | undefined {
  try {
    return fs.read(file).toString('utf8').trim();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return undefined;
  }
}

/** Leaves no trace: the claim goes, and the folders above it as far as they are empty. */
function release({ fs, out, note }: Site, folder: string, claim: Claim): void {
  try {
    removeIfThere(fs, claim.file);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    // What the lock was for is over, and it dies with this process.
    note(`the lock ${showPath(claim.file)} could not be removed (${errorCode(error)})`);
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
