import * as path from 'node:path';
import type { FileSystem } from './file-system';
import type { OutDir } from './out-dir';
import { INDEX, parseIndex } from './ownership';

/** Takes a sentence for the user: what a run found or did beside its work. */
export type Note = (message: string) => void;

/**
 * Removes the trees that a swap has left over: files that their index lists, and empty folders, one by one.
 *
 * Whatever else is in them somebody put into the output while it was being swapped; it goes back to where it was put,
 * or, where something else stands there by now, is kept beside and named.
 */
export function sweep(fs: FileSystem, out: OutDir, note: Note): void {
  const draft = path.join(out.state, 'journal.draft');
  if (fs.kindOf(draft) !== undefined) fs.unlink(draft);
  for (const waste of ['new', 'old']) {
    const folder = path.join(out.state, waste);
    if (fs.kindOf(folder) !== 'folder') continue;
    for (const { name: mesh } of fs.list(folder)) sweepTree(fs, out, path.join(folder, mesh), mesh, note);
    fs.removeFolder(folder);
  }
}

function sweepTree(fs: FileSystem, out: OutDir, tree: string, mesh: string, note: Note): void {
  const index = path.join(tree, INDEX);
  const hasIndex = fs.kindOf(index) === 'file';
  const owned = hasIndex ? parseIndex(fs.read(index).toString('utf8')) : new Set<string>();

  const visit = (below: string) => {
    for (const { name, kind } of fs.list(path.join(tree, below))) {
      const at = below === '' ? name : `${below}/${name}`;
      if (kind === 'folder') {
        visit(at);
        fs.removeFolder(path.join(tree, at));
      } else if (owned.has(at)) {
        fs.unlink(path.join(tree, at));
      } else if (at !== INDEX) {
        bringHome(fs, out, path.join(tree, at), path.join(mesh, at), note);
      }
    }
  };
  visit('');
  // Last, so that a sweep which is interrupted still knows what is its own.
  if (hasIndex) fs.unlink(index);
  fs.removeFolder(tree);
}

function bringHome(fs: FileSystem, { root, state }: OutDir, stray: string, at: string, note: Note): void {
  const home = path.join(root, at);
  if (fs.kindOf(home) === undefined) {
    fs.makeFolder(path.dirname(home));
    fs.rename(stray, home);
    return;
  }
  if (fs.kindOf(stray) === 'file' && fs.kindOf(home) === 'file' && fs.read(stray).equals(fs.read(home))) {
    fs.unlink(stray);
    return;
  }
  const kept = freeName(fs, path.join(state, 'kept', at));
  fs.makeFolder(path.dirname(kept));
  fs.rename(stray, kept);
  note(
    `${home} was written by somebody else while a run swapped its output in; that version is kept as ${kept}`,
  );
}

function freeName(fs: FileSystem, wanted: string): string {
  for (let count = 0; ; count++) {
    const name = count === 0 ? wanted : `${wanted}.${count}`;
    if (fs.kindOf(name) === undefined) return name;
  }
}
