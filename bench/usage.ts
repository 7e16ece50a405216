import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Measurement } from './tools';

/** What a process used. */
export type Usage = Required<Pick<Measurement, 'processor' | 'peakMemory'>>;

/** Of processes that ran one after the other; nothing where one is not known. */
export function together(all: readonly (Usage | undefined)[]): Usage | undefined {
  const known = all.filter((one) => one !== undefined);
  if (known.length < all.length) return undefined;
  return {
    processor: known.reduce((sum, one) => sum + one.processor, 0),
    peakMemory: Math.max(...known.map((one) => one.peakMemory)),
  };
}

/** Runs a program, which prints into a file. Answers what it used, which only looks at the running process can tell. */
export async function run(
  program: string,
  args: readonly string[],
  output: string,
  { isQuiet = false }: { readonly isQuiet?: boolean } = {},
): Promise<Usage | undefined> {
  const file = openSync(output, 'w');
  try {
    const child = spawn(program, [...args], { stdio: ['ignore', file, isQuiet ? file : 'inherit'] });
    let usage: Usage | undefined;
    const look = () => {
      usage = usageOf(child.pid) ?? usage;
    };
    const timer = setInterval(look, 20);
    const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done));
    clearInterval(timer);
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`);
    return usage;
  } finally {
    closeSync(file);
  }
}

/** Undefined where the system does not tell, or the process is over. */
function usageOf(pid: number | undefined): Usage | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    // The second field is a name in parentheses; the 14th and the 15th are hundredths of seconds.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /, '')
      .split(' ');
    if (kilobytes === undefined) return undefined;
    return {
      processor: (Number(fields[11]) + Number(fields[12])) / 100,
      peakMemory: Number(kilobytes) / 1024,
    };
  } catch {
    return undefined;
  }
}
