import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Memory as a file system, on Linux. */
const MEMORY = '/dev/shm';

/**
 * A fresh folder for every measurement.
 *
 * On disk they are deleted at the end alone: ext4 without a journal is slow to create files for a minute after it has
 * deleted thousands. In memory they are deleted as soon as they may be, to keep it free.
 */
export class Folders {
  private readonly top: string;
  private readonly inMemory: boolean;

  /** @param parent - where to make them; in memory where that is a file system, else among temporary files */
  constructor(parent = existsSync(MEMORY) ? MEMORY : tmpdir()) {
    this.inMemory = parent === MEMORY;
    this.top = mkdtempSync(join(parent, 'meshwright-bench-'));
  }

  fresh(): string {
    return mkdtempSync(join(this.top, 'run-'));
  }

  isDone(folder: string): void {
    if (this.inMemory) rmSync(folder, { recursive: true });
  }

  removeAll(): void {
    rmSync(this.top, { recursive: true, force: true });
  }
}
