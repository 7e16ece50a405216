import type { Checks } from './checks';
import { isDnsSubdomain } from './dns';
import { show } from './user-error';

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** A label's key as Kubernetes has it: a name of at most 63 characters, after a DNS name and a slash if any. */
export function isLabelKey(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const slash = value.indexOf('/');
  return NAME.test(value.slice(slash + 1)) && (slash === -1 || isDnsSubdomain(value.slice(0, slash)));
}

/** A label's value as Kubernetes has it: empty, or a name of at most 63 characters. */
export function isLabelValue(value: unknown): value is string {
  return typeof value === 'string' && (value === '' || NAME.test(value));
}

/** Reports the keys and values that Kubernetes would not let an object carry. */
export function checkLabels(labels: Readonly<Record<string, string>>, checks: Checks): void {
  for (const [key, value] of Object.entries(labels)) {
    checks.expect(
      isLabelKey(key),
      `${show(key)} is not a label's key (letters, digits, "-", "_" and ".", at most 63; a DNS name and "/" may precede)`,
    );
    checks
      .at(key)
      .expect(
        isLabelValue(value),
        `${show(value)} is not a label's value (empty, or letters, digits, "-", "_" and ".", at most 63)`,
      );
  }
}
