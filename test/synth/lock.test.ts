import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { localProcesses, type ProcessId, type Processes } from '../../synth/processes';
import { recover, writeTree } from '../../synth/write';
import { faulty } from './support/faults';
import { put, snapshot, temporaryFolder } from './support/folder';

const other: ProcessId = { pid: 4711, host: 'build_host/42', started: '99' };

function processes(self: ProcessId, alive: readonly ProcessId[] = []): Processes {
  return { self, command: 'meshwright synth', isAlive: ({ pid }) => alive.some((one) => one.pid === pid) };
}
const us = (alive?: readonly ProcessId[]) => processes({ pid: 1, host: 'here', started: '1' }, alive);

/** An output folder that `other` holds, having died, or as far as we know living on. */
function held() {
  const root = temporaryFolder();
  const out = path.join(root, 'dist');
  // Its claim stays, because it can no longer remove it.
  const disk = faulty(({ name, args }) =>
    name === 'unlink' && `${args[0] as string}`.includes('/lock/') ? 'EIO' : undefined,
  );
  const files = new Map([['demo/a', '1\n']]);
  const notes: string[] = [];
  writeTree({
    out,
    meshes: ['demo'],
    files,
    fs: disk,
    note: (text) => void notes.push(text),
    processes: processes(other),
  });
  const lock = path.join(root, '.meshwright/run/dist/lock');
  const [claim = ''] = fs.readdirSync(lock);
  expect(notes).toEqual([`the lock ${path.join(lock, claim)} could not be removed (EIO)`]);
  return { root, out, claim: path.join(lock, claim) };
}

const next = { meshes: ['demo'], files: new Map([['demo/a', '2\n']]) };

test('a living holder sends every other run away, and is named', () => {
  const { out, claim } = held();
  const since = fs.readFileSync(claim, 'utf8').trim();
  expect(since).toMatch(/^meshwright synth, since 20\d\d-\d\d-\d\dT[\d:.]+Z$/);
  const message = `${path.dirname(claim)}: another run holds the output: process 4711 on build_host (${since}). Wait for it; if it is surely gone, delete ${claim}`;
  expect(() => writeTree({ out, ...next, processes: us([other]) })).toThrow(new Error(message));
  expect(() => recover({ out, processes: us([other]) })).toThrow(new Error(message));
  expect(snapshot(out)).toMatchObject({ 'demo/a': '1\n' });
  expect(fs.readdirSync(path.dirname(claim))).toEqual([path.basename(claim)]);
});

test('a dead holder is replaced, and the user told', () => {
  const { root, out, claim } = held();
  const since = fs.readFileSync(claim, 'utf8').trim();
  const notes: string[] = [];
  writeTree({ out, ...next, processes: us(), note: (text) => void notes.push(text) });
  expect(notes).toEqual([`took over the lock of a run that is dead: process 4711 on build_host (${since})`]);
  expect(Object.keys(snapshot(root))).toEqual(['dist/demo/.meshwright-files', 'dist/demo/a']);
});

test('a claim that this very process could not remove is no other run', () => {
  const { root, out } = held();
  const notes: string[] = [];
  writeTree({ out, ...next, processes: processes(other, [other]), note: (text) => void notes.push(text) });
  expect(notes).toEqual([]);
  expect(fs.existsSync(path.join(root, '.meshwright'))).toBe(false);
});

test('what is no claim holds nothing', () => {
  const root = temporaryFolder();
  const out = path.join(root, 'dist');
  put(root, { '.meshwright/run/dist/lock/.DS_Store': 'x', '.meshwright/run/dist/lock/4711': 'x' });
  writeTree({ out, ...next, processes: us([other]) });
  expect(snapshot(out)).toMatchObject({ 'demo/a': '2\n' });
});

test('the lock is given back where a run fails', () => {
  const root = temporaryFolder();
  put(root, { 'dist/demo/a': 'mine\n' });
  expect(() => writeTree({ out: path.join(root, 'dist'), ...next })).toThrow('stand where it has to write');
  expect(Object.keys(snapshot(root))).toEqual(['dist/demo/a']);
});

test('two outputs in one folder have a lock each', () => {
  const { root, out } = held();
  expect(() => writeTree({ out, ...next, processes: us([other]) })).toThrow('another run holds the output');
  writeTree({ out: path.join(root, 'dist2'), ...next, processes: us([other]) });
  expect(snapshot(root)).toMatchObject({ 'dist2/demo/a': '2\n' });
});

describe('the processes of this machine', () => {
  const { self, isAlive } = localProcesses('test');

  test('this one lives', () => {
    expect(self.pid).toBe(process.pid);
    expect(isAlive(self)).toBe(true);
    expect(localProcesses('again').self).toEqual(self);
  });

  test('one that has ended does not, nor one whose pid another has got since', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    expect(isAlive({ ...self, pid, started: '' })).toBe(false);
    expect(self.started).not.toBe('');
    expect(isAlive({ ...self, started: '1' })).toBe(false);
  });

  test('one of another machine, or of another container, may live', () => {
    expect(isAlive({ pid: 999_999_999, host: 'elsewhere', started: '1' })).toBe(true);
  });

  test('one of another user lives', () => {
    // Process 1 is not ours to signal, unless we are root; it lives in both cases.
    expect(isAlive({ pid: 1, host: self.host, started: '' })).toBe(true);
  });
});
