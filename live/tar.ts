import { pack } from 'tar-stream';

/** A tar archive of files in one folder, each 0600 and root's. The same files are the same bytes. */
export async function tarOf(folder: string, files: ReadonlyMap<string, string>): Promise<Buffer> {
  const archive = pack();
  const owner = { uid: 0, gid: 0, uname: 'root', gname: 'root', mtime: new Date(0) };
  archive.entry({ ...owner, name: `${folder}/`, type: 'directory', mode: 0o700 });
  for (const [name, text] of files) archive.entry({ ...owner, name: `${folder}/${name}`, mode: 0o600 }, text);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
