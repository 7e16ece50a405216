import { explainErrors, nodeFileSystem, type FileSystem } from './file-system';
import { withLock } from './lock';
import { locate } from './out-dir';
import { changesOf, isDirty, plan, type Changes, type Output } from './plan';
import { localProcesses, type Processes } from './processes';
import { isHalfDone, repair, swap } from './swap';
import type { Note, Site } from './trees';

/** Where to write, and with what. */
export interface WriteOptions {
  /** The output folder; made where it is missing. */
  readonly out: string;
  /**
   * Gets what the user should know beside the result: a lock taken over, an interrupted run put right.
   * @default - dropped
   */
  readonly note?: Note;
  /** @default - the disk */
  readonly fs?: FileSystem;
  /** @default - those of this machine, this one called by its command line */
  readonly processes?: Processes;
}

/**
 * Makes the output folder hold the meshes' files, and reports what that changed.
 *
 * All of it or, where it throws, nothing. A file or folder that no run has written stays as it is.
 *
 * @throws UserError where another run holds the folder, something foreign stands in the way, or the disk refuses.
 */
export function writeTree(options: WriteOptions & Output): Changes {
  return onSite(options, (site, locked) =>
    locked(() => {
      repair(site);
      const plans = plan(site.fs, site.out.root, options);
      const dirty = plans.filter(isDirty);
      if (dirty.length > 0) swap(site, dirty);
      return changesOf(plans);
    }),
  );
}

/**
 * What `writeTree` would change. Puts right what a killed run has left, as `recover` does, and writes nothing else.
 *
 * @throws UserError as `writeTree` does.
 */
export function compareTree(options: WriteOptions & Output): Changes {
  recover(options);
  return onSite(options, ({ fs, out }) => changesOf(plan(fs, out.root, options)));
}

/**
 * Puts right what a killed run has left of the output folder: it is then complete, as before that run or as after it.
 * Does nothing, and needs no permission to write, where nothing was left. A command that reads or writes the output
 * calls it before anything that may fail.
 *
 * @throws UserError where another run holds the folder.
 */
export function recover(options: WriteOptions): void {
  onSite(options, (site, locked) => {
    if (site.fs.kindOf(site.out.state) !== undefined) locked(() => repair(site));
  });
}

type Locked = <T>(body: () => T) => T;

/** Runs `body` on the output folder, and explains what the disk refuses. */
function onSite<T>(options: WriteOptions, body: (site: Site, locked: Locked) => T): T {
  const { fs = nodeFileSystem, note = () => undefined } = options;
  const out = explainErrors(
    () => 'the output is as it was',
    () => locate(fs, options.out),
  );
  const site: Site = { fs, out, note };
  const locked: Locked = (inner) =>
    withLock(site, options.processes ?? localProcesses(process.argv.slice(1).join(' ')), inner);
  return explainErrors(
    () => consequenceOf(site),
    () => body(site, locked),
  );
}

function consequenceOf(site: Site): string {
  const isHalf = (() => {
    try {
      return isHalfDone(site);
    } catch {
      return true;
    }
  })();
  return isHalf
    ? 'the output is half swapped, and the next command puts it right'
    : 'the output is as it was';
}
