import { performance } from 'node:perf_hooks';
import type { Streams } from './streams';

/** How long a run may take before it says how far it is, in milliseconds. */
const PATIENCE = 2000;
/** Time between two words, in milliseconds. */
const INTERVAL = 200;

/** Says on a terminal how far a run is, on one line that it takes away at the end. */
export class Progress {
  private readonly started: number;
  private last = 0;
  private isShown = false;

  /** @param now - the time in milliseconds, for tests */
  constructor(
    private readonly stream: Streams['err'],
    private readonly now: () => number = () => performance.now(),
  ) {
    this.started = now();
  }

  /** Takes the state of one part of the run. */
  reporter(what: string): ((done: number, total: number) => void) | undefined {
    if (this.stream.isTTY !== true) return undefined;
    return (done, total) => {
      const now = this.now();
      if (now - this.started < PATIENCE || now - this.last < INTERVAL) return;
      this.last = now;
      this.isShown = true;
      this.stream.write(`\r\u001b[K${done} of ${total} ${what}`);
    };
  }

  end(): void {
    if (this.isShown) this.stream.write('\r\u001b[K');
  }
}
