import { didYouMean } from '../values/did-you-mean';
import { localityLabels, parseLocality } from '../values/locality';
import { show, UserError, type Problem } from '../values/user-error';
import { isRecord } from './schema/schema';

/** What clusters have besides what the manifests say, by the name of the cluster. */
export interface Given {
  readonly clusters: Readonly<Record<string, GivenInCluster>>;
}

export interface GivenInCluster {
  /** @default - none */
  readonly namespaces?: readonly string[];
  /**
   * By `namespace/name`.
   * @default - none
   */
  readonly secrets?: readonly string[];
  /**
   * Where its nodes are, as a cloud labels them: `region/zone/subzone`. What is left out may be anything.
   * @default - whatever nodes are among the manifests
   */
  readonly localities?: readonly string[];
}

/** An object that is there, of which nothing is known but its name. */
export interface GivenObject {
  /** Undefined for any mesh. */
  readonly mesh?: string | null;
  readonly cluster: string;
  readonly object: { readonly apiVersion: string; readonly kind: string; readonly metadata: object };
}

/** The objects that stand in a model for what is given. */
export function givenObjects({ clusters }: Given, mesh?: string | null): readonly GivenObject[] {
  return Object.entries(clusters).flatMap(([cluster, { namespaces = [], secrets = [], localities = [] }]) => [
    ...namespaces.map((name) => ({
      mesh,
      cluster,
      object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    })),
    ...secrets.map((qualified) => {
      const [namespace, name] = qualified.split('/');
      return { mesh, cluster, object: { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name } } };
    }),
    ...localities.map((name) => ({
      mesh,
      cluster,
      object: { apiVersion: 'v1', kind: 'Node', metadata: { name, labels: labelsOf(name) } },
    })),
  ]);
}

/** Those of a node that is somewhere there: any zone, any subzone where none is said. */
function labelsOf(locality: string): Readonly<Record<string, string>> {
  const { region, zone = '*', subzone = '*' } = parseLocality(locality)!;
  return localityLabels({ region, zone, subzone });
}

/** The lists of a cluster: what their items are, and what one is called. */
const LISTS: Readonly<Record<keyof GivenInCluster, readonly [(item: string) => boolean, what: string]>> = {
  namespaces: [(item) => /^[^/]+$/.test(item), 'name'],
  secrets: [(item) => /^[^/]+\/[^/]+$/.test(item), 'namespace/name'],
  localities: [(item) => parseLocality(item) !== undefined, 'region[/zone[/subzone]]'],
};

/**
 * Reads what a file says is given.
 *
 * @param value - what its YAML holds
 * @param file - for the messages
 * @throws UserError naming everything in it that is not understood
 */
export function parseGiven(value: unknown, file: string): Given {
  const problems: Problem[] = [];
  const report = (field: string, message: string) => problems.push({ field: `${file}: ${field}`, message });
  const map = (field: string, one: unknown, fields?: readonly string[]): [string, unknown][] => {
    if (!isRecord(one)) {
      report(field, `${show(one)} is no map`);
      return [];
    }
    for (const key of Object.keys(one)) {
      if (fields === undefined || fields.includes(key)) continue;
      report(field, `${show(key)} is unknown${didYouMean(key, fields)}`);
    }
    return Object.entries(one);
  };
  const texts = (
    field: string,
    one: unknown,
    isRight: (item: string) => boolean,
    what: string,
  ): readonly string[] => {
    if (!Array.isArray(one)) {
      report(field, `${show(one)} is no list with one ${what} per item`);
      return [];
    }
    return one.filter((item, index): item is string => {
      const right = typeof item === 'string' && isRight(item);
      if (!right) report(`${field}[${index}]`, `${show(item)} is no ${what}`);
      return right;
    });
  };
  const [, given = {}] = map('the file', value, ['clusters']).find(([key]) => key === 'clusters') ?? [];
  const clusters = map('clusters', given).map(([name, one]): [string, GivenInCluster] => {
    const field = `clusters.${name}`;
    const parts = new Map(map(field, one, Object.keys(LISTS)));
    const lists = Object.entries(LISTS)
      .filter(([key]) => parts.has(key))
      .map(([key, [isRight, what]]) => [key, texts(`${field}.${key}`, parts.get(key), isRight, what)]);
    return [name, Object.fromEntries(lists) as GivenInCluster];
  });
  if (problems.length > 0) throw new UserError(problems);
  return { clusters: Object.fromEntries(clusters) };
}
