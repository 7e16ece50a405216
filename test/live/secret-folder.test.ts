import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSecretFolder } from '../../live/secret-folder';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secret-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const files = new Map([['token', 'one']]);

test('whatever the umask, nobody else reads the files or enters the folder', () => {
  const before = process.umask(0);
  try {
    writeSecretFolder(join(folder, 'open/below'), files);
  } finally {
    process.umask(before);
  }
  for (const made of ['open', 'open/below']) {
    expect(statSync(join(folder, made)).mode & 0o777).toBe(0o700);
  }
  expect(statSync(join(folder, 'open/below/token')).mode & 0o777).toBe(0o600);
});

test('a file that is there is replaced and not written through, with nothing left beside it', () => {
  writeFileSync(join(folder, 'elsewhere'), 'mine', { mode: 0o644 });
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'token'));
  writeSecretFolder(folder, files);
  expect(readFileSync(join(folder, 'elsewhere'), 'utf8')).toBe('mine');
  expect(readFileSync(join(folder, 'token'), 'utf8')).toBe('one');
  expect(readdirSync(folder)).toEqual(['elsewhere', 'token']);
});

test('what is no folder is refused', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => writeSecretFolder(file, files)).toThrow(`${file}: is no folder`);
  const link = join(folder, 'link');
  symlinkSync(join(folder, 'gone'), link);
  expect(() => writeSecretFolder(link, files)).toThrow(
    `${link}: is a link to nothing; secrets are not written through it`,
  );
});
