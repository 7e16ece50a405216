import * as path from 'node:path';
import type { Problem } from '../values/user-error';
import type { Entry, FileSystem } from './file-system';
import { INDEX, parseIndex } from './ownership';

/** What a file holds; text is UTF-8. */
export type Content = string | Uint8Array;

/** What stands in a mesh's folder, beside what is to stand there. Paths below that folder. */
export interface Scan {
  /** Text of the list of owned files, where there is one. */
  readonly index: string | undefined;
  /** Wanted, and standing with other bytes. */
  readonly changed: ReadonlySet<string>;
  /** Wanted, and standing with the same bytes. */
  readonly unchanged: ReadonlySet<string>;
  /** Owned and not wanted. */
  readonly removed: readonly string[];
  /** Neither owned nor wanted: files, and folders as a whole. */
  readonly foreign: readonly string[];
  /** What is foreign and stands where something wanted has to go. */
  readonly problems: readonly Problem[];
}

export const emptyScan: Scan = {
  index: undefined,
  changed: new Set(),
  unchanged: new Set(),
  removed: [],
  foreign: [],
  problems: [],
};

/** Walks a mesh's folder once. Folders that hold nothing of the run's are not looked into, and links not followed. */
export function scan(fs: FileSystem, folder: string, wanted: ReadonlyMap<string, Content>): Scan {
  const index =
    fs.kindOf(path.join(folder, INDEX)) === 'file'
      ? fs.read(path.join(folder, INDEX)).toString('utf8')
      : undefined;
  const owned = parseIndex(index ?? '');
  const wantedFolders = foldersOf(wanted.keys());
  const ownFolders = foldersOf(owned);
  const changed = new Set<string>();
  const unchanged = new Set<string>();
  const removed: string[] = [];
  const foreign: string[] = [];
  const problems: Problem[] = [];

  const visit = (below: string) => {
    for (const entry of fs.list(path.join(folder, below))) {
      const at = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.kind === 'folder') visitFolder(at);
      else visitFile(at, entry);
    }
  };
  const visitFolder = (at: string) => {
    const before = foreign.length;
    if (wantedFolders.has(at) || ownFolders.has(at)) visit(at);
    else foreign.push(at);
    if (wanted.has(at) && foreign.length > before) {
      const inside = foreign.splice(before);
      const held = inside[0] === at ? '' : `, and ${inside.join(', ')} in it is not the run's`;
      problems.push({
        field: at,
        message: `is a folder where a file has to go${held}; move it away, then run again`,
      });
    }
  };
  const visitFile = (at: string, { kind }: Entry) => {
    if (at === INDEX) return;
    const content = wanted.get(at);
    if (content !== undefined && kind === 'file' && isSame(fs.read(path.join(folder, at)), content)) {
      unchanged.add(at);
    } else if (owned.has(at)) {
      if (content === undefined) removed.push(at);
      else changed.add(at);
    } else if (content !== undefined || wantedFolders.has(at)) {
      problems.push({
        field: at,
        message: `was not written by a run (${INDEX} does not list it), and something else has to go there; move it away, then run again`,
      });
    } else {
      foreign.push(at);
    }
  };
  visit('');
  return { index, changed, unchanged, removed, foreign, problems };
}

/** Every folder above one of the paths. */
export function foldersOf(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const file of paths) {
    for (let slash = file.lastIndexOf('/'); slash !== -1; slash = file.lastIndexOf('/', slash - 1)) {
      const folder = file.slice(0, slash);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

function isSame(bytes: Buffer, content: Content): boolean {
  return typeof content === 'string'
    ? bytes.length === Buffer.byteLength(content) && bytes.equals(Buffer.from(content))
    : bytes.equals(content);
}
