import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { transformSync } from 'esbuild';
import { didYouMean } from '../values/did-you-mean';
import { show, UserError, type Problem } from '../values/user-error';
import type { MeshModule } from './application';
import { Mesh } from './mesh';

/**
 * Loads the meshes below `clusters/`, by name.
 *
 * @param only - names of the meshes to load; all where it is undefined
 * @param field - where those names were given, for messages
 * @throws UserError where a name is unknown, a file does not compile or throws, or a module is no mesh
 */
export function loadMeshes(clustersDir: string, only?: readonly string[], field = 'mesh'): MeshModule[] {
  const folders = meshFolders(clustersDir);
  const unknown = only?.filter((name) => !folders.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new UserError(
      unknown.map((name) => ({
        field,
        message: `${show(name)} is not a mesh of clusters/ (${folders.join(', ')})${didYouMean(name, folders)}`,
      })),
    );
  }
  const wanted = folders.filter((name) => only === undefined || only.includes(name));
  if (wanted.length === 0) throw UserError.of('clusters', 'holds no mesh: no folder in it has an index.ts');
  return wanted.map((name) => loadMesh(join(clustersDir, name), name));
}

function meshFolders(clustersDir: string): string[] {
  if (!existsSync(clustersDir))
    throw UserError.of(show(clustersDir), 'is no folder; it should hold one folder per mesh');
  const folders = readdirSync(clustersDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).sort();
  const headless = names.filter((name) => !existsSync(join(clustersDir, name, 'index.ts')));
  if (headless.length > 0) {
    throw new UserError(
      headless.map((name) => ({
        field: `clusters/${name}`,
        message: 'has no index.ts, which exports the mesh; add it, or remove the folder',
      })),
    );
  }
  return names;
}

function loadMesh(folder: string, name: string): MeshModule {
  refuseWhatCompilersWarnOf(folder);
  const module = requireMesh(folder, name);
  if (!(module?.mesh instanceof Mesh) || !Array.isArray(module.applications)) {
    throw UserError.of(
      `clusters/${name}/index.ts`,
      'does not export a mesh; it needs `export default { mesh, applications: [] } satisfies MeshModule`',
    );
  }
  if (module.mesh.name !== name) {
    throw UserError.of(
      `clusters/${name}: name`,
      `${show(module.mesh.name)} differs from the folder ${show(name)}; a mesh is found by its folder`,
    );
  }
  return module;
}

function requireMesh(folder: string, name: string): MeshModule | undefined {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the one dynamic import of the project
    return (require(join(folder, 'index.ts')) as { default?: MeshModule }).default;
  } catch (error) {
    if (error instanceof UserError)
      throw new UserError(error.problems, `clusters/${name}: ${firstLine(error)}`);
    throw UserError.of(`clusters/${name}`, `does not load: ${whereThrown(error, folder)}${firstLine(error)}`);
  }
}

/**
 * Refuses object literals with a key twice: two clusters of one name would be one, without a word.
 *
 * The compiler says so as well, but nothing runs it before synthesis.
 */
function refuseWhatCompilersWarnOf(folder: string): void {
  const problems = typescriptFiles(folder).flatMap((file): Problem[] => {
    const field = `clusters/${relative(join(folder, '..'), file)}`;
    try {
      const { warnings } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', logLevel: 'silent' });
      return warnings
        .filter(({ id }) => id === 'duplicate-object-key')
        .map(({ text, location }) => ({
          field: `${field}:${location?.line ?? 0}`,
          message: `${text.charAt(0).toLowerCase()}${text.slice(1)}: the later one would silently replace the earlier; names are unique`,
        }));
    } catch (error) {
      const [first] = (error as { errors?: { text: string; location?: { line: number } }[] }).errors ?? [];
      if (first === undefined) throw error;
      return [{ field: `${field}:${first.location?.line ?? 0}`, message: `does not parse: ${first.text}` }];
    }
  });
  if (problems.length > 0) throw new UserError(problems);
}

function typescriptFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? '';
}

/** `file.ts:12: ` where the mesh's own code threw, from the stack that the user never sees. */
function whereThrown(error: unknown, folder: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const line of stack.split('\n')) {
    const match = /\(?((?:\/|[A-Za-z]:)[^()]*\.ts):(\d+):\d+\)?$/.exec(line.trim());
    if (match?.[1]?.startsWith(folder)) return `${relative(folder, match[1])}:${match[2]}: `;
  }
  return '';
}
