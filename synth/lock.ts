import { randomBytes } from 'node:crypto';
import * as path from 'node:path';
import { UserError } from '../values/user-error';
import { errorCode, type FileSystem } from './file-system';
import type { OutDir } from './out-dir';
import type { ProcessId, Processes } from './processes';
import type { Note } from './sweep';

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
export function withLock<T>(fs: FileSystem, out: OutDir, processes: Processes, note: Note, body: () => T): T {
  const folder = path.join(out.state, 'lock');
  const claim = take(fs, folder, processes, note);
  try {
    return body();
  } finally {
    release(fs, out, folder, claim, note);
  }
}

function take(fs: FileSystem, folder: string, processes: Processes, note: Note): Claim {
  for (let attempt = 1; ; attempt++) {
    const claim = place(fs, folder, processes);
    const other = claim && findLiving(fs, folder, claim, processes, note);
    if (claim && !other) return claim;
    if (claim) fs.unlink(claim.file);
    if (attempt === ATTEMPTS)
      throw UserError.of(
        path.relative('', folder),
        other ? describe(fs, other) : 'comes and goes; try again',
      );
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10 + Math.random() * 30);
  }
}

/** Undefined where a run that has just ended took the folder away. */
function place(fs: FileSystem, folder: string, { self, command }: Processes): Claim | undefined {
  // The name alone tells who it is, so no other run can meet a claim half written.
  const name = [self.pid, self.started, encodeURIComponent(self.host), randomBytes(6).toString('hex')].join(
    '_',
  );
  const file = path.join(folder, name);
  try {
    fs.makeFolder(folder);
    fs.create(file, `${command}, since ${new Date().toISOString()}\n`);
    return { file, id: self };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function findLiving(
  fs: FileSystem,
  folder: string,
  own: Claim,
  processes: Processes,
  note: Note,
): Claim | undefined {
  for (const { name } of fs.list(folder)) {
    const claim = { file: path.join(folder, name), id: parse(name) };
    if (claim.file === own.file) continue;
    if (processes.isAlive(claim.id)) return claim;
    const about = content(fs, claim);
    removeIfThere(fs, claim.file);
    note(`took over the lock of a run that is dead: process ${claim.id.pid}${about}`);
  }
  return undefined;
}

function parse(name: string): ProcessId {
  const [pid = '', started = '', host = ''] = name.split('_');
  return { pid: Number(pid), started, host: decodeURIComponent(host) };
}

function describe(fs: FileSystem, claim: Claim): string {
  const { pid, host } = claim.id;
  return `another run holds the output: process ${pid} on ${host.split('/')[0]}${content(fs, claim)}. Wait for it; if it is surely gone, delete ${path.relative('', claim.file)}`;
}

function content(fs: FileSystem, { file }: Claim): string {
  try {
    return ` (${fs.read(file).toString('utf8').trim()})`;
  } catch {
    return '';
  }
}

/** Leaves no trace: the claim goes, and the folders above it as far as they are empty. */
function release(fs: FileSystem, { stateTop }: OutDir, folder: string, claim: Claim, note: Note): void {
  try {
    removeIfThere(fs, claim.file);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    // The run is over, whatever becomes of its lock; it dies with this process.
    note(`the lock ${claim.file} could not be removed (${errorCode(error)})`);
    return;
  }
  for (let at = folder; at.startsWith(stateTop); at = path.dirname(at)) {
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
