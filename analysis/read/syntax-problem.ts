/** What no reader takes, and where. */
export class SyntaxProblem extends Error {
  constructor(
    message: string,
    /** From 0, in the text that was read. */
    readonly line: number,
    /** From 1. */
    readonly column: number,
    /** Whether a key is there twice, and nothing before it is wrong. */
    readonly isDuplicateKey: boolean,
  ) {
    super(message);
    this.name = 'SyntaxProblem';
  }
}
