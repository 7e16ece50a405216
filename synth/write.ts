import { explainErrors, nodeFileSystem, type FileSystem } from './file-system';
import { withLock } from './lock';
import { locate } from './out-dir';
import { changesOf, isDirty, plan, type Changes, type Output } from './plan';
import { localProcesses, type Processes } from './processes';
import { repair, swap } from './swap';
import type { Note } from './sweep';

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
  const { fs, note, processes } = withDefaults(options);
  return explainErrors('the output is as it was', () => {
    const out = locate(fs, options.out);
    return withLock(fs, out, processes, note, () => {
      repair(fs, out, note);
      const plans = plan(fs, out.root, options);
      const dirty = plans.filter(isDirty);
      if (dirty.length > 0) swap(fs, out, dirty, note);
      return changesOf(plans);
    });
  });
}

/** What `writeTree` would change; writes nothing. */
export function compareTree(options: WriteOptions & Output): Changes {
  const { fs } = withDefaults(options);
  return explainErrors('nothing was compared', () =>
    changesOf(plan(fs, locate(fs, options.out).root, options)),
  );
}

/**
 * Puts right what a killed run has left of the output folder: it is then complete, as before that run or as after it.
 * Does nothing, and needs no permission to write, where nothing was left. Every command that reads or writes the
 * output calls it first.
 *
 * @throws UserError where another run holds the folder.
 */
export function recover(options: WriteOptions): void {
  const { fs, note, processes } = withDefaults(options);
  explainErrors('the output was not put right', () => {
    const out = locate(fs, options.out);
    if (fs.kindOf(out.state) === undefined) return;
    withLock(fs, out, processes, note, () => repair(fs, out, note));
  });
}

function withDefaults({
  fs,
  note,
  processes,
}: WriteOptions): Required<Pick<WriteOptions, 'fs' | 'note' | 'processes'>> {
  return {
    fs: fs ?? nodeFileSystem,
    note: note ?? (() => undefined),
    processes: processes ?? localProcesses(process.argv.slice(1).join(' ')),
  };
}
