import type { Checks } from './checks';
import { isDnsSubdomain } from './dns';
import { show } from './user-error';

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** Key of a label or an annotation: a name, or a DNS name, a slash and a name. Source: Kubernetes' labels page. */
export function isLabelKey(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const slash = value.indexOf('/');
  return slash < 0
    ? NAME.test(value)
    : isDnsSubdomain(value.slice(0, slash)) && NAME.test(value.slice(slash + 1));
}

/** Value of a label: empty, or at most 63 letters, digits, `-`, `_` and `.`, first and last a letter or digit. */
export function isLabelValue(value: unknown): value is string {
  return typeof value === 'string' && (value === '' || NAME.test(value));
}

/** Records every label that Kubernetes would refuse. */
export function checkLabels(checks: Checks, labels: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(labels)) {
    checks.expect(
      isLabelKey(key),
      `${show(key)} is not a label key ([DNS name/]name, the name at most 63 characters)`,
    );
    checks
      .at(key)
      .expect(
        isLabelValue(value),
        `${show(value)} is not a label value (at most 63 letters, digits, "-", "_" and ".", first and last a letter or digit)`,
      );
  }
}

/** Records a selector that selects nothing in particular, or whose labels no workload can have. */
export function checkSelector(checks: Checks, labels: Readonly<Record<string, string>>): void {
  checks.expect(
    Object.keys(labels).length > 0,
    'is empty: it would select every workload of the namespace; leave it out if that is meant',
  );
  checkLabels(checks, labels);
}
