import { LineCounter, parseAllDocuments, type ScalarTag } from 'yaml';
import { resolvePlain } from './scalar';
import { SyntaxProblem } from './syntax-problem';

/**
 * What js-yaml misreads without a word: an empty element of a list before an element of a list further out, which it
 * takes into the inner one.
 */
const MISREAD = /(?<!\S)-[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*-\s/;

/** The `yaml` library takes some hundred times a text's size. */
const LARGEST = 5_000_000;

/** Whether a text may have what js-yaml misreads. */
export function isMisread(text: string): boolean {
  return text.length <= LARGEST && MISREAD.test(text);
}

/**
 * The documents of a text by the `yaml` library, the last of several equal keys counting.
 *
 * @throws SyntaxProblem
 */
export function parseSlowly(text: string): readonly unknown[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    version: '1.1',
    schema: 'failsafe',
    customTags: [plain],
    merge: true,
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  return [...documents].map((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw new SyntaxProblem(error.message, line - 1, col, false);
    }
    return document.toJS({ maxAliasCount: -1 }) as unknown;
  });
}

const plain: ScalarTag = {
  tag: 'tag:kubernetes.io,plain',
  default: true,
  test: /^[^]*$/,
  resolve: resolvePlain,
};
