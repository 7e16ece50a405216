import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { workTreeThatSees } from '../../cli/git-sight';

let tree: string;
beforeEach(() => {
  tree = realpathSync(mkdtempSync(join(tmpdir(), 'sight-')));
  mkdirSync(join(tree, '.git'));
});
afterEach(() => rmSync(tree, { recursive: true }));

const write = (file: string, text: string) => {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
};
const isSeen = (folder: string) => workTreeThatSees(join(tree, folder)) === tree;

test('a folder outside of every work tree is not seen', () => {
  rmSync(join(tree, '.git'), { recursive: true });
  expect(workTreeThatSees(join(tree, 'pki'))).toBeUndefined();
});

test('one inside is, though it is not there yet, and so is the tree itself', () => {
  expect(isSeen('a/b/pki')).toBe(true);
  expect(isSeen('.')).toBe(true);
});

test('a linked work tree has a file in place of the folder', () => {
  write('linked/.git', 'gitdir: elsewhere\n');
  expect(workTreeThatSees(join(tree, 'linked/pki'))).toBe(join(tree, 'linked'));
});

test('a symbolic link leads where it leads', () => {
  const outside = mkdtempSync(join(tmpdir(), 'outside-'));
  symlinkSync(join(tree), join(outside, 'link'));
  expect(workTreeThatSees(join(outside, 'link', 'pki'))).toBe(tree);
  rmSync(outside, { recursive: true });
});

test.each([
  ['pki/', 'pki', false],
  ['/pki', 'pki', false],
  ['/pki', 'a/pki', true],
  ['pki', 'a/b/pki', false],
  ['pki', 'a/pki/demo/deep', false],
  ['pki', 'mypki', true],
  ['a/pki', 'b/a/pki', true],
  ['**/pki', 'b/a/pki', false],
  ['a/**/pki', 'a/pki', false],
  ['a/**/pki', 'a/b/c/pki', false],
  ['a/**', 'a/pki', false],
  ['a/**', 'a', true],
  ['*', 'pki', false],
  ['/*', 'pki', false],
  ['p?i', 'pki', false],
  ['p[!j-l]i', 'pki', true],
  ['p[j-l]i', 'pki', false],
  ['*.d', 'pki.d', false],
  ['*.d', 'pki-d', true],
  ['# pki', 'pki', true],
  ['\\#pki', '#pki', false],
  ['pki  ', 'pki', false],
  ['', 'pki', true],
  ['pki\n!pki', 'pki', true],
  ['!pki\npki', 'pki', false],
  ['a\n!a/pki', 'a/pki', false],
  ['p[', 'p[', true],
])('.gitignore %j and the folder %j', (ignore, folder, seen) => {
  write('.gitignore', `${ignore}\n`);
  expect(isSeen(folder)).toBe(seen);
});

test('the file of a deeper folder counts from there and decides over the one above', () => {
  write('.gitignore', 'pki\n');
  write('a/.gitignore', '!pki\n/keys\n');
  expect(isSeen('a/pki')).toBe(true);
  expect(isSeen('b/pki')).toBe(false);
  expect(isSeen('a/keys')).toBe(false);
  expect(isSeen('keys')).toBe(true);
});

test('.git/info/exclude counts, and any .gitignore decides over it', () => {
  write('.git/info/exclude', 'pki\nkeys\n');
  write('.gitignore', '!keys\n');
  expect(isSeen('pki')).toBe(false);
  expect(isSeen('keys')).toBe(true);
});
