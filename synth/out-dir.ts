import * as path from 'node:path';
import { UserError } from '../values/user-error';
import { showPath, type FileSystem } from './file-system';

/** The output folder, and the folder for what a run needs beside it. */
export interface OutDir {
  /** Absolute, links resolved; need not exist. */
  readonly root: string;
  /**
   * Where the run keeps its lock, its journal and the trees that it swaps: on the file system of `root`, so that a
   * rename is all it takes, and outside of it, so that nobody commits it.
   */
  readonly state: string;
  /** The topmost folder that exists for `state` alone: it goes with the last file in it. */
  readonly stateTop: string;
}

/** @throws UserError where the output folder is a file, or would lie in one. */
export function locate(fs: FileSystem, out: string): OutDir {
  const given = path.resolve(out);
  refuseFiles(fs, out, given);
  const exists = fs.kindOf(given) !== undefined;
  const root = exists ? fs.realPath(given) : given;
  const parent = path.dirname(root);
  // A folder that something is mounted on has no neighbour on its file system.
  const isMount = exists && parent !== root && fs.device(root) !== fs.device(parent);
  const stateTop = path.join(isMount ? root : parent, '.meshwright');
  return { root, state: isMount ? stateTop : path.join(stateTop, 'run', path.basename(root)), stateTop };
}

function refuseFiles(fs: FileSystem, out: string, given: string): void {
  for (let at = given; ; at = path.dirname(at)) {
    const kind = fs.kindOf(at);
    if (kind === 'folder') return;
    if (kind === 'other' && isFolderBehindLink(fs, at)) return;
    if (kind !== undefined) {
      const what = kind === 'file' ? 'is a file' : 'is neither a folder nor a link to one';
      throw UserError.of(
        out,
        at === given
          ? `${what}; the output needs a folder, or a path where nothing stands yet`
          : `${showPath(at)} ${what}, so no folder can be made below it`,
      );
    }
    if (path.dirname(at) === at) return;
  }
}

function isFolderBehindLink(fs: FileSystem, at: string): boolean {
  try {
    return fs.kindOf(fs.realPath(at)) === 'folder';
  } catch {
    return false;
  }
}
