import * as path from 'node:path';
import { UserError } from '../values/user-error';
import { errorCode, type FileSystem } from './file-system';
import type { OutDir } from './out-dir';
import { INDEX } from './ownership';
import type { MeshPlan } from './plan';
import { foldersOf } from './scan';
import { sweep, type Note } from './sweep';

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
 * until after the last: while it stands the swap can be undone, and whoever finds it does so (`repair`). Its removal
 * is the moment from which the new trees count; what is in `new/` and `old/` without a journal is waste.
 *
 * That holds for a process killed at any moment. A power cut is another matter: nothing here is flushed.
 */
export function swap(fs: FileSystem, out: OutDir, plans: readonly MeshPlan[], note: Note): void {
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
    for (const plan of plans) build(fs, out, plan);
    write(fs, out, journal);
    fs.makeFolder(path.join(out.state, 'old'));
    fs.makeFolder(out.root);
    for (const step of journal.steps) exchange(fs, placesOf(out, step), step);
    fs.unlink(journalOf(out));
  } catch (error) {
    try {
      repair(fs, out, note);
    } catch {
      note('what the failed run did could not be undone yet; the next command tries again');
    }
    throw error;
  }
  try {
    sweep(fs, out, note);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    note(`${out.state} could not be emptied (${errorCode(error)}); the next run tries again`);
  }
}

/**
 * Puts right what an interrupted swap has left: where its journal stands, the output becomes what it was before; where
 * none does, the output is complete already. Then removes the waste.
 */
export function repair(fs: FileSystem, out: OutDir, note: Note): void {
  if (fs.kindOf(journalOf(out)) === 'file') {
    const { hadRoot, steps } = read(fs, out);
    for (const step of steps.toReversed()) undo(fs, placesOf(out, step), step);
    if (!hadRoot) removeIfEmpty(fs, out.root);
    fs.unlink(journalOf(out));
    note(
      'a run was interrupted while it swapped its output in; the output is again what it was before that run',
    );
  }
  sweep(fs, out, note);
}

/** Where a mesh's trees are during a swap. */
interface Places {
  readonly live: string;
  readonly fresh: string;
  readonly old: string;
}

function placesOf({ root, state }: OutDir, { mesh }: { readonly mesh: string }): Places {
  return {
    live: path.join(root, mesh),
    fresh: path.join(state, 'new', mesh),
    old: path.join(state, 'old', mesh),
  };
}

/** The index comes first, so that a tree which a killed run has half built is known to be its own. */
function build(fs: FileSystem, out: OutDir, plan: MeshPlan): void {
  const { live, fresh } = placesOf(out, plan);
  if (plan.index !== undefined || plan.foreign.length > 0) fs.makeFolder(fresh);
  if (plan.index !== undefined) fs.create(path.join(fresh, INDEX), plan.index);
  for (const folder of [...foldersOf([...plan.files.keys(), ...plan.foreign])].sort()) {
    fs.makeFolder(path.join(fresh, folder));
  }
  for (const [file, content] of plan.files) {
    const target = path.join(fresh, file);
    if (!plan.unchanged.has(file) || !canLink(fs, path.join(live, file), target)) fs.create(target, content);
  }
}

/** Not every file system has hard links, nor may every file get one. */
const noLink = ['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK'];

function canLink(fs: FileSystem, existing: string, target: string): boolean {
  try {
    fs.link(existing, target);
    return true;
  } catch (error) {
    if (noLink.includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

function exchange(fs: FileSystem, { live, fresh, old }: Places, { had, has, foreign }: Step): void {
  if (had) fs.rename(live, old);
  for (const one of foreign) move(fs, path.join(old, one), path.join(fresh, one));
  if (has) fs.rename(fresh, live);
}

/** Each step is taken only where the trees say that it is due, so that a second `undo` finishes a killed first. */
function undo(fs: FileSystem, { live, fresh, old }: Places, { had, has, foreign }: Step): void {
  const exists = (at: string) => fs.kindOf(at) !== undefined;
  const isSwapped = has && !exists(fresh) && exists(live) && (!had || exists(old));
  if (isSwapped) fs.rename(live, fresh);
  if (!had || !exists(old)) return;
  for (const one of foreign) {
    const [from, to] = [path.join(fresh, one), path.join(old, one)];
    if (exists(from) && !exists(to)) fs.rename(from, to);
  }
  // Where somebody has restored the folder since, say with git, theirs stays, and sweep() brings home what is not the run's.
  if (!exists(live)) fs.rename(old, live);
}

function move(fs: FileSystem, from: string, to: string): void {
  if (fs.kindOf(to) !== undefined)
    throw UserError.of(path.relative('', to), 'appeared while the run was writing');
  fs.rename(from, to);
}

function journalOf({ state }: OutDir): string {
  return path.join(state, 'journal.json');
}

/** A journal is there as a whole or not at all. */
function write(fs: FileSystem, out: OutDir, journal: Journal): void {
  const draft = path.join(out.state, 'journal.draft');
  if (fs.kindOf(draft) !== undefined) fs.unlink(draft);
  fs.makeFolder(out.state);
  fs.create(draft, JSON.stringify(journal));
  fs.rename(draft, journalOf(out));
}

function read(fs: FileSystem, out: OutDir): Journal {
  try {
    return JSON.parse(fs.read(journalOf(out)).toString('utf8')) as Journal;
  } catch (error) {
    if (errorCode(error) !== undefined) throw error;
    throw UserError.of(
      path.relative('', journalOf(out)),
      `cannot be read. A run was interrupted while it swapped its output in: see that ${out.root} is complete (its old files are in ${path.join(out.state, 'old')}), then delete this file`,
    );
  }
}

function removeIfEmpty(fs: FileSystem, folder: string): void {
  if (fs.kindOf(folder) === 'folder' && fs.list(folder).length === 0) fs.removeFolder(folder);
}
