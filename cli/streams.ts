/** Where a command writes; tests give their own. */
export interface Streams {
  readonly out: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly err: { write(text: string): unknown; readonly isTTY?: boolean };
}

/** What a command gets besides its own flags. */
export interface CommandContext {
  readonly streams: Streams;
  /** The checkout that is worked on. */
  readonly root: string;
  readonly done: (code: 0 | 1 | 2) => void;
}
