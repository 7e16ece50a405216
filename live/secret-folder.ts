import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../values/user-error';

/**
 * Writes files that hold secrets: 0600, in a folder that nobody else may enter.
 *
 * @throws UserError where the folder is open to others, before anything is written
 */
export function writeSecretFolder(folder: string, files: ReadonlyMap<string, string>): void {
  assertPrivate(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Whatever the umask left of it.
  chmodSync(folder, 0o700);
  for (const [name, text] of files) writeSecretFile(join(folder, name), text);
}

/** Writes a file that nobody else may read. One that is there is replaced whole, and not written through. */
export function writeSecretFile(file: string, content: string | Uint8Array): void {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}`);
  try {
    writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** @throws UserError where the folder is there and others may enter it, or it is none */
export function assertPrivate(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) {
    if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return;
    throw UserError.of(folder, 'is a link to nothing; secrets are not written through it');
  }
  if (!found.isDirectory()) throw UserError.of(folder, 'is no folder');
  const mode = found.mode & 0o777;
  if ((mode & 0o077) === 0) return;
  const who = (mode & 0o007) === 0 ? 'its group' : 'everybody';
  throw UserError.of(
    folder,
    `is open to ${who} (mode 0${mode.toString(8)}), and a token goes into it: chmod 700 it, or name a new folder`,
  );
}
