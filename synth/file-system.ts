import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError } from '../values/user-error';

/** What an entry of a folder is; a link is never followed. */
export type EntryKind = 'file' | 'folder' | 'other';

export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
}

/**
 * The calls by which synth/ reaches the disk, and nothing else does. Every one is synchronous: a run is one thread
 * that must be able to say what it did last. They throw node's own system errors (`code`, `path`).
 */
export interface FileSystem {
  /** What stands at a path, links not followed; undefined where nothing does. */
  kindOf(path: string): EntryKind | undefined;
  /** Number of the device that holds an existing path. */
  device(path: string): number;
  /** The path with all links resolved. */
  realPath(path: string): string;
  list(folder: string): Entry[];
  read(path: string): Buffer;
  /** Creates a file; fails where something stands. */
  create(path: string, content: string | Uint8Array): void;
  /** Gives a file a second name. */
  link(existing: string, path: string): void;
  symlink(target: string, path: string): void;
  /** Creates a folder and those above it that are missing. */
  makeFolder(path: string): void;
  rename(from: string, to: string): void;
  /** Removes a file or a link. */
  unlink(path: string): void;
  /** Removes an empty folder. */
  removeFolder(path: string): void;
}

export const nodeFileSystem: FileSystem = {
  kindOf(at) {
    try {
      const stats = fs.lstatSync(at, { throwIfNoEntry: false });
      return stats && kindOf(stats);
    } catch (error) {
      if (errorCode(error) === 'ENOTDIR') return undefined;
      throw error;
    }
  },
  device: (at) => fs.statSync(at).dev,
  realPath: (at) => fs.realpathSync(at),
  list: (folder) =>
    fs
      .readdirSync(folder, { withFileTypes: true })
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
  read: (at) => fs.readFileSync(at),
  create(at, content) {
    try {
      fs.writeFileSync(at, content, { flag: 'wx' });
    } catch (error) {
      // Where the writing fails and not the opening, the system's error names no path.
      throw Object.assign(error as NodeJS.ErrnoException, { path: at });
    }
  },
  link: (existing, at) => fs.linkSync(existing, at),
  symlink: (target, at) => fs.symlinkSync(target, at, 'junction'),
  makeFolder,
  rename: (from, to) => fs.renameSync(from, to),
  unlink: (at) => fs.unlinkSync(at),
  removeFolder: (at) => fs.rmdirSync(at),
};

/** Not node's own `recursive`, which calls a read-only file system a missing folder. */
function makeFolder(at: string): void {
  try {
    fs.mkdirSync(at);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST' && fs.statSync(at).isDirectory()) return;
    if (code !== 'ENOENT' || path.dirname(at) === at) throw error;
    makeFolder(path.dirname(at));
    makeFolder(at);
  }
}

function kindOf(stats: fs.Stats | fs.Dirent): EntryKind {
  if (stats.isFile()) return 'file';
  return stats.isDirectory() ? 'folder' : 'other';
}

/** A path as a user would name it: from the folder they are in, where it lies below. */
export function showPath(at: string): string {
  const relative = path.relative('', at);
  return relative === '' ? '.' : relative.startsWith('..') || path.isAbsolute(relative) ? at : relative;
}

/** The system's code of an error (`ENOENT`, …), or undefined. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use, or something is mounted there',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'something stands there already',
  EFBIG: 'the file is too large for the file system',
  EIO: 'the device reports an input/output error',
  EISDIR: 'it is a folder',
  ELOOP: 'too many links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the path is too long for the file system',
  ENFILE: 'too many open files on this system',
  ENOENT: 'no such file or folder',
  ENOSPC: 'no space left on the device',
  ENOTDIR: 'a part of the path is no folder',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  EXDEV: 'it is on another file system than its neighbours',
};

/**
 * Runs `body`; a system error comes out as a UserError with the path and the reason.
 *
 * @param consequence says what that means for the output, as a sentence's second half
 */
export function explainErrors<T>(consequence: () => string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    const { path: from, dest, message } = error as NodeJS.ErrnoException & { dest?: string };
    const where = [from, dest].filter((one) => one !== undefined).map((one) => showPath(one));
    throw UserError.of(where.join(' -> '), `${reasons[code] ?? message} (${code}); ${consequence()}`);
  }
}
