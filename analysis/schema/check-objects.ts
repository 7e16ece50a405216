import type { Finding, Manifest } from '../finding';
import { isDefinition } from './kinds';
import { createValidator, type Refusal, type Validator, type ValidatorOptions } from './validator';

/** What the schemas say of manifests. */
interface CheckedObjects {
  readonly validator: Validator;
  readonly findings: readonly Finding[];
  /** Who refuses an object of a manifest; undefined where nobody does. */
  readonly refusalOf: (object: unknown) => Refusal | undefined;
}

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
  const refusals = new Map<unknown, Refusal>();
  const findings = manifests.flatMap(({ object, place }, index) => {
    onProgress?.(index, manifests.length);
    const { findings: own, refusal } = validator.judge(object, place);
    if (refusal !== undefined) refusals.set(object, refusal);
    return own;
  });
  return { validator, findings, refusalOf: (object) => refusals.get(object) };
}
