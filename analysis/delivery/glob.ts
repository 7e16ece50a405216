/** `*`, `?`, `[a-z]` and `{a,b}`; with a separator, a star stays between two of them and two stars do not. */
export function glob(pattern: string, separator = ''): RegExp {
  const one = separator === '' ? '.' : `[^${separator}]`;
  let isInBraces = false;
  const source = pattern.replace(/\*\*|[\\^$.|?*+()[\]{},]/g, (char) => {
    switch (char) {
      case '**':
        return '.*';
      case '*':
        return `${one}*`;
      case '?':
        return one;
      case '{':
        isInBraces = true;
        return '(?:';
      case '}':
        isInBraces = false;
        return ')';
      case ',':
        return isInBraces ? '|' : ',';
      case '[':
      case ']':
        return char;
      default:
        return `\\${char}`;
    }
  });
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    return NOTHING;
  }
}

const NOTHING = /(?!)/;
