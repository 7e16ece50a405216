import type { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { checkLabels, isLabelKey, isLabelValue } from '../../values/label';
import { show } from '../../values/user-error';

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

/** What a label must be: `In` and `NotIn` with values, `Exists` and `DoesNotExist` without. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: (typeof operators)[number];
  /** @default - none */
  readonly values?: readonly string[];
}

/** Selects by labels. All that is given must hold; `{}` selects everything. */
export interface LabelSelector {
  /** @default - none */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly matchExpressions?: readonly LabelRequirement[];
}

/** Records what Kubernetes refuses in a selector, and lists whose emptiness may be an accident. */
export function checkLabelSelector({ matchLabels, matchExpressions }: LabelSelector, checks: Checks): void {
  if (matchLabels !== undefined) {
    checkNotEmpty(Object.keys(matchLabels), checks.at('matchLabels'));
    checkLabels(matchLabels, checks.at('matchLabels'));
  }
  if (matchExpressions !== undefined) checkNotEmpty(matchExpressions, checks.at('matchExpressions'));
  matchExpressions?.forEach(({ key, operator, values = [] }, index) => {
    const at = checks.at('matchExpressions').at(index);
    at.at('key').expect(isLabelKey(key), `${show(key)} is not a label's key: Kubernetes refuses it`);
    if (!at.at('operator').oneOf(operator, operators)) return;
    const takesValues = operator === 'In' || operator === 'NotIn';
    at.at('values').expect(
      takesValues === values.length > 0,
      takesValues
        ? `is empty: Kubernetes refuses ${operator} without values`
        : `is given with ${operator}: Kubernetes refuses it`,
    );
    values.forEach((value, position) =>
      at
        .at('values')
        .at(position)
        .expect(isLabelValue(value), `${show(value)} is not a label's value: Kubernetes refuses it`),
    );
  });
}

export function lowerLabelSelector({ matchLabels, matchExpressions }: LabelSelector): k8s.LabelSelector {
  return {
    matchLabels: matchLabels && { ...matchLabels },
    matchExpressions: matchExpressions?.map(({ key, operator, values }) => ({
      key,
      operator,
      values: values && [...values],
    })),
  };
}

function checkNotEmpty(list: readonly unknown[], checks: Checks): void {
  checks.expect(
    list.length > 0,
    'is empty: it would select everything; write {} as the selector if that is meant',
  );
}
