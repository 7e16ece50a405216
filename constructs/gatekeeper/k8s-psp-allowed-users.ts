import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { Constraint, type ConstraintProps } from './constraint';

/** Ids from `min` to `max`, both included. */
export interface IdRange {
  readonly min: number;
  readonly max: number;
}

/** Which ids are allowed: MustRunAs wants one of the ranges, MayRunAs takes none as well. */
export interface IdRule<Rule extends string> {
  readonly rule: Rule;
  /**
   * For MustRunAs and MayRunAs.
   * @default - none
   */
  readonly ranges?: readonly IdRange[];
}

export type UserRule = IdRule<'MustRunAs' | 'MustRunAsNonRoot' | 'RunAsAny'>;
export type GroupRule = IdRule<'MustRunAs' | 'MayRunAs' | 'RunAsAny'>;

export interface K8sPSPAllowedUsersProps extends ConstraintProps {
  /** @default - any */
  readonly runAsUser?: UserRule;
  /** @default - any */
  readonly runAsGroup?: GroupRule;
  /** @default - any */
  readonly supplementalGroups?: GroupRule;
  /** @default - any */
  readonly fsGroup?: GroupRule;
}

const userRules = ['MustRunAs', 'MustRunAsNonRoot', 'RunAsAny'];
const groupRules = ['MustRunAs', 'MayRunAs', 'RunAsAny'];

/**
 * As whom containers may run. Istio's init container runs as root, its proxy as 1337.
 *
 * @throws UserError for rules that Gatekeeper would refuse, or that nobody could keep
 * @see https://open-policy-agent.github.io/gatekeeper-library/website/validation/users
 */
export class K8sPSPAllowedUsers extends Constraint {
  constructor(scope: Construct, id: string, props: K8sPSPAllowedUsersProps = {}) {
    const { runAsUser, runAsGroup, supplementalGroups, fsGroup } = props;
    const groups = { runAsGroup, supplementalGroups, fsGroup };
    super(
      scope,
      id,
      'K8sPSPAllowedUsers',
      props,
      {
        runAsUser: runAsUser && lowerRule(runAsUser),
        ...Object.fromEntries(
          Object.entries(groups).map(([field, rule]) => [field, rule && lowerRule(rule)]),
        ),
      },
      (checks) => {
        if (runAsUser !== undefined) checkRule(runAsUser, userRules, checks.at('runAsUser'));
        for (const [field, rule] of Object.entries(groups)) {
          if (rule !== undefined) checkRule(rule, groupRules, checks.at(field));
        }
      },
    );
  }
}

function checkRule({ rule, ranges }: IdRule<string>, rules: readonly string[], checks: Checks): void {
  if (!checks.at('rule').oneOf(rule, rules)) return;
  const takesRanges = rule === 'MustRunAs' || rule === 'MayRunAs';
  checks
    .at('ranges')
    .expect(
      takesRanges === (ranges !== undefined && ranges.length > 0),
      takesRanges
        ? `is missing or empty: no id keeps ${rule}`
        : `is given with ${rule}, which asks for no range`,
    );
  ranges?.forEach(({ min, max }, index) => {
    const at = checks.at('ranges').at(index);
    checkInteger(at.at('min'), min, 0, INT32_MAX);
    if (checkInteger(at.at('max'), max, 0, INT32_MAX)) {
      at.at('max').expect(min <= max, `${max} is less than min ${min}: no id is in the range`);
    }
  });
}

function lowerRule({ rule, ranges }: IdRule<string>) {
  return { rule, ranges: ranges?.map(({ min, max }) => ({ min, max })) };
}
