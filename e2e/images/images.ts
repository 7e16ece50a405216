import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An image of the stand-in server. */
export interface StandIn {
  /** The name that it stands in for, with its tag. */
  readonly name: string;
  /** Variables that the image sets. */
  readonly env?: readonly string[];
}

/** The server's program, where `standIns` has made it. */
export function serverOf(folder: string): string {
  return join(folder, 'server');
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** OCI images of the server in `server/`, each under its name; gives the archive that holds them. Needs Go and tar. */
export function standIns(folder: string, archive: string, images: readonly StandIn[]): string {
  execFileSync('go', ['build', '-trimpath', '-ldflags=-s -w', '-o', serverOf(folder), '.'], {
    cwd: join(__dirname, 'server'),
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const layer = tar(folder, ['server']);
  const layout = new Layout(mkdtempSync(join(folder, 'image-')));
  const blob = layout.add(layer, 'application/vnd.oci.image.layer.v1.tar');
  const manifests = images.map(({ name, env = [] }) => {
    const config = layout.addJson(
      {
        architecture: 'amd64',
        os: 'linux',
        config: { Entrypoint: ['/server'], Env: env },
        rootfs: { type: 'layers', diff_ids: [blob.digest] },
      },
      'application/vnd.oci.image.config.v1+json',
    );
    return { ...layout.manifest(config, [blob]), annotations: { 'io.containerd.image.name': name } };
  });
  return layout.archive(join(folder, `${archive}.tar`), manifests);
}

/**
 * Gives images of another archive other names, without their layers: whoever serves the archive has those.
 *
 * @param aliases - archive and the name that its image is to have
 */
export function aliases(
  folder: string,
  archive: string,
  names: readonly { readonly from: string; readonly name: string }[],
): string {
  const layout = new Layout(mkdtempSync(join(folder, 'image-')));
  const manifests = names.map(({ from, name }) => {
    const { manifests: all } = JSON.parse(member(from, 'index.json').toString()) as {
      manifests: readonly Descriptor[];
    };
    const [first] = all;
    if (first === undefined) throw new Error(`${from} holds no image`);
    const manifest = member(from, blobPath(first.digest));
    const { config } = JSON.parse(manifest.toString()) as { config: Descriptor };
    layout.add(member(from, blobPath(config.digest)), config.mediaType);
    layout.add(manifest, first.mediaType);
    return { ...first, annotations: { 'io.containerd.image.name': name } };
  });
  return layout.archive(join(folder, `${archive}.tar`), manifests);
}

function member(archive: string, path: string): Buffer {
  return execFileSync('tar', ['-xOf', archive, path], { maxBuffer: 2 ** 28 });
}

const blobPath = (digest: string) => `blobs/sha256/${digest.replace('sha256:', '')}`;

/** Without what differs from run to run. */
function tar(folder: string, names: readonly string[]): Buffer {
  const same = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0'];
  return execFileSync('tar', ['-cf', '-', ...same, '-C', folder, ...names], { maxBuffer: 2 ** 28 });
}

/** The folder of an OCI image layout. */
class Layout {
  private readonly folder: string;

  constructor(home: string) {
    this.folder = join(home, 'layout');
    mkdirSync(join(this.folder, 'blobs/sha256'), { recursive: true });
    writeFileSync(join(this.folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  }

  add(content: Buffer, mediaType: string): Descriptor {
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    writeFileSync(join(this.folder, blobPath(digest)), content);
    return { mediaType, digest, size: content.length };
  }

  addJson(value: object, mediaType: string): Descriptor {
    return this.add(Buffer.from(JSON.stringify(value)), mediaType);
  }

  manifest(config: Descriptor, layers: readonly Descriptor[]): Descriptor {
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    return this.addJson({ schemaVersion: 2, mediaType, config, layers }, mediaType);
  }

  archive(path: string, manifests: readonly Descriptor[]): string {
    writeFileSync(join(this.folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
    execFileSync('tar', ['-cf', path, '-C', this.folder, 'oci-layout', 'index.json', 'blobs']);
    return path;
  }
}
