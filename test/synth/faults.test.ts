import * as fs from 'node:fs';
import * as path from 'node:path';
import { compareTree, recover, writeTree } from '../../synth/write';
import { UserError } from '../../values/user-error';
import { faulty } from './support/faults';
import { put, snapshot, temporaryFolder } from './support/folder';

const meshes = ['demo', 'fresh', 'gone'];
const before = {
  'demo/a.yaml': '1\n',
  'demo/k/b.yaml': '1\n',
  'demo/k/same.yaml': '1\n',
  'gone/c.yaml': '1\n',
};
const after = {
  'demo/a.yaml': '2\n',
  'demo/k/same.yaml': '1\n',
  'demo/n/d.yaml': '2\n',
  'fresh/e.yaml': '2\n',
};
const foreign = {
  'README.md': 'mine\n',
  'demo/k/mine.txt': 'mine\n',
  'demo/mine/x': 'mine\n',
  'gone/mine': 'mine\n',
};

const output = (files: Readonly<Record<string, string>>) => ({
  meshes,
  files: new Map(Object.entries(files)),
});

/** An output folder as a first run and a user have left it. */
function prepared(): { root: string; out: string } {
  const root = temporaryFolder();
  const out = path.join(root, 'dist');
  writeTree({ out, ...output(before) });
  put(out, foreign);
  return { root, out };
}

/** The output folder's content as it is before and after the run that is going to fail. */
const [oldTree, newTree] = (() => {
  const { out } = prepared();
  const old = snapshot(out);
  writeTree({ out, ...output(after) });
  return [old, snapshot(out)];
})();

/** The calls of that run. */
const calls = (() => {
  const counting = faulty(() => undefined);
  writeTree({ out: prepared().out, ...output(after), fs: counting });
  return counting.calls;
})();

/** Runs into a fault; answers what was thrown, or undefined. */
function run(out: string, disk: ReturnType<typeof faulty>, notes: string[] = []): UserError | undefined {
  try {
    writeTree({ out, ...output(after), fs: disk, note: (message) => void notes.push(message) });
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
}

test('the run that is going to fail makes calls of every kind', () => {
  const kinds = new Set(calls.map((call) => call.split(' ')[0]));
  expect([...kinds].sort()).toEqual([
    ...[
      'create',
      'device',
      'kindOf',
      'link',
      'list',
      'makeFolder',
      'read',
      'realPath',
      'removeFolder',
      'rename',
      'unlink',
    ],
  ]);
  expect(newTree).toMatchObject({ ...after, ...foreign });
});

describe.each([
  ['ENOSPC', 'no space left on the device'],
  ['EROFS', 'the file system is read-only'],
  ['EIO', 'the device reports an input/output error'],
  ['EACCES', 'permission denied'],
])('%s', (code, reason) => {
  test('at any one call: the run fails with path and reason and the old output stands, or it is done', () => {
    calls.forEach((call, at) => {
      const { root, out } = prepared();
      const error = run(
        out,
        faulty(({ index }) => (index === at ? code : undefined)),
      );
      expect([call, snapshot(out)]).toEqual([call, error === undefined ? newTree : oldTree]);
      if (error !== undefined) {
        expect(error.message).toContain(`: ${reason} (${code}); the output is as it was`);
        expect(error.message.startsWith(root)).toBe(true);
      }
      recover({ out });
      expect([call, filesIn(root)]).toEqual([call, withRoot(error === undefined ? newTree : oldTree)]);
    });
  });

  test('from any call on: once the disk is well again, the next command leaves the old output, or the new', () => {
    calls.forEach((call, from) => {
      const { root, out } = prepared();
      const error = run(
        out,
        faulty(({ index }) => (index >= from ? code : undefined)),
      );
      recover({ out });
      expect([call, filesIn(root)]).toEqual([call, withRoot(error === undefined ? newTree : oldTree)]);
    });
  });

  test('for every write: nothing is touched, and comparing still works', () => {
    const { root, out } = prepared();
    const reading = ['kindOf', 'device', 'realPath', 'list', 'read'];
    const disk = faulty(({ name }) => (reading.includes(name) ? undefined : code));
    expect(run(out, disk)?.message).toBe(
      `${path.join(root, '.meshwright/run/dist/lock')}: ${reason} (${code}); the output is as it was`,
    );
    expect(snapshot(root)).toEqual(withRoot(oldTree));
    expect(compareTree({ out, ...output(after), fs: disk }).added).toEqual(['demo/n/d.yaml', 'fresh/e.yaml']);
  });
});

/** What is in a folder, but for the empty folders that a lock may leave. */
function filesIn(root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(snapshot(root)).filter(([file]) => !/^\.meshwright\/(?:.*\/)?$/.test(file)),
  );
}

function withRoot(tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).map(([file, content]) => [`dist/${file}`, content]));
}

test('a command that is killed while it puts things right is followed by one that does', () => {
  /** A swap that was killed at its last rename, with all of it to undo. */
  const killed = () => {
    const { root, out } = prepared();
    const last = calls.findLastIndex((call) => call.startsWith('unlink') && call.endsWith('journal.json'));
    run(
      out,
      faulty(({ index }) => (index >= last ? 'EIO' : undefined)),
    );
    expect(fs.existsSync(path.join(root, '.meshwright/run/dist/journal.json'))).toBe(true);
    return { root, out };
  };
  const counting = faulty(() => undefined);
  recover({ out: killed().out, fs: counting });
  counting.calls.forEach((call, from) => {
    const { root, out } = killed();
    try {
      recover({ out, fs: faulty(({ index }) => (index >= from ? 'EIO' : undefined)) });
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
    }
    recover({ out });
    expect([call, filesIn(root)]).toEqual([call, withRoot(oldTree)]);
  });
});

test('a file system without hard links gets copies', () => {
  for (const code of ['EPERM', 'ENOTSUP', 'EMLINK']) {
    const { out } = prepared();
    expect(
      run(
        out,
        faulty(({ name }) => (name === 'link' ? code : undefined)),
      ),
    ).toBeUndefined();
    expect(snapshot(out)).toEqual(newTree);
  }
});

describe("a folder of a container's image, which overlayfs refuses to rename", () => {
  /** Refuses what overlayfs refuses: the renaming of a folder that stood when the disk was mounted. */
  function overlay(out: string, fault: (index: number) => string | undefined = () => undefined) {
    // Numbers of inodes are used again; together with the time of birth they are not.
    const inode = (at: string) => {
      const { ino, birthtimeNs } = fs.lstatSync(at, { bigint: true });
      return `${ino} ${birthtimeNs}`;
    };
    const lower = new Set<string>();
    const visit = (folder: string) => {
      lower.add(inode(folder));
      for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory()) visit(path.join(folder, entry.name));
      }
    };
    visit(out);
    return faulty(({ index, name, args }) => {
      const isLower = name === 'rename' && lower.has(inode(args[0] as string));
      return fault(index) ?? (isLower ? 'EXDEV' : undefined);
    });
  }

  test('is swapped all the same', () => {
    const { root, out } = prepared();
    expect(run(out, overlay(out))).toBeUndefined();
    expect(snapshot(root)).toEqual(withRoot(newTree));
  });

  test('stands as it was, or as it is to be, after a fault at any call', () => {
    const all = (() => {
      const { out } = prepared();
      const disk = overlay(out);
      run(out, disk);
      return disk.calls;
    })();
    expect(all.length).toBeGreaterThan(calls.length);
    all.forEach((call, at) => {
      for (const isLasting of [false, true]) {
        const { root, out } = prepared();
        const error = run(
          out,
          overlay(out, (index) => (index === at || (isLasting && index > at) ? 'EIO' : undefined)),
        );
        recover({ out });
        expect([call, filesIn(root)]).toEqual([call, withRoot(error === undefined ? newTree : oldTree)]);
      }
    });
  });
});

test('what somebody puts into the output during a swap is not lost', () => {
  const { root, out } = prepared();
  const notes: string[] = [];
  let isPut = false;
  const disk = faulty(({ name, args }) => {
    // Just before the old tree moves away, when the plan is made.
    if (!isPut && name === 'rename' && args[0] === path.join(out, 'demo')) {
      isPut = true;
      put(out, { 'demo/k/late.txt': 'late\n', 'demo/late/deep/x': 'late\n', 'demo/n/d.yaml': 'late\n' });
    }
    return undefined;
  });
  expect(run(out, disk, notes)).toBeUndefined();
  expect(snapshot(root)).toEqual({
    ...withRoot(newTree),
    'dist/demo/k/late.txt': 'late\n',
    'dist/demo/late/deep/x': 'late\n',
    '.meshwright/run/dist/kept/d.yaml': 'late\n',
  });
  expect(notes).toEqual([
    `${path.join(out, 'demo/n/d.yaml')} was written by somebody else while a run swapped its output in; the other version is ${path.join(root, '.meshwright/run/dist/kept/d.yaml')}`,
  ]);
});

test('a restored output is left alone by the undoing of a killed run', () => {
  const { root, out } = prepared();
  // Dead from the moment in which the old tree has moved away on.
  let isDead = false;
  const disk = faulty(({ name, args }) => {
    if (args[0] === path.join(root, '.meshwright/run/dist/new/demo') && name === 'rename') isDead = true;
    return isDead ? 'EIO' : undefined;
  });
  expect(run(out, disk)?.message).toContain('the output is half swapped, and the next command puts it right');
  expect(fs.existsSync(path.join(out, 'demo'))).toBe(false);
  // As `git checkout dist` would: all that is committed, older than what stood there, without what is not.
  const restored = { 'demo/.meshwright-files': 'a.yaml\n', 'demo/a.yaml': '0\n' };
  put(out, restored);
  const notes: string[] = [];
  recover({ out, note: (message) => void notes.push(message) });
  expect(snapshot(root)).toEqual({
    ...withRoot({
      ...restored,
      'README.md': 'mine\n',
      'gone/.meshwright-files': oldTree['gone/.meshwright-files'] ?? '',
    }),
    ...withRoot({
      'gone/c.yaml': '1\n',
      'gone/mine': 'mine\n',
      'demo/k/mine.txt': 'mine\n',
      'demo/mine/x': 'mine\n',
    }),
  });
  expect(notes).toContain(
    'a run was interrupted while it swapped its output in; the output is again what it was before that run',
  );
});

test('a journal that cannot be read stops the run, and says what to do', () => {
  const { root, out } = prepared();
  const journal = path.join(root, '.meshwright/run/dist/journal.json');
  put(root, { '.meshwright/run/dist/journal.json': '{"had' });
  expect(() => writeTree({ out, ...output(after) })).toThrow(
    new Error(
      `${journal}: cannot be read. A run was interrupted while it swapped its output in: see that ${out} is complete (its old files are in ${path.join(root, '.meshwright/run/dist/old')}), then delete this file`,
    ),
  );
  expect(snapshot(out)).toEqual(oldTree);
});
