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

/** The paths that an index lists, those that lead out of its folder left out. */
export function parseIndex(text: string): Set<string> {
  return new Set(text.split(/\r?\n/).filter(isPathBelow));
}

const folderMarkers = /^(?:#|<{7}|={7}|>{7}|\|{7})/;

function isPathBelow(line: string): boolean {
  return line !== '' && line !== INDEX && !folderMarkers.test(line) && isSafePath(line);
}

/** Whether a path, with `/`, stays below the folder that it starts from, on every system. */
export function isSafePath(path: string): boolean {
  return (
    !/[\\\u0000-\u001f\u007f]|^[A-Za-z]:/.test(path) &&
    path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..')
  );
}
