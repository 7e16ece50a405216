import type { State } from 'js-yaml';
import { formatPath, type Key } from '../schema/structural/walk';
import { visitYaml } from './parse';

/** Where a node of a document begins, and the nodes below. Lines count from 0 in the document. */
export interface LineTree {
  readonly line: number;
  /** By key of a mapping or index of a list; the line of a key is that of its value. */
  readonly below?: ReadonlyMap<Key, LineTree>;
  /** Keys that the mapping has already. */
  readonly repeated?: readonly { readonly key: string; readonly line: number }[];
}

/** A node that the reader has not come to the end of, and what it found in it. */
interface OpenNode {
  readonly line: number;
  readonly parts: Part[];
}

interface Part {
  readonly value: unknown;
  readonly tree: LineTree;
  /** Position after it. */
  readonly end: number;
}

/**
 * The lines of a document's nodes.
 *
 * @param levels - how far down to look; one of YAML is at most two here
 * @throws SyntaxProblem
 */
export function linesIn(text: string, levels = Infinity): LineTree {
  const open: OpenNode[] = [{ line: 0, parts: [] }];
  visitYaml(text, (event, state) => {
    if (event === 'open') {
      open.push({ line: state.line, parts: [] });
      return;
    }
    const { line, parts } = open.pop()!;
    if (open.length > levels) return;
    const value: unknown = state.result;
    open.at(-1)!.parts.push({ value, tree: treeOf(line, parts, state), end: state.position });
  });
  return open[0]!.parts[0]?.tree ?? { line: 0 };
}

function treeOf(line: number, parts: readonly Part[], { kind, result, input }: State): LineTree {
  const only = parts.length === 1 ? parts[0]! : undefined;
  const value: unknown = result;
  // What turns out to be no key of a mapping is read as a node within the node.
  if (only !== undefined && only.value === value && typeof value === 'object') return { ...only.tree, line };
  if (kind === 'mapping') return mappingOf(line, parts, input);
  if (kind !== 'sequence' || !Array.isArray(value)) return { line };
  const below = new Map<Key, LineTree>();
  for (const part of parts) if (part.value === value[below.size]) below.set(below.size, part.tree);
  return { line, below };
}

/** Parts are keys and values by turns, but for keys without a value. */
function mappingOf(line: number, parts: readonly Part[], input: string): LineTree {
  const below = new Map<Key, LineTree>();
  const repeated: { key: string; line: number }[] = [];
  parts.forEach((part, index) => {
    const value = parts[index + 1];
    if (value === undefined || !isBeforeColon(input, part.end)) return;
    const key = String(part.value);
    if (below.has(key) && key !== '<<') repeated.push({ key, line: part.tree.line });
    below.set(key, { ...value.tree, line: part.tree.line });
  });
  return repeated.length > 0 ? { line, below, repeated } : { line, below };
}

function isBeforeColon(input: string, position: number): boolean {
  let at = position;
  while (' \t\r\n'.includes(input.charAt(at)) && at < input.length) at++;
  return input.charAt(at) === ':';
}

/** The line of a field, or of the nearest above it that is there; undefined where there is not even its first part. */
export function lineOfField(tree: LineTree, field: string): number | undefined {
  let found: LineTree | undefined;
  let at: LineTree | undefined = tree;
  for (const key of parsePath(field)) {
    at = at.below?.get(key);
    if (at === undefined) break;
    found = at;
  }
  return found?.line;
}

/** The keys of a path such as `spec.http[0].match` or `metadata.labels["a/b"]`. */
export function parsePath(field: string): readonly Key[] {
  return [...field.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|[^.[\]]+/g)].map(([text, index, quoted]) =>
    index !== undefined ? Number(index) : quoted !== undefined ? String(JSON.parse(quoted)) : text,
  );
}

/** Every key that is there again, by its path. */
export function* repeatedKeys(
  tree: LineTree,
  path: readonly Key[] = [],
): Generator<{ readonly field: string; readonly key: string; readonly line: number }> {
  for (const { key, line } of tree.repeated ?? []) yield { field: formatPath([...path, key]), key, line };
  for (const [key, below] of tree.below ?? []) yield* repeatedKeys(below, [...path, key]);
}
