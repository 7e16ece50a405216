/**
 * Which files of a mesh's folder are the run's own.
 *
 * The list is committed with them, so it is made to survive a merge: text, one path per line, nothing that changes
 * when a file's content does. Reading takes the union of what two branches list, whatever markers git left.
 */

/** Name of the list, in the mesh's folder. */
export const INDEX = '.meshwright-files';

const heading = [
  '# The files of this folder that meshwright writes, and removes when nothing produces them any more.',
  '# It touches no other. After a merge conflict here, run it again.',
];

export function formatIndex(paths: Iterable<string>): string {
  return [...heading, ...[...paths].sort(), ''].join('\n');
}

/** The paths that an index lists; whatever cannot be one, such as a way out of its folder, is left out. */
export function parseIndex(text: string): Set<string> {
  return new Set(text.split(/\r?\n/).filter(canOwn));
}

/** Comments, and what git writes between two sides. */
const noPath = /^(?:#|<{7}|={7}|>{7}|\|{7})/;

/** Whether an index can list a path: one with `/` that stays below its folder on every system. */
export function canOwn(path: string): boolean {
  return (
    path !== INDEX &&
    !noPath.test(path) &&
    !/[\\\u0000-\u001f\u007f]|^[A-Za-z]:/.test(path) &&
    path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..')
  );
}
