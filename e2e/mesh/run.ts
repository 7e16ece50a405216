import { Report } from '../report';

/** A run through one mesh: its steps with their times, and what was found. */
export class Run {
  readonly report = new Report();
  private readonly times: { readonly what: string; readonly seconds: number }[] = [];

  constructor(readonly mesh: string) {}

  /** Runs a step; what it throws ends the run. */
  async step<T>(what: string, body: () => Promise<T>): Promise<T> {
    const started = Date.now();
    this.report.title(`${this.mesh}: ${what}`);
    try {
      return await body();
    } finally {
      const seconds = (Date.now() - started) / 1000;
      this.times.push({ what, seconds });
      console.log(`  ${seconds.toFixed(1)} s`);
    }
  }

  expect(what: string, got: string, want: string): void {
    this.report.expect(what, got, want);
  }

  /** Says where the time went, and how it went. */
  close(): 0 | 1 {
    const width = Math.max(...this.times.map(({ what }) => what.length));
    console.log(`\n${this.mesh}: time by step`);
    for (const { what, seconds } of this.times) {
      console.log(`  ${what.padEnd(width)} ${seconds.toFixed(1).padStart(7)} s`);
    }
    const all = this.times.reduce((sum, { seconds }) => sum + seconds, 0);
    console.log(`  ${'all'.padEnd(width)} ${all.toFixed(1).padStart(7)} s`);
    return this.report.close();
  }
}
