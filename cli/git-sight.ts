import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/**
 * The work tree in which git sees a folder; undefined where none does, or where the tree ignores the folder.
 *
 * Reads `.gitignore` files and `.git/info/exclude` itself, because git need not be installed. A person's own
 * `core.excludesFile` does not count: it protects nobody else's checkout.
 */
export function workTreeThatSees(folder: string): string | undefined {
  const path = real(resolve(folder));
  for (let tree = path; ; tree = dirname(tree)) {
    if (existsSync(join(tree, '.git'))) return isIgnored(tree, path) ? undefined : tree;
    if (dirname(tree) === tree) return undefined;
  }
}

/** The path without symbolic links, though its end may not be there yet. */
function real(path: string): string {
  if (existsSync(path) || dirname(path) === path) return realpathSync(path);
  return join(real(dirname(path)), relative(dirname(path), path));
}

interface Pattern {
  readonly negated: boolean;
  /** Matches a path below the folder of the file that the pattern is in. */
  readonly expression: RegExp;
  readonly below: string;
}

/** Whether the folder or one above it is ignored; the last pattern that matches decides, the deeper file later. */
function isIgnored(tree: string, path: string): boolean {
  const steps = relative(tree, path).split(sep);
  const patterns = [...patternsOf(join(tree, '.git', 'info', 'exclude'), '')];
  let above = '';
  for (const step of steps) {
    patterns.push(...patternsOf(join(tree, above, '.gitignore'), above));
    const current = above === '' ? step : `${above}/${step}`;
    const decides = patterns.findLast(({ below, expression }) =>
      expression.test(below === '' ? current : current.slice(below.length + 1)),
    );
    if (step !== '' && decides !== undefined && !decides.negated) return true;
    above = current;
  }
  return false;
}

function patternsOf(file: string, below: string): readonly Pattern[] {
  // Also where `.git` is a file, as in a linked work tree.
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .flatMap((line): Pattern[] => {
      const text = line.replace(/(?<!\\) +$/, '');
      if (text === '' || text.startsWith('#')) return [];
      const negated = text.startsWith('!');
      const expression = expressionOf(negated ? text.slice(1) : text);
      return expression === undefined ? [] : [{ negated, expression, below }];
    });
}

/** A pattern of gitignore for folders; undefined where it is none. */
function expressionOf(pattern: string): RegExp | undefined {
  const body = pattern.replace(/\/$/, '');
  const anchored = body.includes('/');
  const text = body.replace(/^\//, '').replace(/\*\*\/|\/\*\*$|\*+|\?|\[!?[^\]]+\]|\\.|[^*?[\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '/**') return '/.+';
    if (part.startsWith('*')) return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.startsWith('[')) return part.replace(/^\[!/, '[^');
    return part.replace(/^\\/, '').replace(/[.+^${}()|[\]\\]/, '\\$&');
  });
  try {
    return new RegExp(`^${anchored ? '' : '(?:.*/)?'}${text}$`);
  } catch {
    return undefined;
  }
}
