import { UserError, type Problem } from '../values/user-error';
import { nearest } from '../values/nearest';
import { inOrder, type Finding, type FindingKind } from './finding';
import { readCodes } from './read/codes';
import type { Reading } from './read/read';
import { schemaCodes } from './schema/codes';
import { findDuplicates } from './schema/fleet';
import { isDefinition } from './schema/kinds';
import { createValidator } from './schema/validator';

export interface AnalyzeOptions {
  /**
   * What to report: codes, or `schema` for all that the schemas say. What cannot be read at all is reported always.
   * @default - everything
   */
  readonly only?: readonly string[];
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
  { manifests, findings }: Reading,
  { only, istioVersion, kubernetesVersion, onProgress }: AnalyzeOptions = {},
): readonly Finding[] {
  const isAsked = filterOf(only);
  const definitions = manifests.map(({ object }) => object).filter(isDefinition);
  const validator = createValidator({ istioVersion, kubernetesVersion, definitions });
  const found = manifests.flatMap(({ object, place }, index) => {
    onProgress?.(index, manifests.length);
    return validator.check(object, place);
  });
  const all = [...findings, ...found, ...findDuplicates(manifests, validator)];
  return inOrder(all.filter(isAsked));
}

const codesOf = (catalogue: Readonly<Record<string, FindingKind>>) =>
  Object.values(catalogue).map(({ code }) => code);
const SCHEMA = codesOf(schemaCodes);
const READ = codesOf(readCodes);

/** Whether a finding is among those that were asked for. */
function filterOf(only: readonly string[] | undefined): (one: Finding) => boolean {
  if (only === undefined) return () => true;
  const known = ['schema', ...SCHEMA, ...READ];
  const problems = only
    .filter((one) => !known.includes(one))
    .map((one): Problem => {
      const meant = nearest(one, known);
      const message = `${JSON.stringify(one)} is neither "schema" nor a code that is reported here`;
      return {
        field: '--only',
        message: meant === undefined ? message : `${message}; did you mean ${meant}?`,
      };
    });
  if (problems.length > 0) throw new UserError(problems);
  const codes = new Set(only.flatMap((one) => (one === 'schema' ? SCHEMA : [one])).concat(READ));
  return ({ code }) => codes.has(code);
}
