import { RE2JS } from 're2js';

/** A regular expression as Go reads it. */
export interface GoRegex {
  /** Whether it matches somewhere in the text. */
  test(text: string): boolean;
}

/**
 * Compiles a pattern by Go's rules (RE2).
 *
 * Where the two dialects agree, the engine of the runtime does the work: it is a hundred times faster, and the
 * patterns of definitions are short. Text beyond the basic plane is always left to RE2, which counts code points.
 *
 * @throws Error where Go would not compile it
 */
export function goRegex(pattern: string): GoRegex {
  const re2 = RE2JS.compile(pattern);
  if (!agrees(pattern)) return { test: (text) => re2.matcher(text).find() };
  const native = new RegExp(pattern);
  return { test: (text) => (SURROGATE.test(text) ? re2.matcher(text).find() : native.test(text)) };
}

const SURROGATE = /[\ud800-\udfff]/;

/**
 * Whether JavaScript means the same: no flags or named groups, no class whose extent differs or that begins with its
 * own end, no position that is repeated, nothing exotic.
 */
function agrees(pattern: string): boolean {
  return !/\(\?[^:]|\[\[:|\[\^?\]|(?:[\^$]|\\[bB])[*+?{]|\\[^dwbDWBtnrfv\-.*+?^${}()|[\]/\\"'@:,&#~%=<>!]|[^ -~]/.test(
    pattern,
  );
}
