/**
 * A pattern of Go's path.Match: `*` and `?` do not cross a slash, `[a-z]` and `[^a-z]` are classes, a backslash takes the
 * next character as it is.
 *
 * @returns undefined for a pattern that is none
 */
export function pathMatcher(pattern: string): ((path: string) => boolean) | undefined {
  const source = toRegExp(pattern);
  if (source === undefined) return undefined;
  const expression = new RegExp(`^${source}$`, 'u');
  return (path) => expression.test(path);
}

const piece = /\*|\?|\[(?<class>\^?(?:\\.|[^\]\\])+)\]|\\(?<escaped>.)|(?<other>[^*?[\\])/uy;

function toRegExp(pattern: string): string | undefined {
  let source = '';
  let position = 0;
  while (position < pattern.length) {
    piece.lastIndex = position;
    const match = piece.exec(pattern);
    if (match === null) return undefined;
    const { class: group, escaped, other } = match.groups ?? {};
    if (group !== undefined) source += `(?!/)[${group.replace(/[[&~|]/g, '\\$&')}]`;
    else if (escaped !== undefined || other !== undefined) source += literal((escaped ?? other)!);
    else source += match[0] === '*' ? '[^/]*' : '[^/]';
    position = piece.lastIndex;
  }
  return source;
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
