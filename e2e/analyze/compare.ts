import type { Hit, Input } from './input';

/** What both say of one input about one code and object. */
export interface Verdict extends Hit {
  readonly input: string;
  readonly ours: boolean;
  readonly theirs: boolean;
}

/** What was said of one input. */
export interface Outcome {
  readonly input: Input;
  readonly verdicts: readonly Verdict[];
  /** What the server refused, and istioctl read from a file. */
  readonly refused: readonly string[];
  /**
   * Whether istioctl could not be asked, as the server refuses what it does not read from files.
   * @default false
   */
  readonly isBroken?: boolean;
  /**
   * Where in istioctl it crashed.
   * @default - it did not
   */
  readonly crashed?: string;
}

/** Both sides together: every code and object that one of them names. */
export function compare(input: Input, ours: readonly Hit[], theirs: readonly Hit[]): readonly Verdict[] {
  const textOf = ({ code, object }: Hit) => `${code} ${object}`;
  const own = new Set(ours.map(textOf));
  const other = new Set(theirs.map(textOf));
  const all = new Map([...ours, ...theirs].map((hit) => [textOf(hit), hit]));
  return [...all].map(([text, hit]) => ({
    ...hit,
    input: input.name,
    ours: own.has(text),
    theirs: other.has(text),
  }));
}

export function agrees({ ours, theirs }: Verdict): boolean {
  return ours === theirs;
}
