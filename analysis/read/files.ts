import { existsSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../../values/user-error';
import { BUNDLE_FILE } from './bundle';
import type { Origin } from './documents';

/** A file or a folder to read. */
export interface Source {
  /** As the user wrote it; `-` for standard input. */
  readonly path: string;
  /**
   * The cluster whose objects it holds.
   * @default - by its folder, below a dist; otherwise none
   */
  readonly cluster?: string;
}

/** A file to read. */
export interface SourceFile extends Origin {
  /** Path to open it by; null for standard input. */
  readonly path: string | null;
}

/** A folder that Helm renders: a chart, or what pins one of somebody else's. */
export interface ChartFolder extends Omit<SourceFile, 'path'> {
  /** Path of its `Chart.yaml`. */
  readonly path: string;
  /** Path of its `values.yaml`; undefined where there is none. */
  readonly values: string | undefined;
}

/** What sources hold. */
export interface Found {
  readonly files: readonly SourceFile[];
  readonly charts: readonly ChartFolder[];
  /** Files that say what the clusters of a mesh of dist have besides. */
  readonly given: readonly { readonly path: string; readonly mesh: string }[];
  /** What the machines of a mesh of dist start with. */
  readonly bundles: readonly BundleFile[];
}

export interface BundleFile {
  readonly path: string;
  readonly mesh: string;
  readonly machine: string;
}

/** What findings call standard input. */
export const STANDARD_INPUT = '<stdin>';

/** Marks the folder of a mesh in dist; synth/ownership.ts writes it. */
const MESH_MARK = '.meshwright-files';
/** Beside the clusters of a mesh in dist: what machines and nodes start with, which is not applied. */
const MACHINES = 'machines';
/** Beside them too: what the mesh's data says that the clusters have besides. */
export const GIVEN_FILE = 'given.yaml';
/** What a cluster is never given as it is: it belongs to a program that renders. */
const INPUT_OF_OTHERS = /^(?:Chart\.ya?ml|kustomization\.ya?ml)$/;

/**
 * The files of sources, each once, those of a folder in the order of their names.
 *
 * Of a folder: `*.yaml`, `*.yml` and `*.json`, at any depth, but nothing hidden and nothing that is no manifest by its
 * place.
 *
 * @throws UserError where a path is not there, or a folder has no such file
 */
export function findFiles(sources: readonly Source[]): Found {
  const missing = sources.filter(({ path }) => path !== '-' && !existsSync(path));
  if (missing.length > 0)
    throw new UserError(
      missing.map(({ path }) => ({ field: path, message: 'there is no such file or folder' })),
    );
  const finder = new FileFinder();
  for (const source of sources) finder.take(source);
  return finder;
}

/** Where a folder is in a dist: its mesh and the steps from there. */
interface DistPlace {
  readonly mesh: string;
  readonly steps: readonly string[];
}

class FileFinder implements Found {
  readonly files: SourceFile[] = [];
  readonly charts: ChartFolder[] = [];
  readonly given: { readonly path: string; readonly mesh: string }[] = [];
  readonly bundles: BundleFile[] = [];
  private readonly taken = new Set<string>();
  private readonly places = new Map<string, DistPlace | undefined>();

  take({ path, cluster }: Source): void {
    if (path === '-') {
      this.addStandardInput(cluster);
    } else if (statSync(path).isDirectory()) {
      if (!this.walk(path, cluster)) throw UserError.of(path, 'holds no manifest (*.yaml, *.yml or *.json)');
    } else {
      this.add(path, this.distPlace(resolve(dirname(path))), cluster, true);
    }
  }

  /** Whether there is a manifest, or what makes one, taken before or not. */
  private walk(folder: string, cluster: string | undefined): boolean {
    const place = this.distPlace(resolve(folder));
    if (place?.steps[0] === MACHINES) {
      this.addBundles(folder, place);
      return false;
    }
    let hasManifest = false;
    const entries = entriesOf(folder);
    const isChart = entries.some(({ name }) => name === 'Chart.yaml');
    if (isChart) this.addChart(folder, place, cluster, entries);
    for (const entry of entries) {
      const { name } = entry;
      if (name.startsWith('.') || name === 'node_modules') continue;
      const path = join(folder, name);
      if (entry.isDirectory()) hasManifest = this.walk(path, cluster) || hasManifest;
      else if (/\.(?:ya?ml|json)$/.test(name) && isFile(entry, path)) {
        hasManifest = true;
        if (place?.steps.length === 0 && name === GIVEN_FILE) {
          if (this.isNew(resolve(path), undefined)) this.given.push({ path, mesh: place.mesh });
          continue;
        }
        if (INPUT_OF_OTHERS.test(name) || (isChart && name === 'values.yaml')) continue;
        this.add(path, place, cluster, false);
      }
    }
    return hasManifest;
  }

  /** Of the folder of all machines, or of one. */
  private addBundles(folder: string, { mesh, steps }: DistPlace): void {
    const folders =
      steps.length > 1
        ? [folder]
        : entriesOf(folder)
            .filter((one) => one.isDirectory())
            .map(({ name }) => join(folder, name));
    for (const one of folders) {
      const path = join(one, BUNDLE_FILE);
      if (existsSync(path) && this.isNew(resolve(path), undefined))
        this.bundles.push({ path, mesh, machine: basename(one) });
    }
  }

  private add(
    path: string,
    place: DistPlace | undefined,
    cluster: string | undefined,
    isNamed: boolean,
  ): void {
    if (!this.isNew(resolve(path), cluster)) return;
    const [inDist = null, component = null] = place?.steps ?? [];
    this.files.push({
      path,
      file: path.replaceAll('\\', '/'),
      isNamed,
      mesh: place?.mesh ?? null,
      cluster: cluster ?? inDist,
      component,
    });
  }

  private addChart(
    folder: string,
    place: DistPlace | undefined,
    cluster: string | undefined,
    entries: readonly Dirent[],
  ): void {
    const path = join(folder, 'Chart.yaml');
    if (!this.isNew(resolve(path), cluster)) return;
    const values = entries.some(({ name }) => name === 'values.yaml')
      ? join(folder, 'values.yaml')
      : undefined;
    const [inDist = null, component = null] = place?.steps ?? [];
    this.charts.push({
      path,
      values,
      file: path.replaceAll('\\', '/'),
      isNamed: false,
      mesh: place?.mesh ?? null,
      cluster: cluster ?? inDist,
      component,
    });
  }

  private addStandardInput(cluster: string | undefined): void {
    if (!this.isNew('-', cluster)) return;
    this.files.push({
      path: null,
      file: STANDARD_INPUT,
      isNamed: true,
      mesh: null,
      cluster: cluster ?? null,
      component: null,
    });
  }

  private isNew(path: string, cluster: string | undefined): boolean {
    const key = JSON.stringify([cluster ?? null, path]);
    if (this.taken.has(key)) return false;
    this.taken.add(key);
    return true;
  }

  private distPlace(folder: string): DistPlace | undefined {
    if (this.places.has(folder)) return this.places.get(folder);
    const place = this.findDistPlace(folder);
    this.places.set(folder, place);
    return place;
  }

  private findDistPlace(folder: string): DistPlace | undefined {
    if (existsSync(join(folder, MESH_MARK))) return { mesh: basename(folder), steps: [] };
    const parent = dirname(folder);
    const above = parent === folder ? undefined : this.distPlace(parent);
    return above && { mesh: above.mesh, steps: [...above.steps, basename(folder)] };
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw UserError.of(folder, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Whether an entry of a folder is a file, or a link to one. A link to a folder is not followed: it may lead back. */
function isFile(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  try {
    return statSync(path).isFile();
  } catch {
    // Whoever reads it says what is wrong with it.
    return true;
  }
}
