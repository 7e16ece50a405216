import * as path from 'node:path';
import { UserError } from '../values/user-error';
import { errorCode, showPath, type FileSystem } from './file-system';
import type { OutDir } from './out-dir';
import { INDEX } from './ownership';
import type { MeshPlan } from './plan';
import { foldersOf } from './scan';
import { sweep } from './sweep';
import { drain, draftOf, move, tryLink, type Site } from './trees';

/** What a swap is about to do, written down before its first rename. */
interface Journal {
  /** Whether the output folder stands before the swap. */
  readonly hadRoot: boolean;
  readonly steps: readonly Step[];
}

/** One mesh's folder to swap. */
interface Step {
  readonly mesh: string;
  /** Whether it stands before the swap. */
  readonly had: boolean;
  /** Whether it stands after it. */
  readonly has: boolean;
  /** What is not the run's and moves over as it is. */
  readonly foreign: readonly string[];
}

/**
 * Puts new trees of the meshes in place of the old ones.
 *
 * `new/<mesh>` is built beside the output; then, per mesh, the old tree moves to `old/`, what is not the run's moves
 * from it into the new one, and the new one moves into the output. The journal stands from before the first rename
 * until after the last: while it stands the swap can be undone, and whoever finds it does so. Its removal is the moment
 * from which the new trees count; what is in `new/` and `old/` without a journal is waste.
 *
 * That holds for a process killed at any moment. A power cut is another matter: nothing here is flushed.
 */
export function swap(site: Site, plans: readonly MeshPlan[]): void {
  const { fs, out, note } = site;
  const journal: Journal = {
    hadRoot: fs.kindOf(out.root) !== undefined,
    steps: plans.map(({ mesh, exists, index, foreign }) => ({
      mesh,
      had: exists,
      has: index !== undefined || foreign.length > 0,
      foreign,
    })),
  };
  try {
    for (const plan of plans) build(site, plan);
    write(site, journal);
    fs.makeFolder(path.join(out.state, 'old'));
    fs.makeFolder(out.root);
    for (const step of journal.steps) exchange(site, step);
    fs.unlink(journalOf(out));
  } catch (error) {
    undoQuietly(site);
    throw error;
  }
  try {
    sweep(site);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    note(`${showPath(out.state)} could not be emptied (${errorCode(error)}); the next run tries again`);
  }
}

/**
 * Puts right what an interrupted swap has left: where its journal stands, the output becomes what it was before; where
 * none does, the output is complete already. Then removes the waste.
 */
export function repair(site: Site): void {
  if (undo(site)) {
    site.note(
      'a run was interrupted while it swapped its output in; the output is again what it was before that run',
    );
  }
  sweep(site);
}

/** Whether a swap was begun and neither finished nor undone. */
export function isHalfDone({ fs, out }: Site): boolean {
  return fs.kindOf(journalOf(out)) !== undefined;
}

/** The error that made it necessary says more than one that comes on top. The journal stays for the next command. */
function undoQuietly(site: Site): void {
  try {
    undo(site);
    sweep(site);
  } catch (error) {
    if (errorCode(error) === undefined && !(error instanceof UserError)) throw error;
  }
}

/** Where a mesh's trees are during a swap. */
function placesOf({ out: { root, state } }: Site, mesh: string) {
  return {
    live: path.join(root, mesh),
    fresh: path.join(state, 'new', mesh),
    old: path.join(state, 'old', mesh),
  };
}

/** The index comes first, so that a tree which a killed run has half built is known to be its own. */
function build(site: Site, { mesh, files, index, unchanged, foreign }: MeshPlan): void {
  const { fs } = site;
  const { live, fresh } = placesOf(site, mesh);
  if (index !== undefined || foreign.length > 0) fs.makeFolder(fresh);
  if (index !== undefined) fs.create(path.join(fresh, INDEX), index);
  for (const folder of [...foldersOf([...files.keys(), ...foreign])].sort()) {
    fs.makeFolder(path.join(fresh, folder));
  }
  for (const [file, content] of files) {
    const target = path.join(fresh, file);
    if (!unchanged.has(file) || !tryLink(fs, path.join(live, file), target)) fs.create(target, content);
  }
}

function exchange(site: Site, { mesh, had, has, foreign }: Step): void {
  const { live, fresh, old } = placesOf(site, mesh);
  if (had) move(site, live, old);
  for (const one of foreign) {
    const target = path.join(fresh, one);
    // On a file system that ignores case it may meet a file of ours.
    if (site.fs.kindOf(target) !== undefined)
      throw UserError.of(`${mesh}/${one}`, 'stands where the run has to write');
    move(site, path.join(old, one), target);
  }
  if (has) move(site, fresh, live);
}

/** False where there is nothing to undo. A second call finishes what a killed first one began. */
function undo(site: Site): boolean {
  const { fs, out } = site;
  if (!isHalfDone(site)) return false;
  const { hadRoot, steps } = read(fs, out);
  for (const step of steps.toReversed()) undoStep(site, step);
  if (!hadRoot && fs.kindOf(out.root) === 'folder' && fs.list(out.root).length === 0)
    fs.removeFolder(out.root);
  fs.unlink(journalOf(out));
  return true;
}

/** The trees themselves tell how far the step, or an earlier undoing of it, has come. */
function undoStep(site: Site, { mesh, had, has, foreign }: Step): void {
  const { fs } = site;
  const { live, fresh, old } = placesOf(site, mesh);
  const exists = (at: string) => fs.kindOf(at) !== undefined;

  const isSwapped = has && !exists(fresh) && exists(live) && (!had || exists(old));
  if (isSwapped) move(site, live, fresh);
  if (!had || !exists(old)) return;
  for (const one of foreign) {
    const [from, to] = [path.join(fresh, one), path.join(old, one)];
    if (exists(from)) (exists(to) ? drain : move)(site, from, to);
  }
  if (exists(live)) {
    // With an index somebody has restored it, say with git: theirs stays, and sweep() brings home what was not the run's.
    if (exists(path.join(live, INDEX))) return;
    drain(site, live, old);
  }
  move(site, old, live);
}

function journalOf({ state }: OutDir): string {
  return path.join(state, 'journal.json');
}

/** A journal is there as a whole or not at all. */
function write(site: Site, journal: Journal): void {
  site.fs.makeFolder(site.out.state);
  site.fs.create(draftOf(site), JSON.stringify(journal));
  site.fs.rename(draftOf(site), journalOf(site.out));
}

function read(fs: FileSystem, out: OutDir): Journal {
  try {
    return JSON.parse(fs.read(journalOf(out)).toString('utf8')) as Journal;
  } catch (error) {
    if (errorCode(error) !== undefined) throw error;
    throw UserError.of(
      showPath(journalOf(out)),
      `cannot be read. A run was interrupted while it swapped its output in: see that ${showPath(out.root)} is complete (its old files are in ${showPath(path.join(out.state, 'old'))}), then delete this file`,
    );
  }
}
