import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { didYouMean } from '../../values/did-you-mean';
import { UserError } from '../../values/user-error';
import type { ApplicationSet, ArgoObject, RegisteredCluster } from './argo-objects';

/** What the folder `argocd` of a hub holds, as its Argo CD reads it. */
export interface HubFolder {
  readonly mesh: string;
  /** Name of the hub. */
  readonly hub: string;
  readonly applicationSets: readonly ApplicationSet[];
  readonly clusters: readonly RegisteredCluster[];
  /**
   * The repository that the root Application reads this folder from, and the path of dist in it. Undefined without a
   * root Application.
   */
  readonly repository?: { readonly url: string; readonly path: string };
}

/**
 * Finds the hub of each mesh below dist.
 *
 * @param only - a mesh; all where it is undefined
 * @throws UserError where dist is no folder, the mesh has no hub's folder, or a file is no YAML
 */
export function readHubFolders(dist: string, only?: string): HubFolder[] {
  if (!existsSync(dist)) throw UserError.of(dist, 'is no folder; run `npm run synth` first');
  const meshes = foldersIn(dist);
  if (only !== undefined && !meshes.includes(only)) {
    throw UserError.of(
      only,
      `is not a mesh of ${dist} (${meshes.join(', ') || 'it is empty'})${didYouMean(only, meshes)}`,
    );
  }
  const found = meshes
    .filter((mesh) => only === undefined || mesh === only)
    .flatMap((mesh) =>
      foldersIn(join(dist, mesh))
        .filter((hub) => existsSync(join(dist, mesh, hub, 'argocd')))
        .map((hub) => readHubFolder(dist, mesh, hub)),
    );
  if (only !== undefined && found.length === 0) {
    throw UserError.of(
      only,
      'has no folder argocd in any of its clusters: a mesh is delivered where its data names a repository and a hub',
    );
  }
  return found;
}

function readHubFolder(dist: string, mesh: string, hub: string): HubFolder {
  const folder = join(dist, mesh, hub, 'argocd');
  const objects = readdirSync(folder)
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .flatMap((name) => readObjects(join(folder, name), `${mesh}/${hub}/argocd/${name}`));
  const own = `${mesh}/${hub}/argocd`;
  const sources = objects
    .filter(({ kind }) => kind === 'Application')
    .map(
      (one) => (one as unknown as { spec?: { source?: { repoURL?: string; path?: string } } }).spec?.source,
    );
  const root = sources.find((source) => source?.path === own || source?.path?.endsWith(`/${own}`));
  return {
    mesh,
    hub,
    applicationSets: objects.filter(({ kind }) => kind === 'ApplicationSet') as ApplicationSet[],
    clusters: objects.filter(isRegistration).map(toCluster),
    ...(root && {
      repository: { url: root.repoURL ?? '', path: (root.path ?? '').slice(0, -own.length - 1) || '.' },
    }),
  };
}

function readObjects(path: string, file: string): ArgoObject[] {
  return parseAllDocuments(readFileSync(path, 'utf8')).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw UserError.of(file, `is no YAML: ${error.message.split('\n')[0]}`);
    const object = document.toJS() as Omit<ArgoObject, 'file'> | null;
    return object === null ? [] : [{ ...object, file }];
  });
}

interface Registration extends ArgoObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
}

function isRegistration({ kind, metadata }: ArgoObject): boolean {
  return kind === 'Secret' && metadata.labels?.['argocd.argoproj.io/secret-type'] === 'cluster';
}

function toCluster(secret: Registration): RegisteredCluster {
  const decoded = Object.entries(secret.data ?? {}).map(([key, value]) => [
    key,
    Buffer.from(value, 'base64').toString('utf8'),
  ]);
  const data = { ...(Object.fromEntries(decoded) as Record<string, string>), ...secret.stringData };
  const { labels = {}, annotations = {} } = secret.metadata;
  const { name = '', server = '', project = '' } = data;
  return { file: secret.file, name, server, project, labels, annotations };
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}
