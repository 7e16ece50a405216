import type { Report } from '../report';
import type { Answer, Stream } from './streams';

/** A time of the run; answers are in it by the whole second that they came in. */
interface Phase {
  readonly name: string;
  /** Seconds since 1970. */
  readonly since: number;
}

const LETTERS = 'abcdefgh';

/** What was done while requests ran. */
export class Phases {
  private readonly phases: Phase[] = [];
  private end = Infinity;

  /** From now on. */
  begin(name: string): void {
    this.phases.push({ name, since: Date.now() / 1000 });
    console.log(`  ${new Date().toISOString().slice(11, 19)} ${name}`);
  }

  /** No more requests are made from now on. */
  stop(): void {
    this.end = Date.now() / 1000;
  }

  /** Between the first and the last. */
  get seconds(): number {
    return this.end - (this.phases[0]?.since ?? this.end);
  }

  /** Prints requests and failures of each phase and stream, and takes each failure as a fault. */
  count(report: Report, streams: ReadonlyMap<Stream, readonly Answer[]>): void {
    const all = [...streams].map(([stream, answers], index) => ({ answers, stream, letter: LETTERS[index] }));
    for (const { stream, letter } of all) console.log(`  ${letter}: ${stream.name}`);
    for (const [index, { name, since }] of this.phases.entries()) {
      const first = index === 0 ? 0 : since;
      const next = this.phases[index + 1]?.since ?? Infinity;
      const mine = all.map(({ answers, letter }) => ({
        letter,
        during: answers.filter(({ at }) => at >= first && at < next),
      }));
      const during = mine.flatMap((one) => one.during);
      const counts = mine.map((one) => `${one.letter} ${counted(one.during)}`).join(', ');
      report.expect(
        `${name}: failed of ${during.length} requests (${counts})`,
        `${during.filter(({ failed }) => failed).length}`,
        '0',
      );
    }
    const every = all.flatMap(({ answers }) => answers);
    report.expect(
      `all: failed of ${every.length} requests`,
      `${every.filter(({ failed }) => failed).length}`,
      '0',
    );
  }
}

function counted(answers: readonly Answer[]): string {
  const failed = answers.filter((answer) => answer.failed).length;
  return failed === 0 ? `${answers.length}` : `${answers.length} with ${failed} failed`;
}
