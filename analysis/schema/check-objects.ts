import type { Finding, Manifest } from '../finding';
import { schemaCodes } from './codes';
import { isDefinition } from './kinds';
import { createValidator, type Validator, type ValidatorOptions } from './validator';

/** What the schemas say of manifests. */
export interface CheckedObjects {
  readonly validator: Validator;
  readonly findings: readonly Finding[];
  /** Whether no API server would take an object; nothing more is to be said of it. */
  readonly isRefused: (object: unknown) => boolean;
}

/** What the schemas say of an object that no API server takes. */
const REFUSALS: ReadonlySet<string> = new Set([schemaCodes.istioSchema.code, schemaCodes.schema.code]);

/**
 * Checks objects one by one. Definitions among them make their kinds known.
 *
 * @param onProgress - is told how many of the objects are checked
 * @throws UserError where the kinds of a version are not known
 */
export function checkObjects(
  manifests: readonly Manifest[],
  options: Omit<ValidatorOptions, 'definitions'>,
  onProgress?: (done: number, total: number) => void,
): CheckedObjects {
  const definitions = manifests.map(({ object }) => object).filter(isDefinition);
  const validator = createValidator({ ...options, definitions });
  const refused = new Set<unknown>();
  const findings = manifests.flatMap(({ object, place }, index) => {
    onProgress?.(index, manifests.length);
    const problems = validator.check(object, place);
    if (problems.some(({ code, level }) => level === 'Error' && REFUSALS.has(code))) refused.add(object);
    return problems;
  });
  return { validator, findings, isRefused: (object) => refused.has(object) };
}
