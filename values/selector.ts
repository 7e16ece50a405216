import type { Checks } from './checks';
import { checkLabels } from './label';

/** Records a selector that selects nothing in particular, or by labels that no workload can have. */
export function checkSelector(checks: Checks, labels: Readonly<Record<string, string>>): void {
  checks.expect(
    Object.keys(labels).length > 0,
    'is empty: it would select every workload of the namespace; leave it out if that is meant',
  );
  checkLabels(labels, checks);
}
