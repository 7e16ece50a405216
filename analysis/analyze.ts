import { didYouMean } from '../values/did-you-mean';
import { show, UserError, type Problem } from '../values/user-error';
import { catalogue } from './analyzers/catalogue';
import { allRules } from './analyzers/all';
import { runRules } from './analyzers/run';
import { parseSuppression, suppression } from './analyzers/suppression';
import { allCodes } from './codes';
import { inOrder, type Finding, type FindingKind } from './finding';
import { buildMeshes } from './model/mesh';
import { readCodes } from './read/codes';
import type { Reading } from './read/read';
import { checkObjects } from './schema/check-objects';
import { schemaCodes } from './schema/codes';
import { findDuplicates } from './schema/fleet';

export interface AnalyzeOptions {
  /**
   * What to report: codes, or `schema` for all that the schemas say. What cannot be read at all is reported always.
   * @default - everything
   */
  readonly only?: readonly string[];
  /**
   * What not to report of which objects: `IST0103=Pod *.testing`, where `*` is any text. What cannot be read at all
   * is reported always.
   * @default - nothing but what annotations of the objects say
   */
  readonly suppress?: readonly string[];
  /**
   * Whether the manifests are all that the clusters have. Otherwise an ingress gateway is assumed where nothing shows
   * how Istio is installed.
   * @default - by what each cluster's manifests show
   */
  readonly isComplete?: boolean;
  /**
   * Version of Istio whose kinds are meant.
   * @default - the newest that is known
   */
  readonly istioVersion?: string;
  /**
   * Version of Kubernetes whose kinds are meant.
   * @default - the newest that is known
   */
  readonly kubernetesVersion?: string;
  /**
   * Is told how many of the objects are checked.
   * @default - nobody is
   */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Everything that is wrong with what was read, of whatever origin, in the order of every report.
 *
 * Namespaces may be missing: nobody knows here what a cluster has besides.
 *
 * @throws UserError for a code that nothing has, and a version that nobody knows
 */
export function analyze(
  { manifests, findings, charts, given, bundles }: Reading,
  { only, suppress = [], isComplete, istioVersion, kubernetesVersion, onProgress }: AnalyzeOptions = {},
): readonly Finding[] {
  const isAsked = filterOf(only);
  const isWanted = suppression(manifests, suppress.map(parseSuppression));
  const checked = checkObjects(
    manifests,
    { istioVersion, kubernetesVersion, allowsForeign: true },
    onProgress,
  );
  const asked = only === undefined ? allRules : allRules.filter(({ kind }) => only.includes(kind.code));
  const meshes = asked.length === 0 ? [] : buildMeshes(manifests, { isComplete, charts, given, bundles });
  const ruled = runRules(asked, meshes, checked.refusalOf);
  const duplicates = findDuplicates(manifests, checked.validator);
  const all = [...findings, ...checked.findings, ...duplicates, ...ruled];
  return inOrder(all.filter((one) => isAsked(one) && (READ.includes(one.code) || isWanted(one))));
}

const codesOf = (catalogue: Readonly<Record<string, FindingKind>>) =>
  Object.values(catalogue).map(({ code }) => code);
const SCHEMA = codesOf(schemaCodes);
const READ = codesOf(readCodes);

/** Whether a finding is among those that were asked for. */
function filterOf(only: readonly string[] | undefined): (one: Finding) => boolean {
  if (only === undefined) return () => true;
  const known = ['schema', ...allCodes];
  const problems = only
    .filter((one) => !known.includes(one))
    .map((one): Problem => ({
      field: '--only',
      message: `${show(one)} is neither "schema" nor a code that is reported here${didYouMean(one, known)}`,
    }));
  if (problems.length > 0) throw new UserError(problems);
  const codes = new Set(
    only.flatMap((one) => (one === 'schema' ? SCHEMA : [one])).concat(READ, catalogue.IST0001.code),
  );
  return ({ code }) => codes.has(code);
}
