import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Input, Json } from './input';
import { podsOf } from './meshes';

/** The fixtures of the rules, which are inputs like any others, with a pod of every Deployment. Of more than two clusters there is none here. */
export function fixtureInputs(folder: string): readonly Input[] {
  const files = readdirSync(folder)
    .filter((code) => code.startsWith('IST'))
    .flatMap((code) => readdirSync(join(folder, code)).map((file) => `${code}/${file}`));
  return files
    .map((file) => ({
      name: `fixture/${file}`,
      clusters: clustersOf(readFileSync(join(folder, file), 'utf8')),
    }))
    .filter(({ clusters }) => clusters.length > 0 && clusters.length <= 2)
    .map(({ name, clusters }) => ({ name, clusters: clusters.map((all) => [...all, ...podsOf(all)]) }));
}

/** As the tests read it: `# cluster: kube-02` begins what is of that cluster. */
function clustersOf(text: string): readonly (readonly Json[])[] {
  const parts = new Map<string, string[]>();
  let cluster = '';
  for (const line of text.split('\n')) {
    cluster = /^# cluster: (\S+)$/.exec(line)?.[1] ?? cluster;
    parts.set(cluster, [...(parts.get(cluster) ?? []), line]);
  }
  return [...parts.values()]
    .map((lines) => objectsOf(lines.join('\n')))
    .filter((objects) => objects.length > 0);
}

function objectsOf(text: string): readonly Json[] {
  return parseAllDocuments(text)
    .map((document) => document.toJSON() as Json | null)
    .flatMap((object): readonly Json[] => {
      if (object === null || typeof object !== 'object') return [];
      return object['kind'] === 'List' ? (object['items'] as readonly Json[]) : [object];
    })
    .filter(({ metadata }) => typeof (metadata as Json | undefined)?.['name'] === 'string');
}
