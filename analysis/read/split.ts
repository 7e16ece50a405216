/** A part of a text between separators. */
export interface Chunk {
  readonly text: string;
  /** Line of the file on which it begins, from 1. */
  readonly line: number;
  /** What stands behind `---` and keeps Kubernetes from reading on; undefined where all is well. */
  readonly badSeparator?: string;
}

/**
 * Splits a text as Kubernetes does, at lines that begin with `---`, before anything of it is parsed: so a document
 * that is broken takes no other with it.
 *
 * Source: `YAMLReader` of k8s.io/apimachinery.
 */
export function* splitDocuments(text: string): Generator<Chunk> {
  let line = 1;
  let start = text.startsWith('\ufeff') ? 1 : 0;
  let badSeparator: string | undefined;
  for (;;) {
    const end = findSeparator(text, start);
    const chunk = text.slice(start, end);
    if (badSeparator !== undefined) yield { text: chunk, line: line - 1, badSeparator };
    else if (chunk !== '') yield { text: chunk, line };
    if (end === text.length) return;
    line += countLines(chunk) + 1;
    const lineEnd = text.indexOf('\n', end);
    const after = text.slice(end + 3, lineEnd === -1 ? text.length : lineEnd).trim();
    badSeparator = after === '' || after.startsWith('#') ? undefined : after;
    start = lineEnd === -1 ? text.length : lineEnd + 1;
  }
}

function findSeparator(text: string, from: number): number {
  if (text.startsWith('---', from)) return from;
  const at = text.indexOf('\n---', from);
  return at === -1 ? text.length : at + 1;
}

/** Number of line ends. */
export function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/**
 * The parts of a stream of JSON objects that follow each other without a separator, as `kubectl get --watch -o json`
 * writes them; undefined where a text is no such stream.
 */
export function splitJson(text: string): readonly Chunk[] | undefined {
  if (!/^\s*\{\s*["}]/.test(text)) return undefined;
  const chunks: Chunk[] = [];
  let depth = 0;
  let start = 0;
  let line = 1;
  let isInString = false;
  for (const { 0: token, index } of text.matchAll(/\\.|["{}]/gs)) {
    if (token === '"') isInString = !isInString;
    if (isInString) continue;
    if (token === '{') depth++;
    else if (token === '}' && --depth === 0) {
      chunks.push({ text: text.slice(start, index + 1), line });
      line += countLines(text.slice(start, index + 1));
      start = index + 1;
    }
  }
  return depth === 0 && text.slice(start).trim() === '' && chunks.length > 1 ? chunks : undefined;
}
