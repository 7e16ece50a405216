import { UserError } from '../../values/user-error';
import type { RegisteredCluster } from './argo-objects';
import { normalize } from './go-template/functions';
import { isMap, isTextMap, textMap, type Value } from './go-template/value';
import { selects, type LabelSelector } from './label-selector';
import { pathMatcher } from './path-match';

/** Parameters of one Application. */
export type Parameters = Readonly<Record<string, Value>>;

/** What generators find their parameters in. */
export interface World {
  readonly clusters: readonly RegisteredCluster[];
  /** Every folder of the repository, sorted; undefined for another repository than dist's. */
  readonly folders: (repoURL: string) => readonly string[] | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
/** Fills in the templates in a generator with the parameters of the generator before it. */
export type Interpolate = (generator: Fields, parameters: Parameters) => Fields;

/**
 * The sets of parameters that one generator gives: clusters, git directories, list, and a matrix of two of them.
 *
 * @throws UserError for any other generator or setting
 */
export function parametersOf(
  generator: Fields,
  world: World,
  interpolate: Interpolate,
  field: string,
): Parameters[] {
  const kinds = Object.keys(generator).filter((key) => generator[key] !== undefined && key !== 'selector');
  const [kind = 'nothing'] = kinds;
  if (kinds.length !== 1 || generator.selector !== undefined)
    throw UserError.of(field, `is ${Object.keys(generator).join(' with ')}, which is not evaluated`);
  const settings = generator[kind] as Fields;
  const at = `${field}.${kind}`;
  switch (kind) {
    case 'clusters':
      allow(settings, ['selector'], at);
      return clusterParameters(settings, world);
    case 'git':
      allow(settings, ['repoURL', 'revision', 'directories', 'requeueAfterSeconds'], at);
      return folderParameters(settings, world, at);
    case 'list':
      allow(settings, ['elements'], at);
      return (settings.elements ?? []) as Parameters[];
    case 'matrix':
      allow(settings, ['generators'], at);
      return matrixParameters((settings.generators ?? []) as readonly Fields[], world, interpolate, at);
    default:
      throw UserError.of(
        at,
        'is a generator that is not evaluated; there are clusters, git directories, list and matrix',
      );
  }
}

function allow(settings: Fields, known: readonly string[], field: string): void {
  for (const key of Object.keys(settings)) {
    if (!known.includes(key))
      throw UserError.of(`${field}.${key}`, `is not evaluated; there are ${known.join(', ')}`);
  }
}

function clusterParameters({ selector }: Fields, { clusters }: World): Parameters[] {
  return clusters
    .filter(({ labels }) => selects((selector ?? {}) as LabelSelector, labels))
    .map(({ name, server, project, labels, annotations }) => ({
      name,
      nameNormalized: normalize(name),
      server,
      project,
      metadata: {
        ...(Object.keys(labels).length > 0 && { labels: textMap(labels) }),
        ...(Object.keys(annotations).length > 0 && { annotations: textMap(annotations) }),
      },
    }));
}

interface Directory {
  readonly path: string;
  readonly exclude?: boolean;
}

function folderParameters(settings: Fields, world: World, field: string): Parameters[] {
  const { repoURL, directories = [] } = settings as { repoURL: string; directories?: readonly Directory[] };
  const folders = world.folders(repoURL);
  if (folders === undefined)
    throw UserError.of(
      `${field}.repoURL`,
      `${repoURL} is not the repository of dist; its folders are not known`,
    );
  const matchers = (excluded: boolean) =>
    directories
      .filter(({ exclude }) => (exclude ?? false) === excluded)
      .map(({ path }) => {
        const matcher = pathMatcher(path);
        if (matcher === undefined)
          throw UserError.of(`${field}.directories`, `${path} is not a pattern of folders`);
        return matcher;
      });
  const [included, excluded] = [matchers(false), matchers(true)];
  return folders
    .filter((folder) => included.some((fits) => fits(folder)) && !excluded.some((fits) => fits(folder)))
    .map((folder) => {
      const segments = folder.split('/');
      const basename = segments.at(-1)!;
      return { path: { path: folder, basename, basenameNormalized: normalize(basename), segments } };
    });
}

function matrixParameters(
  generators: readonly Fields[],
  world: World,
  interpolate: Interpolate,
  field: string,
): Parameters[] {
  const [first, second] = generators;
  if (first === undefined || second === undefined || generators.length > 2)
    throw UserError.of(`${field}.generators`, `are ${generators.length}; a matrix has two`);
  return parametersOf(first, world, interpolate, `${field}.generators[0]`).flatMap((outer) =>
    parametersOf(interpolate(second, outer), world, interpolate, `${field}.generators[1]`).map((inner) =>
      merged(inner, outer),
    ),
  );
}

/** The second's entries win, maps are merged. */
function merged(one: Parameters, other: Parameters): Parameters {
  const result: Record<string, Value> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const before = result[key] ?? null;
    result[key] = isMap(before) && isMap(value) && !isTextMap(value) ? merged(before, value) : value;
  }
  return result;
}
