import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A clone of the repository that Argo CD reads. */
export class Clone {
  static of(url: string, folder: string): Clone {
    execFileSync('git', ['clone', '-q', url, folder]);
    return new Clone(folder);
  }

  private constructor(readonly folder: string) {}

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** Paths of the files of a folder. */
  list(folder: string): readonly string[] {
    return readdirSync(join(this.folder, folder)).map((name) => `${folder}/${name}`);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Puts a folder in the place of another. */
  replace(path: string, folder: string): void {
    this.remove(path);
    cpSync(folder, join(this.folder, path), { recursive: true });
  }

  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true });
  }

  push(message: string): void {
    this.git('add', '--all');
    this.git('-c', 'user.name=e2e', '-c', 'user.email=e2e@localhost', 'commit', '-qm', message);
    this.git('push', '-q');
  }

  private git(...args: string[]): void {
    execFileSync('git', ['-C', this.folder, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}
