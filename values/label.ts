import type { Checks } from './checks';
import { isDnsSubdomain } from './dns';
import { show } from './user-error';

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** A key of a label or an annotation, as Kubernetes has it: a name of at most 63, after `<DNS name>/` or alone. */
export function isLabelKey(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const slash = value.indexOf('/');
  return NAME.test(value.slice(slash + 1)) && (slash === -1 || isDnsSubdomain(value.slice(0, slash)));
}

/** A label's value: at most 63 letters, digits, "-", "_" and ".", first and last a letter or digit; or empty. */
export function isLabelValue(value: unknown): value is string {
  return value === '' || (typeof value === 'string' && NAME.test(value));
}

/** Records each key and each value that Kubernetes would refuse. */
export function checkLabels(labels: Readonly<Record<string, string>>, checks: Checks): void {
  for (const [key, value] of Object.entries(labels)) {
    const at = checks.at(key);
    at.expect(isLabelKey(key), `${show(key)} is not a label's key (a name of at most 63, or DNS-name/name)`);
    at.expect(
      isLabelValue(value),
      `${show(value)} is not a label's value (at most 63 letters, digits, "-", "_" and ".", first and last a letter or digit)`,
    );
  }
}
