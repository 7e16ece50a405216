import { didYouMean } from '../values/did-you-mean';
import { show, UserError, type Problem } from '../values/user-error';
import { isNamed } from './analyzers/suppression';
import { allCodes } from './codes';
import type { Finding } from './finding';

/** A finding that somebody knows of, and why it may be there. */
export interface Allowance {
  readonly code: string;
  /**
   * The objects, as `--suppress` names them: `Pod *.testing`.
   * @default '*', all
   */
  readonly object?: string;
  readonly reason: string;
  /** @default - any mesh */
  readonly mesh?: string;
  /** Where it is said, for messages: `clusters/shop: allow[0]`, `--allow`. */
  readonly source: string;
}

export interface AllowedFinding extends Finding {
  readonly reason: string;
}

export interface SortedOut {
  readonly findings: readonly Finding[];
  readonly allowed: readonly AllowedFinding[];
  /** Allowances that no finding needs. */
  readonly unused: readonly Allowance[];
}

/**
 * Takes the findings that are allowed out of the others.
 *
 * @throws UserError for an allowance without a reason or of a code that nothing has
 */
export function sortOut(all: readonly Finding[], allowances: readonly Allowance[]): SortedOut {
  const problems = allowances.flatMap(({ code, reason, source }): readonly Problem[] => {
    const unknown = `${show(code)} is no code that is reported here${didYouMean(code, allCodes)}`;
    return [
      ...(allCodes.includes(code) ? [] : [{ field: source, message: unknown }]),
      ...(reason.trim() === ''
        ? [{ field: source, message: `${code} has no reason; say why it may be there` }]
        : []),
    ];
  });
  if (problems.length > 0) throw new UserError(problems);

  const used = new Set<Allowance>();
  const findings: Finding[] = [];
  const allowed: AllowedFinding[] = [];
  for (const one of all) {
    const matching = allowances.filter(
      ({ code, object = '*', mesh }) =>
        code === one.code && (mesh === undefined || mesh === one.mesh) && isNamed(object, one),
    );
    matching.forEach((allowance) => used.add(allowance));
    const [first] = matching;
    if (first === undefined) findings.push(one);
    else allowed.push({ ...one, reason: first.reason });
  }
  return { findings, allowed, unused: allowances.filter((one) => !used.has(one)) };
}
