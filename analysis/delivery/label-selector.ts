import { UserError } from '../../values/user-error';
import { fits } from '../model/label-index';

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly Requirement[];
}

/** Whether labels fit a selector as Kubernetes has it: an empty one fits all, `NotIn` also where there is no label. */
export function selects(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = (key: string) => (Object.hasOwn(labels, key) ? labels[key] : undefined);
  return (
    Object.entries(matchLabels).every(([key, wanted]) => value(key) === wanted) &&
    matchExpressions.every((one) => satisfies(one, value(one.key)))
  );
}

function satisfies({ operator, values = [], key }: Requirement, value: string | undefined): boolean {
  const answer = fits(operator, values, value);
  if (answer !== undefined) return answer;
  throw UserError.of(`matchExpressions of ${key}`, `${operator} is not an operator of a selector`);
}
