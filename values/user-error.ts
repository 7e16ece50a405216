/** One thing that is wrong with what a user gave, in the user's own words for it. */
export interface Problem {
  /** Path of the field as the user wrote it, e.g. `clusters.kube-02.eastWest.port`. */
  readonly field: string;
  /** What is wrong and what is allowed, as the rest of the sentence: `70000 is not a port (1-65535)`. */
  readonly message: string;
}

/**
 * A user's mistake. Whoever catches one prints its message and never its stack.
 *
 * A command that reports it exits with 2: what was given does not load.
 */
export class UserError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], heading?: string) {
    const lines = problems.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`));
    super(
      heading === undefined ? lines.join('\n') : [heading, ...lines.map((line) => `  ${line}`)].join('\n'),
    );
    this.name = 'UserError';
    this.problems = problems;
  }

  /** A mistake in a single field. */
  static of(field: string, message: string): UserError {
    return new UserError([{ field, message }]);
  }
}

/** Writes a value into a message so that `"80"` and `80` differ, and a long one does not flood the line. */
export function show(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = String(value);
  }
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
