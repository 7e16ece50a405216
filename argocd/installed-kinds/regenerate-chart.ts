/**
 * Writes the list of kinds that a Helm chart brings: `node --import tsx argocd/installed-kinds/regenerate-chart.ts
 * <chart> [flags of helm template]`, for the version that helm gets.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isClusterScopedKind } from '../kinds';
import { kindLists, kindOf, parseObjects, writeList } from './kind-lists';

async function main([chart = '', ...flags]: readonly string[]): Promise<void> {
  const helm = (...args: string[]) =>
    execFileSync('helm', args, {
      encoding: 'utf8',
      maxBuffer: 2 ** 27,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  const versionFlags = flags.flatMap((flag, index) =>
    flag === '--version' ? [flag, flags[index + 1] ?? ''] : [],
  );
  const { name, version } = parse(helm('show', 'chart', chart, ...versionFlags)) as {
    name: string;
    version: string;
  };
  const objects = parseObjects(helm('template', 'release', chart, '--include-crds', ...flags));
  // A chart may leave the namespace to helm, so the kind decides.
  const lists = kindLists(objects, (one) => !isClusterScopedKind(kindOf(one)));
  await writeList(join(__dirname, 'charts', `${name}.json`), { chart: name, version, ...lists });
}

void main(process.argv.slice(2));
