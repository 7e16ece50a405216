import * as path from 'node:path';
import { INDEX, parseIndex } from './ownership';
import { draftOf, remove, settle, type Site } from './trees';

/** The trees of a swap that are waste once it is over. */
export const wasteFolders = ['new', 'old'] as const;

/**
 * Removes what a swap, or a killed run, has left beside the output: files that an index lists, one by one, and folders
 * that are empty then.
 *
 * Whatever else is in there somebody put into the output while it was being swapped, and it goes back to where it was
 * put.
 */
export function sweep(site: Site): void {
  const { fs, out } = site;
  if (fs.kindOf(draftOf(site)) !== undefined) remove(fs, draftOf(site));
  for (const waste of wasteFolders) {
    const folder = path.join(out.state, waste);
    if (fs.kindOf(folder) !== 'folder') continue;
    for (const { name: mesh } of fs.list(folder)) {
      sweepTree(site, path.join(folder, mesh), path.join(out.root, mesh));
    }
    fs.removeFolder(folder);
  }
}

function sweepTree(site: Site, tree: string, home: string): void {
  const { fs } = site;
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
        settle(site, path.join(tree, at), path.join(home, at));
      }
    }
  };
  visit('');
  // Last, so that a sweep which is killed still knows what is its own.
  if (hasIndex) fs.unlink(index);
  fs.removeFolder(tree);
}
