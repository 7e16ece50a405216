import * as path from 'node:path';
import { errorCode, showPath, type FileSystem } from './file-system';
import type { OutDir } from './out-dir';
import { INDEX } from './ownership';

/** Takes a sentence for the user: what a run found or did beside its work. */
export type Note = (message: string) => void;

/** The file system, the output folder, and whom to tell. */
export interface Site {
  readonly fs: FileSystem;
  readonly out: OutDir;
  readonly note: Note;
}

/** Not every file system has hard links, nor may every file get one. */
const noLink = ['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK'];

/** Gives a file a second name; false where it can get none. */
export function tryLink(fs: FileSystem, existing: string, target: string): boolean {
  try {
    fs.link(existing, target);
    return true;
  } catch (error) {
    if (noLink.includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

/**
 * Moves a file or a folder.
 *
 * A folder that came with a container's image cannot be renamed (overlayfs says EXDEV). It is linked file by file into
 * a draft, which then takes the new name, and emptied; at every moment all of it stands at one place or the other. The
 * index goes first, so that a folder without one is known as a remainder.
 */
export function move(site: Site, from: string, to: string): void {
  const { fs } = site;
  try {
    fs.rename(from, to);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
    copy(fs, from, draftOf(site));
    fs.rename(draftOf(site), to);
    if (fs.kindOf(path.join(from, INDEX)) === 'file') fs.unlink(path.join(from, INDEX));
    drain(site, from, to);
  }
}

/** Where a copy is made before it gets its name. */
export function draftOf({ out }: Site): string {
  return path.join(out.state, 'draft');
}

function copy(fs: FileSystem, from: string, to: string): void {
  if (fs.kindOf(from) === 'folder') {
    fs.makeFolder(to);
    for (const { name } of fs.list(from)) copy(fs, path.join(from, name), path.join(to, name));
  } else if (!tryLink(fs, from, to)) {
    fs.create(to, fs.read(from));
  }
}

/** Brings a file or a folder, with all that is in it, to `home`; folders are merged. */
export function drain(site: Site, from: string, home: string): void {
  if (site.fs.kindOf(from) !== 'folder') {
    settle(site, from, home);
    return;
  }
  for (const { name } of site.fs.list(from)) drain(site, path.join(from, name), path.join(home, name));
  site.fs.removeFolder(from);
}

/**
 * Brings a file to `home`. What stands there stays: where it is the same, the file is no longer needed; where it is
 * not, the file is kept beside the output and named.
 */
export function settle({ fs, out, note }: Site, stray: string, home: string): void {
  const standing = fs.kindOf(home);
  if (standing === undefined) {
    fs.makeFolder(path.dirname(home));
    fs.rename(stray, home);
  } else if (
    standing === fs.kindOf(stray) &&
    (standing === 'other' || fs.read(stray).equals(fs.read(home)))
  ) {
    fs.unlink(stray);
  } else {
    const kept = freeName(fs, path.join(out.state, 'kept', path.basename(home)));
    fs.makeFolder(path.dirname(kept));
    fs.rename(stray, kept);
    const what = `${showPath(home)} was written by somebody else while a run swapped its output in`;
    note(`${what}; the other version is ${showPath(kept)}`);
  }
}

function freeName(fs: FileSystem, wanted: string): string {
  let name = wanted;
  for (let count = 1; fs.kindOf(name) !== undefined; count++) name = `${wanted}.${count}`;
  return name;
}

/** Removes a file, or a folder with all that is in it; a link goes, and what it leads to stays. */
export function remove(fs: FileSystem, at: string): void {
  if (fs.kindOf(at) !== 'folder') {
    fs.unlink(at);
    return;
  }
  for (const { name } of fs.list(at)) remove(fs, path.join(at, name));
  fs.removeFolder(at);
}
