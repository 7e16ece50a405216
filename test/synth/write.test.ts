import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Output } from '../../synth/plan';
import { isClean } from '../../synth/plan';
import { compareTree, recover, writeTree } from '../../synth/write';
import { put, snapshot, temporaryFolder } from './support/folder';

const INDEX = '.meshwright-files';

/** An output folder of its own for a test, beside which nothing else stands. */
function site() {
  const root = temporaryFolder();
  const out = path.join(root, 'dist');
  const notes: string[] = [];
  const output = (files: Readonly<Record<string, string>>, more: Partial<Output> = {}) => ({
    out,
    meshes: ['demo'],
    note: (message: string) => void notes.push(message),
    ...more,
    files: new Map(Object.entries(files)),
  });
  return {
    root,
    out,
    notes,
    output,
    write: (...args: Parameters<typeof output>) => writeTree(output(...args)),
  };
}

/** The paths that an index lists. */
function owned(out: string, mesh = 'demo'): string[] {
  const lines = fs.readFileSync(path.join(out, mesh, INDEX), 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

describe('what changes', () => {
  test('a first run adds everything', () => {
    const { root, out, write } = site();
    const changes = write({ 'demo/kube-02/apps/b.yaml': 'b\n', 'demo/kube-01/apps/a.yaml': 'a\n' });
    expect(changes).toEqual({
      added: ['demo/kube-01/apps/a.yaml', 'demo/kube-02/apps/b.yaml'],
      changed: [],
      removed: [],
      unchanged: [],
      indexes: [`demo/${INDEX}`],
    });
    expect(owned(out)).toEqual(['kube-01/apps/a.yaml', 'kube-02/apps/b.yaml']);
    // Nothing is left beside the output, neither lock nor waste.
    expect(Object.keys(snapshot(root))).toEqual([
      `dist/demo/${INDEX}`,
      'dist/demo/kube-01/apps/a.yaml',
      'dist/demo/kube-02/apps/b.yaml',
    ]);
  });

  test('a second run with the same files changes nothing, not even a time', () => {
    const { out, write, output } = site();
    const files = { 'demo/a.yaml': 'a\n', 'demo/kube/é.yaml': 'é\n' };
    write(files);
    const before = fs.statSync(path.join(out, 'demo')).ctimeMs;
    expect(isClean(compareTree(output(files)))).toBe(true);
    const changes = write(files);
    expect(changes).toEqual({
      added: [],
      changed: [],
      removed: [],
      unchanged: Object.keys(files),
      indexes: [],
    });
    expect(isClean(changes)).toBe(true);
    expect(fs.statSync(path.join(out, 'demo')).ctimeMs).toBe(before);
  });

  test('files that differ are written, those that nothing produces are removed, the others keep their content', () => {
    const { out, write, output } = site();
    write({ 'demo/same.yaml': 's\n', 'demo/c/changed.yaml': 'old\n', 'demo/gone/x/y.yaml': 'y\n' });
    const inode = fs.statSync(path.join(out, 'demo/same.yaml')).ino;

    const next = { 'demo/same.yaml': 's\n', 'demo/c/changed.yaml': 'new\n', 'demo/new.yaml': 'n\n' };
    const expected = {
      added: ['demo/new.yaml'],
      changed: ['demo/c/changed.yaml'],
      removed: ['demo/gone/x/y.yaml'],
      unchanged: ['demo/same.yaml'],
      indexes: [`demo/${INDEX}`],
    };
    const before = snapshot(out);
    expect(compareTree(output(next))).toEqual(expected);
    expect(snapshot(out)).toEqual(before);
    expect(write(next)).toEqual(expected);
    expect(snapshot(out)).toEqual({ ...next, [`demo/${INDEX}`]: expect.any(String) });
    expect(fs.statSync(path.join(out, 'demo/same.yaml')).ino).toBe(inode);
    expect(owned(out)).toEqual(['c/changed.yaml', 'new.yaml', 'same.yaml']);
  });

  test('bytes count, not text', () => {
    const { out, write, output } = site();
    const bytes = Uint8Array.from([0xff, 0x00, 0x80]);
    writeTree({ ...output({}), files: new Map([['demo/blob', bytes]]) });
    expect(fs.readFileSync(path.join(out, 'demo/blob'))).toEqual(Buffer.from(bytes));
    expect(write({ 'demo/blob': '\ufffd\0\ufffd' }).changed).toEqual(['demo/blob']);
    expect(write({ 'demo/blob': '\ufffd\0\ufffd' }).unchanged).toEqual(['demo/blob']);
  });

  test('a file can become a folder, and a folder a file', () => {
    const { out, write } = site();
    write({ 'demo/a': '1\n', 'demo/b/c': '2\n' });
    expect(write({ 'demo/a/b': '3\n', 'demo/b': '4\n' })).toMatchObject({
      added: ['demo/a/b', 'demo/b'],
      removed: ['demo/a', 'demo/b/c'],
    });
    expect(snapshot(out)).toMatchObject({ 'demo/a/b': '3\n', 'demo/b': '4\n' });
    put(out, { 'demo/a/mine': 'mine\n' });
    expect(() => write({ 'demo/a': '5\n' })).toThrow(
      "demo/a: is a folder where a file has to go, and a/mine in it is not the run's; move it away, then run again",
    );
  });

  test('an edit by hand of an owned file is a change', () => {
    const { out, write, output } = site();
    write({ 'demo/a.yaml': 'a\n' });
    put(out, { 'demo/a.yaml': 'edited\n' });
    expect(compareTree(output({ 'demo/a.yaml': 'a\n' })).changed).toEqual(['demo/a.yaml']);
    write({ 'demo/a.yaml': 'a\n' });
    expect(snapshot(out)['demo/a.yaml']).toBe('a\n');
  });
});

describe('several meshes', () => {
  test('a run of some leaves the others alone', () => {
    const { out, write } = site();
    write({ 'demo/a': '1\n', 'other/a': '1\n' }, { meshes: ['demo', 'other'] });
    write({ 'demo/a': '2\n' });
    expect(snapshot(out)).toMatchObject({ 'demo/a': '2\n', 'other/a': '1\n' });
  });

  test('a run of all removes one that is gone, and says which files', () => {
    const { out, write } = site();
    write({ 'demo/a': '1\n', 'other/x/a': '1\n', 'other/b': '1\n' }, { meshes: ['demo', 'other'] });
    put(out, { 'handmade/a': 'mine\n', 'README.md': 'mine\n' });
    expect(write({ 'demo/a': '1\n' }, { complete: true })).toEqual({
      added: [],
      changed: [],
      removed: ['other/b', 'other/x/a'],
      unchanged: ['demo/a'],
      indexes: [`other/${INDEX}`],
    });
    expect(Object.keys(snapshot(out))).toEqual(['README.md', `demo/${INDEX}`, 'demo/a', 'handmade/a']);
  });

  test("what is not the run's outlives its mesh", () => {
    const { out, write } = site();
    write({ 'other/x/a': '1\n' }, { meshes: ['other'] });
    put(out, { 'other/x/mine': 'mine\n', 'other/empty/': '' });
    write({}, { meshes: [], complete: true });
    expect(snapshot(out)).toEqual({ 'other/x/mine': 'mine\n', 'other/empty/': '' });
  });
});

describe("what is not the run's", () => {
  test('stays as it is: files beside ours, folders, links, whatever stands outside of the meshes', () => {
    const { root, out, write } = site();
    put(root, { 'elsewhere/target': 'target\n' });
    write({ 'demo/kube/apps/a.yaml': '1\n', 'demo/kube/old/b.yaml': '1\n' });
    put(out, {
      'README.md': 'mine\n',
      'mine/x/y': 'mine\n',
      'demo/notes.md': 'mine\n',
      'demo/kube/apps/a.yaml.orig': 'mine\n',
      'demo/kube/old/keep.txt': 'mine\n',
      'demo/kube/handmade/deep/z': 'mine\n',
      'demo/empty/': '',
    });
    fs.symlinkSync('../../elsewhere', path.join(out, 'demo/link'));
    fs.symlinkSync('nowhere', path.join(out, 'demo/kube/dangling'));
    fs.chmodSync(path.join(out, 'demo/notes.md'), 0o600);
    const folder = path.join(out, 'demo/kube/handmade');
    const [notes, handmade] = [fs.statSync(path.join(out, 'demo/notes.md')), fs.statSync(folder)];

    write({ 'demo/kube/apps/a.yaml': '2\n', 'demo/kube/new/c.yaml': '3\n' });

    expect(snapshot(out)).toEqual({
      'README.md': 'mine\n',
      [`demo/${INDEX}`]: expect.any(String),
      'demo/empty/': '',
      'demo/kube/apps/a.yaml': '2\n',
      'demo/kube/apps/a.yaml.orig': 'mine\n',
      'demo/kube/dangling': '-> nowhere',
      'demo/kube/handmade/deep/z': 'mine\n',
      'demo/kube/new/c.yaml': '3\n',
      'demo/kube/old/keep.txt': 'mine\n',
      'demo/link': '-> ../../elsewhere',
      'demo/notes.md': 'mine\n',
      'mine/x/y': 'mine\n',
    });
    expect(snapshot(path.join(root, 'elsewhere'))).toEqual({ target: 'target\n' });
    const after = fs.statSync(path.join(out, 'demo/notes.md'));
    expect([after.ino, after.mode, after.mtimeMs]).toEqual([notes.ino, notes.mode, notes.mtimeMs]);
    expect([fs.statSync(folder).ino, fs.statSync(folder).mtimeMs]).toEqual([handmade.ino, handmade.mtimeMs]);
  });

  test('is not overwritten: the run refuses, and nothing changes', () => {
    const { out, write, output } = site();
    write({ 'demo/kube/a.yaml': '1\n' });
    put(out, {
      'demo/kube/b.yaml': 'mine\n',
      'demo/file': 'mine\n',
      'demo/folder/x': 'mine\n',
      other: 'mine\n',
    });
    fs.symlinkSync('kube', path.join(out, 'demo/link'));
    const before = snapshot(out);
    const next = {
      'demo/kube/b.yaml': '2\n',
      'demo/file/x': '2\n',
      'demo/folder': '2\n',
      'demo/link/a.yaml': '1\n',
      'other/x': '1\n',
    };
    const more = { meshes: ['demo', 'other'] };
    const listed = `was not written by a run (${INDEX} does not list it), and something else has to go there; move it away, then run again`;
    const message = [
      "These are not the run's own, and stand where it has to write:",
      `  demo/file: ${listed}`,
      '  demo/folder: is a folder where a file has to go; move it away, then run again',
      `  demo/kube/b.yaml: ${listed}`,
      `  demo/link: ${listed}`,
      '  other: is not a folder; move it away, then run again',
    ].join('\n');
    expect(() => write(next, more)).toThrow(new Error(message));
    expect(() => compareTree(output(next, more))).toThrow(new Error(message));
    expect(snapshot(out)).toEqual(before);
  });

  test("becomes the run's where it is what the run would write", () => {
    const { out, write } = site();
    put(out, { 'demo/a.yaml': '1\n' });
    expect(write({ 'demo/a.yaml': '1\n' })).toMatchObject({
      unchanged: ['demo/a.yaml'],
      indexes: [`demo/${INDEX}`],
    });
    expect(write({})).toMatchObject({ removed: ['demo/a.yaml'] });
    expect(fs.existsSync(path.join(out, 'demo'))).toBe(false);
  });

  test('a link that stands for an owned file is replaced, what it leads to is not', () => {
    const { root, out, write } = site();
    write({ 'demo/a.yaml': '1\n', 'demo/b.yaml': '1\n' });
    put(root, { target: '1\n' });
    for (const name of ['a.yaml', 'b.yaml']) {
      fs.unlinkSync(path.join(out, 'demo', name));
      fs.symlinkSync('../../target', path.join(out, 'demo', name));
    }
    expect(write({ 'demo/a.yaml': '1\n' })).toMatchObject({
      changed: ['demo/a.yaml'],
      removed: ['demo/b.yaml'],
    });
    expect(snapshot(root)).toMatchObject({ target: '1\n', 'dist/demo/a.yaml': '1\n' });
  });
});

describe('the list of owned files', () => {
  const lines = (...paths: string[]) => paths.map((one) => `${one}\n`).join('');

  test('survives a merge: whatever either side lists is owned, markers or not', () => {
    const { out, write } = site();
    write({ 'demo/a': '1\n', 'demo/b': '1\n', 'demo/c': '1\n' });
    put(out, {
      [`demo/${INDEX}`]: `# text\na\n<<<<<<< HEAD\nb\n||||||| base\n=======\nc\r\n>>>>>>> branch\n`,
    });
    expect(write({ 'demo/a': '2\n' })).toMatchObject({ changed: ['demo/a'], removed: ['demo/b', 'demo/c'] });
    expect(owned(out)).toEqual(['a']);
  });

  test("cannot lead out of the mesh's folder", () => {
    const { root, out, write } = site();
    put(root, { precious: 'mine\n', 'dist/other/precious': 'mine\n', 'dist/demo/x': '1\n' });
    const absolute = path.join(root, 'precious');
    put(out, {
      [`demo/${INDEX}`]: lines(
        '../../precious',
        '../other/precious',
        absolute,
        'x/../../../precious',
        '.',
        '',
        'x',
      ),
    });
    expect(write({}).removed).toEqual(['demo/x']);
    expect(snapshot(root)).toEqual({ precious: 'mine\n', 'dist/other/precious': 'mine\n' });
  });

  test('does not follow links', () => {
    const { root, out, write } = site();
    put(root, { 'precious/x': 'mine\n' });
    put(out, { [`demo/${INDEX}`]: lines('link/x') });
    fs.symlinkSync('../../precious', path.join(out, 'demo/link'));
    expect(write({ 'demo/a': '1\n' }).removed).toEqual([]);
    expect(snapshot(root)).toMatchObject({ 'precious/x': 'mine\n', 'dist/demo/link': '-> ../../precious' });
  });

  test('lists paths that are gone without harm, and is written again where it is missing or stale', () => {
    const { out, write, output } = site();
    write({ 'demo/a': '1\n' });
    fs.unlinkSync(path.join(out, 'demo', INDEX));
    expect(compareTree(output({ 'demo/a': '1\n' }))).toMatchObject({
      unchanged: ['demo/a'],
      indexes: [`demo/${INDEX}`],
    });
    put(out, { [`demo/${INDEX}`]: lines('a', 'gone', 'gone/too') });
    expect(write({ 'demo/a': '1\n' })).toMatchObject({ removed: [], indexes: [`demo/${INDEX}`] });
    expect(owned(out)).toEqual(['a']);
  });

  test("a folder where it lists a file is not the run's", () => {
    const { out, write } = site();
    write({ 'demo/a': '1\n', 'demo/b': '1\n' });
    fs.unlinkSync(path.join(out, 'demo/a'));
    put(out, { 'demo/a/mine': 'mine\n' });
    expect(write({ 'demo/b': '1\n' })).toMatchObject({ removed: [] });
    expect(snapshot(out)).toMatchObject({ 'demo/a/mine': 'mine\n' });
  });
});

describe('the output folder', () => {
  test('is made with all that is missing above it', () => {
    const root = temporaryFolder();
    writeTree({ out: path.join(root, 'a/b/dist'), meshes: ['demo'], files: new Map([['demo/x', '1\n']]) });
    expect(Object.keys(snapshot(root))).toEqual([`a/b/dist/demo/${INDEX}`, 'a/b/dist/demo/x']);
  });

  test('may be a link, which stays', () => {
    const root = temporaryFolder();
    put(root, { 'real/': '' });
    fs.symlinkSync('real', path.join(root, 'dist'));
    writeTree({ out: path.join(root, 'dist'), meshes: ['demo'], files: new Map([['demo/x', '1\n']]) });
    expect(snapshot(root)).toMatchObject({ dist: '-> real', 'real/demo/x': '1\n' });
  });

  test('cannot be a file, nor lie in one, nor be a link to one or to nothing', () => {
    const root = temporaryFolder();
    put(root, { file: 'mine\n' });
    fs.symlinkSync('file', path.join(root, 'link'));
    fs.symlinkSync('nowhere', path.join(root, 'dangling'));
    const refusal = (out: string) => {
      const options = { out: path.join(root, out), meshes: ['demo'], files: new Map([['demo/x', '1\n']]) };
      const attempt = (body: () => unknown) => {
        try {
          body();
        } catch (error) {
          return (error as Error).message.replaceAll(`${root}/`, '');
        }
        return 'done';
      };
      expect(attempt(() => compareTree(options))).toBe(attempt(() => writeTree(options)));
      return attempt(() => recover(options));
    };
    expect(refusal('file')).toBe(
      'file: is a file; the output needs a folder, or a path where nothing stands yet',
    );
    expect(refusal('file/in/it')).toBe('file/in/it: file is a file, so no folder can be made below it');
    expect(refusal('link')).toBe(
      'link: is neither a folder nor a link to one; the output needs a folder, or a path where nothing stands yet',
    );
    expect(refusal('dangling/x')).toBe(
      'dangling/x: dangling is neither a folder nor a link to one, so no folder can be made below it',
    );
    expect(Object.keys(snapshot(root))).toEqual(['dangling', 'file', 'link']);
  });
});

describe('a mistake of the caller', () => {
  test.each([
    ['demo', 'demo is not a path below the folder of one of the meshes demo'],
    ['other/x', 'other/x is not a path below the folder of one of the meshes demo'],
    ['demo/../x', 'demo/../x is not a path below the folder of one of the meshes demo'],
    ['demo//x', 'demo//x is not a path below the folder of one of the meshes demo'],
    ['demo/a\\b', 'demo/a\\b is not a path below the folder of one of the meshes demo'],
    ['demo/# x', 'demo/# x is not a path below the folder of one of the meshes demo'],
    [`demo/${INDEX}`, `demo/${INDEX} is not a path below the folder of one of the meshes demo`],
  ])('%s', (file, message) => {
    expect(() => site().write({ [file]: 'x' })).toThrow(new Error(message));
  });

  test('two paths that some file systems take for one', () => {
    expect(() => site().write({ 'demo/a/B': 'x', 'demo/A/b': 'y' })).toThrow(
      new Error('A/b and a/B differ in case alone'),
    );
    expect(() => site().write({ 'demo/a': 'x', 'demo/A/b': 'y' })).toThrow(
      new Error('a is both a file and the folder of others'),
    );
  });
});
