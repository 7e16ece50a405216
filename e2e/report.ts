/** What was found, against what was wanted. */
export class Report {
  private readonly faults: string[] = [];
  private looked = 0;

  title(text: string): void {
    console.log(`\n${text}`);
  }

  expect(what: string, got: string, want: string): void {
    this.looked += 1;
    if (got === want) return console.log(`  ok    ${what}: ${got}`);
    this.faults.push(what);
    console.log(`  WRONG ${what}: ${got}\n        wanted: ${want}`);
  }

  get failed(): boolean {
    return this.faults.length > 0;
  }

  /** Says how it went, and gives the exit code. */
  close(): 0 | 1 {
    console.log(
      `\n${this.looked} looks, ${this.faults.length} wrong${this.faults.map((one) => `\n  ${one}`).join('')}`,
    );
    return this.faults.length === 0 ? 0 : 1;
  }
}
