import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const made: string[] = [];

/** A fresh folder, gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'meshwright-')));
  made.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** Puts files into a folder; a path that ends in `/` is an empty folder. */
export function put(root: string, files: Readonly<Record<string, string>>): void {
  for (const [file, content] of Object.entries(files)) {
    const at = path.join(root, file);
    fs.mkdirSync(file.endsWith('/') ? at : path.dirname(at), { recursive: true });
    if (!file.endsWith('/')) fs.writeFileSync(at, content);
  }
}

/** All that is in a folder: text by path, `-> target` for a link, `/` behind an empty folder. */
export function snapshot(root: string): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (below: string) => {
    const entries = fs.readdirSync(path.join(root, below), { withFileTypes: true });
    if (entries.length === 0 && below !== '') found[`${below}/`] = '';
    for (const entry of entries) {
      const at = path.posix.join(below, entry.name);
      if (entry.isDirectory()) visit(at);
      else if (entry.isSymbolicLink()) found[at] = `-> ${fs.readlinkSync(path.join(root, at))}`;
      else found[at] = fs.readFileSync(path.join(root, at), 'utf8');
    }
  };
  if (fs.existsSync(root)) visit('');
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}
