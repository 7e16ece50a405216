import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import * as os from 'node:os';

/** A process, told from every other, of the past too. */
export interface ProcessId {
  readonly pid: number;
  /** Name of the machine, and where the system has such a thing, the space that the pid counts in. */
  readonly host: string;
  /** The system's own mark of when the process started; '' where it does not tell. */
  readonly started: string;
}

/** What a lock has to know of the processes of this machine. */
export interface Processes {
  readonly self: ProcessId;
  /** What this process runs, for others to read. */
  readonly command: string;
  /** Whether a process still runs; true where that cannot be known. */
  isAlive(id: ProcessId): boolean;
}

/** The processes of this machine, seen from one that runs `command`. */
export function localProcesses(command: string): Processes {
  const host = [os.hostname(), pidSpace()].filter((part) => part !== '').join('/');
  return {
    self: { pid: process.pid, host, started: startOf(process.pid) },
    command,
    isAlive: (id) =>
      id.host !== host || (isRunning(id.pid) && (id.started === '' || id.started === startOf(id.pid))),
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startOf(pid: number): string {
  return startFromProc(pid) ?? startFromPs(pid);
}

/** Field 22 of Linux's /proc/<pid>/stat: ticks from boot to the start. A zombie runs no more. */
function startFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is a name in parentheses that may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'over' : fields[19];
  } catch {
    return undefined;
  }
}

/** Systems without /proc, such as macOS. */
function startFromPs(pid: number): string {
  try {
    const shown = execFileSync('/bin/ps', ['-o', 'lstart=', '-p', `${pid}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    return shown.trim();
  } catch {
    return '';
  }
}

/** Containers count their processes apart. */
function pidSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
  } catch {
    return '';
  }
}
