import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FleetSize } from './fleet';
import type { Folders } from './folders';
import { ratioOf } from './goals';
import { measureIstioctl } from './istioctl';
import { measureKustomize } from './kustomize';
import { describe, type Analyzer, type Measurement, type Tool } from './tools';

const execute = promisify(execFile);

/** A run that takes longer, in seconds, is not repeated: the noise of the machine is small beside it. */
const LONG = 30;

/** Takes measurements, each in a process and a folder of its own, one after the other. */
export class Runner {
  /** The files that this project has written last, for others to read. */
  private written?: { readonly measurement: Measurement; readonly folder: string };

  /** @param runs - how often a measurement is taken; the median counts */
  constructor(
    private readonly folders: Folders,
    private readonly runs: number,
    private readonly progress: (text: string) => void,
  ) {}

  async measure(tool: Tool | Analyzer, size: FleetSize): Promise<Measurement> {
    this.progress(`${describe(tool, size)}:`);
    const all: Measurement[] = [];
    while (all.length < this.runs && (all.at(-1)?.seconds ?? 0) < LONG) {
      const one = await this.once(tool, size);
      this.progress(` ${one.seconds.toFixed(2)} s`);
      all.push(one);
    }
    this.progress('\n');
    return median(all);
  }

  private async once(tool: Tool | Analyzer, size: FleetSize): Promise<Measurement> {
    if (tool !== 'kustomize' && tool !== 'istioctl' && tool !== 'analyze') return this.make(tool, size);
    const { measurement, folder } = await this.writtenOf(size);
    if (tool === 'analyze') return this.inProcess(tool, size, folder);
    const measure = tool === 'kustomize' ? measureKustomize : measureIstioctl;
    return measure(measurement, join(folder, 'dist/bench'));
  }

  private async make(tool: Tool, size: FleetSize): Promise<Measurement> {
    const folder = this.folders.fresh();
    const measurement = await this.inProcess(tool, size, folder);
    if (tool === 'meshwright') {
      this.forget();
      this.written = { measurement, folder };
    } else {
      this.folders.isDone(folder);
    }
    return measurement;
  }

  private async inProcess(tool: Tool | Analyzer, size: FleetSize, folder: string): Promise<Measurement> {
    const script = join(__dirname, 'measure.ts');
    const parameters = [tool, String(size.clusters), String(size.services), folder];
    const { stdout } = await execute(process.execPath, ['-r', 'tsx/cjs', script, ...parameters]);
    const result = JSON.parse(stdout) as Omit<Measurement, 'tool' | 'size'>;
    return { tool, size, ...result };
  }

  private async writtenOf(size: FleetSize) {
    if (this.written?.measurement.size !== size) await this.make('meshwright', size);
    return this.written!;
  }

  private forget(): void {
    if (this.written !== undefined) this.folders.isDone(this.written.folder);
    this.written = undefined;
  }
}

function median(measurements: readonly Measurement[]): Measurement {
  const sorted = measurements.toSorted((a, b) => ratioOf(a, b) - 1);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
