/** How a command ends, the same for every command. */
export const exitCode = {
  /** Done, and nothing at or above the level that was asked to fail. */
  ok: 0,
  /** Findings, or a difference that `--check` was asked about. */
  findings: 1,
  /** What was given does not load: a flag, a path, a mesh. */
  usage: 2,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
