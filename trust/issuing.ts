import type { Certificate } from './certificate';
import { EXPIRES_SOON } from './lifetime';

/** Whether a cluster's intermediate stays. */
export type IssueDecision =
  | { readonly make: false }
  | {
      readonly make: true;
      /** As the end of "a new intermediate, because …". */
      readonly because: string;
    };

export interface IssueQuestion {
  /** The cluster's latest of this root; undefined where it has none. */
  readonly intermediate?: Certificate;
  readonly root: Certificate;
  readonly now: Date;
  /** Whether a new one is wanted in any case. */
  readonly force: boolean;
}

/** Decides whether a cluster needs a new intermediate. */
export function decideIssue({ intermediate, root, now, force }: IssueQuestion): IssueDecision {
  if (intermediate === undefined) return { make: true, because: 'it has none of this root' };
  if (force) return { make: true, because: '--force asks for one' };
  const wrong = intermediate.datesProblem(now);
  if (wrong !== undefined) return { make: true, because: `the last one ${wrong}` };
  const end = intermediate.notAfter.getTime();
  // One that ends with its root cannot be made longer.
  if (end - now.getTime() < EXPIRES_SOON && end < root.notAfter.getTime()) {
    return { make: true, because: `the last one expires soon, at ${intermediate.notAfter.toISOString()}` };
  }
  return { make: false };
}

/**
 * Why a root must not issue; undefined where it may.
 *
 * @param rotating - whether its successor is already made: then it may issue until it expires
 */
export function rootRefusal(root: Certificate, now: Date, rotating: boolean): string | undefined {
  const wrong = root.datesProblem(now);
  if (wrong !== undefined) {
    return `${wrong}: nobody trusts what it signs. No rotation keeps connections alive any more; pki init --force makes a new authority`;
  }
  if (!rotating && root.notAfter.getTime() - now.getTime() < EXPIRES_SOON) {
    return `expires soon, at ${root.notAfter.toISOString()}, and its intermediates with it: rotate first (pki rotate --next)`;
  }
  return undefined;
}
