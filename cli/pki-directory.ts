import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { Authority } from '../trust/authority';
import { keyFile, type PublicFile } from '../trust/cacerts';
import { Certificate } from '../trust/certificate';
import { PrivateKey } from '../trust/private-key';
import { parseState, type TrustState } from '../trust/trust-state';
import { show, UserError } from '../values/user-error';
import { workTreeThatSees } from './git-sight';

/** Where a mesh's authority is kept unless said otherwise: `$XDG_DATA_HOME/meshwright/pki/<mesh>`. */
export function defaultPkiDirectory(mesh: string, env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_DATA_HOME: data } = env;
  // The XDG specification has a relative path passed over.
  const base = data !== undefined && isAbsolute(data) ? data : join(env.HOME ?? homedir(), '.local', 'share');
  return join(base, 'meshwright', 'pki', mesh);
}

/** An authority of a generation. */
export interface Kept {
  readonly generation: number;
  readonly certificate: Certificate;
}

const rootFiles = { key: 'root-key.pem', certificate: 'root-cert.pem' };
const stateFile = 'trust.json';

/**
 * The folder that holds a mesh's authority: every root and every intermediate in a folder of its own by number, so
 * that no key is ever overwritten. Files are 0600, folders 0700.
 *
 *     trust.json                                which root counts; nothing secret
 *     roots/1/root-{key,cert}.pem
 *     clusters/kube-01/1/                       the files of the Secret cacerts
 */
export class PkiDirectory {
  private constructor(readonly path: string) {}

  /** Makes the folder, or takes one that is there and that nobody else can read. */
  static create(path: string): PkiDirectory {
    refuseWhatGitSees(path);
    if (existsSync(path)) checkPrivate(path);
    else mkdirSync(path, { recursive: true, mode: 0o700 });
    return new PkiDirectory(path);
  }

  static isAt(path: string): boolean {
    return existsSync(join(path, stateFile));
  }

  /** @throws UserError where the folder holds no authority */
  static open(path: string, mesh: string): PkiDirectory {
    if (!PkiDirectory.isAt(path)) {
      throw UserError.of('--dir', `${path} holds no authority; make one: meshwright pki init ${mesh}`);
    }
    refuseWhatGitSees(path);
    checkPrivate(path);
    const directory = new PkiDirectory(path);
    const { mesh: owner } = directory.state;
    if (owner !== mesh)
      throw UserError.of('--dir', `${path} is that of the mesh ${show(owner)}, not ${show(mesh)}`);
    return directory;
  }

  get state(): TrustState {
    const file = join(this.path, stateFile);
    return parseState(readFileSync(file, 'utf8'), file);
  }

  save(state: TrustState): void {
    this.replace(join(this.path, stateFile), `${JSON.stringify(state, null, 2)}\n`);
  }

  get roots(): readonly Kept[] {
    return this.generations('roots').map((generation) => ({
      generation,
      certificate: this.certificate(join('roots', `${generation}`, rootFiles.certificate)),
    }));
  }

  root(generation: number): Authority {
    const folder = join('roots', `${generation}`);
    return {
      certificate: this.certificate(join(folder, rootFiles.certificate)),
      key: this.key(join(folder, rootFiles.key)),
    };
  }

  /** Number of a root or, of a cluster, an intermediate that is still to be made. */
  nextGeneration(of: 'roots' | { readonly cluster: string }): number {
    return (this.generations(of === 'roots' ? of : join('clusters', of.cluster)).at(-1) ?? 0) + 1;
  }

  addRoot(generation: number, { certificate, key }: Authority): void {
    this.add(join('roots', `${generation}`), {
      [rootFiles.key]: key.reveal(),
      [rootFiles.certificate]: certificate.pem,
    });
  }

  /** A cluster's intermediates, the newest first. */
  intermediates(cluster: string): readonly Kept[] {
    const folder = join('clusters', cluster);
    return this.generations(folder)
      .toReversed()
      .map((generation) => ({
        generation,
        certificate: this.certificate(join(folder, `${generation}`, 'ca-cert.pem')),
      }));
  }

  intermediate(cluster: string, generation: number): Authority {
    const folder = this.intermediateFolder(cluster, generation);
    return {
      certificate: this.certificate(join(folder, 'ca-cert.pem')),
      key: this.key(join(folder, keyFile)),
    };
  }

  addIntermediate(cluster: string, generation: number, { certificate, key }: Authority): void {
    this.add(this.intermediateFolder(cluster, generation), {
      [keyFile]: key.reveal(),
      'ca-cert.pem': certificate.pem,
    });
  }

  /** Brings what goes with an intermediate up to date; the key stays as it is. */
  writePublicFiles(cluster: string, generation: number, files: Readonly<Record<PublicFile, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      this.replace(join(this.path, this.intermediateFolder(cluster, generation), name), text);
    }
  }

  private intermediateFolder(cluster: string, generation: number): string {
    return join('clusters', cluster, `${generation}`);
  }

  private generations(folder: string): readonly number[] {
    const path = join(this.path, folder);
    if (!existsSync(path)) return [];
    checkPrivate(path);
    return readdirSync(path)
      .filter((name) => /^[1-9]\d*$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  /** All files of a folder or none; a folder that is there is never touched. */
  private add(folder: string, files: Readonly<Record<string, string>>): void {
    const target = join(this.path, folder);
    if (existsSync(target)) throw UserError.of(target, 'is there already; nothing overwrites it');
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    const fresh = mkdtempSync(join(dirname(target), '.new-'));
    chmodSync(fresh, 0o700);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(fresh, name), text, { mode: 0o600 });
    renameSync(fresh, target);
  }

  private replace(file: string, text: string): void {
    const fresh = `${file}.new`;
    writeFileSync(fresh, text, { mode: 0o600 });
    renameSync(fresh, file);
  }

  private certificate(file: string): Certificate {
    return Certificate.only(this.read(file), join(this.path, file));
  }

  private key(file: string): PrivateKey {
    checkPrivate(join(this.path, dirname(file)));
    checkPrivate(join(this.path, file));
    return PrivateKey.fromPem(this.read(file), join(this.path, file));
  }

  private read(file: string): string {
    const path = join(this.path, file);
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw UserError.of(path, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  }
}

function refuseWhatGitSees(path: string): void {
  const tree = workTreeThatSees(path);
  if (tree === undefined) return;
  throw UserError.of(
    '--dir',
    `${path} is in the git work tree ${tree}, which does not ignore it: a key could be committed. Choose a folder outside, or add this one to .gitignore`,
  );
}

/** Refuses what others than its owner can read; what is not there is somebody else's message. */
function checkPrivate(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || (stat.mode & 0o077) === 0) return;
  const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
  throw UserError.of(
    path,
    `others than its owner can get at it (${mode}), and it holds private keys: chmod ${stat.isDirectory() ? '700' : '600'} ${path}`,
  );
}
