import { UserError } from '../../values/user-error';
import { addTo, at, fieldsOf, labelsOf, numberOf, recordsOf, textOf, type Fields } from '../model/fields';
import type { Mesh } from '../model/mesh';
import type { Resource } from '../model/resource';
import { generate } from './application-sets';
import type { ApplicationSet, RegisteredCluster } from './argo-objects';
import { glob } from './glob';

/** An Application, written by hand or made by an ApplicationSet, and what it brings. */
export interface Delivered {
  /** The Application, or the ApplicationSet that makes it. */
  readonly resource: Resource;
  /** Keys of the resource below which the Application's `spec` is: `spec`, `spec.template.spec`. */
  readonly path: string;
  readonly name: string;
  readonly project: string;
  readonly destination: Destination;
  readonly source: Fields;
  /** The Application's, filled in. */
  readonly spec: Fields;
  /** `argocd.argoproj.io/sync-wave` */
  readonly wave: number;
  /** Manifests of its folder, as far as they are in the input. */
  readonly objects: readonly Resource[];
}

export interface Destination {
  readonly server: string;
  readonly name: string;
  readonly namespace: string;
}

const IN_CLUSTER = { name: 'in-cluster', server: 'https://kubernetes.default.svc' };
const WAVE = 'argocd.argoproj.io/sync-wave';

/** Everything that the Argo CDs of a mesh's clusters deliver. What is not evaluated here is left out. */
export function deliveredBy(mesh: Mesh): readonly Delivered[] {
  const applications = mesh.of('Application');
  const sets = mesh.clusters.flatMap(({ resources }) =>
    resources.filter(({ kind, group }) => kind === 'ApplicationSet' && group === 'argoproj.io'),
  );
  if (applications.length + sets.length === 0) return [];
  const folders = foldersOf(mesh);
  const clusters = registrationsOf(mesh);
  const made = sets.flatMap((resource) =>
    generated(resource, clusters, folders).map(({ metadata, spec }) => ({
      resource,
      path: 'spec.template.spec',
      name: metadata.name,
      annotations: metadata.annotations ?? {},
      spec: spec as Fields,
    })),
  );
  const written = applications.map((resource) => {
    const { name, annotations, spec } = resource;
    return { resource, path: 'spec', name, annotations, spec };
  });
  return [...written, ...made].map(({ annotations, ...one }) => {
    const source = fieldsOf(one.spec.source);
    return {
      ...one,
      project: textOf(one.spec.project) ?? 'default',
      destination: destinationOf(fieldsOf(one.spec.destination), clusters),
      source,
      wave: Number(annotations[WAVE] ?? 0),
      objects: filesOf(source, folders),
    };
  });
}

/** Manifests of a source's folder, without those that it leaves out. */
function filesOf({ path, directory }: Fields, { byPath }: Folders): readonly Resource[] {
  const all = byPath.get(textOf(path)?.replace(/^\.(\/|$)|\/$/g, '') ?? '?') ?? [];
  const [include, exclude] = [at(directory, 'include'), at(directory, 'exclude')].map(textOf);
  if (!include && !exclude) return all;
  return all.filter(({ place: { file } }) => {
    const name = file?.split('/').at(-1) ?? '';
    return (!include || glob(include, '/').test(name)) && !(exclude && glob(exclude, '/').test(name));
  });
}

export function waveOf({ annotations }: Resource): number {
  return Number(annotations[WAVE] ?? 0);
}

function generated(resource: Resource, clusters: readonly RegisteredCluster[], folders: Folders) {
  const set = { ...resource.object, file: '' } as unknown as ApplicationSet;
  try {
    return generate(set, { clusters, folders: () => folders.names });
  } catch (error) {
    // A set that its controller refuses, or that is not evaluated here, delivers nothing that is known.
    if (error instanceof UserError || error instanceof TypeError) return [];
    throw error;
  }
}

function destinationOf(given: Fields, clusters: readonly RegisteredCluster[]): Destination {
  const server = textOf(given.server) ?? '';
  const name = textOf(given.name) ?? '';
  const known = [...clusters, IN_CLUSTER].find((one) =>
    server === '' ? one.name === name : one.server === server,
  );
  const namespace = textOf(given.namespace) ?? '';
  return { server: server || (known?.server ?? ''), name: name || (known?.name ?? ''), namespace };
}

function registrationsOf(mesh: Mesh): readonly RegisteredCluster[] {
  return mesh
    .of('Secret')
    .filter(({ labels }) => labels['argocd.argoproj.io/secret-type'] === 'cluster')
    .map((resource) => {
      const { object, labels, annotations } = resource;
      const plain = labelsOf(object.stringData);
      const data = labelsOf(object.data);
      const read = (key: string) => plain[key] ?? Buffer.from(data[key] ?? '', 'base64').toString('utf8');
      const [name, server, project] = [read('name'), read('server'), read('project')];
      return { file: '', name, server, project, labels, annotations };
    });
}

interface Folders {
  /** Every folder of the repository that is known, sorted. */
  readonly names: readonly string[];
  /** Manifests by the path that an Application may have for their folder. */
  readonly byPath: ReadonlyMap<string, readonly Resource[]>;
}

/** Folders by where the files are; in dist, by mesh, cluster and component below the folder that Applications name. */
function foldersOf(mesh: Mesh): Folders {
  const byPath = new Map<string, Resource[]>();
  const names = new Set<string>();
  const prefix = distOf(mesh);
  for (const { resources } of mesh.clusters) {
    for (const resource of resources) {
      if (resource.origin !== undefined) continue;
      const { mesh: of, cluster, component, file } = resource.place;
      if (of !== null && cluster !== null && component !== null) {
        const path = [...(prefix === '' ? [] : [prefix]), of, cluster, component].join('/');
        addTo(byPath, path, resource);
        names.add(path);
      } else if (file !== null) {
        const parts = file.split('/').slice(0, -1);
        if (parts.length === 0) addTo(byPath, '', resource);
        for (let start = 0; start < parts.length; start++)
          addTo(byPath, parts.slice(start).join('/'), resource);
        names.add(parts.join('/'));
      }
    }
  }
  return { names: [...names].sort(), byPath };
}

/** The folder of the repository that has the meshes, by the path of what an Application or a set brings. */
function distOf({ name, clusters }: Mesh): string {
  for (const { resources } of clusters) {
    for (const { kind, group, spec } of resources) {
      if (group !== 'argoproj.io') continue;
      const paths =
        kind === 'Application' ? [textOf(at(spec, 'source', 'path'))] : pathsIn(recordsOf(spec.generators));
      for (const path of paths) {
        const parts = path?.split('/') ?? [];
        const index = parts.indexOf(name ?? '');
        if (index >= 0) return parts.slice(0, index).join('/');
      }
    }
  }
  return 'dist';
}

function pathsIn(generators: readonly Fields[]): readonly (string | undefined)[] {
  return generators.flatMap((one) => [
    ...recordsOf(at(one, 'git', 'directories')).map(({ path }) => textOf(path)),
    ...pathsIn(recordsOf(at(one, 'matrix', 'generators'))),
  ]);
}

/** Whether an Application tries again for as long as it takes. */
export function retriesForever({ spec }: Delivered): boolean {
  return (numberOf(at(spec, 'syncPolicy', 'retry', 'limit')) ?? 5) < 0;
}
