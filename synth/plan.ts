import * as path from 'node:path';
import { UserError, type Problem } from '../values/user-error';
import type { FileSystem } from './file-system';
import { canOwn, formatIndex, INDEX } from './ownership';
import { emptyScan, foldersOf, scan, type Content } from './scan';

/** What the output is to hold. */
export interface Output {
  /** The meshes that the run renders; the folders of others are left alone. */
  readonly meshes: readonly string[];
  /**
   * Whether `meshes` are all there are, so that a mesh of an earlier run which is none of them is removed.
   * @default false
   */
  readonly complete?: boolean;
  /** What each file holds, by its path below the output folder: `<mesh>/<cluster>/<component>/<file>`. */
  readonly files: ReadonlyMap<string, Content>;
}

/** What a run changes, as sorted paths below the output folder. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** The meshes' lists of owned files that are written anew or removed; they follow from the files. */
  readonly indexes: readonly string[];
}

/** Whether nothing has to be written. */
export function isClean({ added, changed, removed, indexes }: Changes): boolean {
  return added.length + changed.length + removed.length + indexes.length === 0;
}

/** One mesh's folder as it is and as it is to be; paths below that folder. */
export interface MeshPlan {
  readonly mesh: string;
  /** Whether the folder stands. */
  readonly exists: boolean;
  readonly files: ReadonlyMap<string, Content>;
  /** Undefined where no file is left to own. */
  readonly index: string | undefined;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: ReadonlySet<string>;
  readonly indexDiffers: boolean;
  /** What stands in the folder and is not the run's: files, and folders as a whole. */
  readonly foreign: readonly string[];
}

/**
 * Compares the output with what stands in the folder; writes nothing.
 *
 * @throws UserError where something that is not the run's stands in the way.
 */
export function plan(fs: FileSystem, root: string, output: Output): MeshPlan[] {
  const wanted = splitByMesh(output);
  for (const mesh of output.complete ? ownedMeshes(fs, root) : []) {
    if (!wanted.has(mesh)) wanted.set(mesh, new Map());
  }
  const problems: Problem[] = [];
  const plans = [...wanted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([mesh, files]) => planMesh(fs, root, mesh, files, problems));
  if (problems.length > 0)
    throw new UserError(problems, "These are not the run's own, and stand where it has to write:");
  return plans;
}

export function changesOf(plans: readonly MeshPlan[]): Changes {
  const collect = (of: (plan: MeshPlan) => Iterable<string>) =>
    plans.flatMap((one) => Array.from(of(one), (file) => `${one.mesh}/${file}`)).sort();
  return {
    added: collect((one) => one.added),
    changed: collect((one) => one.changed),
    removed: collect((one) => one.removed),
    unchanged: collect((one) => one.unchanged),
    indexes: collect((one) => (one.indexDiffers ? [INDEX] : [])),
  };
}

/** Whether a mesh's folder has to be written. */
export function isDirty(one: MeshPlan): boolean {
  return one.added.length + one.changed.length + one.removed.length > 0 || one.indexDiffers;
}

function splitByMesh({ meshes, files }: Output): Map<string, Map<string, Content>> {
  const wanted = new Map(meshes.map((mesh) => [mesh, new Map<string, Content>()]));
  for (const [file, content] of files) {
    const slash = file.indexOf('/');
    const ofMesh = wanted.get(file.slice(0, slash));
    if (slash === -1 || ofMesh === undefined || !canOwn(file.slice(slash + 1))) {
      throw new Error(`${file} is not a path below the folder of one of the meshes ${meshes.join(', ')}`);
    }
    ofMesh.set(file.slice(slash + 1), content);
  }
  wanted.forEach(refuseClashes);
  return wanted;
}

/** Two paths that a file system which ignores case takes for one, or a file where another path needs a folder. */
function refuseClashes(files: ReadonlyMap<string, Content>): void {
  const seen = new Map<string, string>();
  for (const file of files.keys()) {
    const folded = file.toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined) throw new Error(`${file} and ${other} differ in case alone`);
    seen.set(folded, file);
  }
  for (const folder of foldersOf(seen.keys())) {
    if (seen.has(folder)) throw new Error(`${seen.get(folder)} is both a file and the folder of others`);
  }
}

function ownedMeshes(fs: FileSystem, root: string): string[] {
  if (fs.kindOf(root) === undefined) return [];
  return fs
    .list(root)
    .filter(({ name, kind }) => kind === 'folder' && fs.kindOf(path.join(root, name, INDEX)) === 'file')
    .map(({ name }) => name);
}

function planMesh(
  fs: FileSystem,
  root: string,
  mesh: string,
  files: ReadonlyMap<string, Content>,
  problems: Problem[],
): MeshPlan {
  const folder = path.join(root, mesh);
  const kind = fs.kindOf(folder);
  if (kind !== undefined && kind !== 'folder') {
    problems.push({ field: mesh, message: 'is not a folder; move it away, then run again' });
  }
  const found = kind === 'folder' ? scan(fs, folder, files) : emptyScan;
  problems.push(...found.problems.map(({ field, message }) => ({ field: `${mesh}/${field}`, message })));
  const index = files.size === 0 ? undefined : formatIndex(files.keys());
  return {
    mesh,
    exists: kind !== undefined,
    files,
    index,
    added: [...files.keys()].filter((file) => !found.unchanged.has(file) && !found.changed.has(file)),
    changed: [...found.changed],
    removed: found.removed,
    unchanged: found.unchanged,
    indexDiffers: index !== found.index,
    foreign: found.foreign,
  };
}
