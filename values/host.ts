const LABEL = /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const WILDCARD_LABEL = /^(\*|(\*|\*-)?[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;

/**
 * A host name without a wildcard, of one label or more; a dot may end it. The last label is not a number, so an
 * IPv4 address is none. Source: Istio's `ValidateFQDN`.
 */
export function isHostName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 255 && areLabels(value.split('.'));
}

/**
 * A host name whose first label may be a wildcard or begin with one: `*`, `*.example.org`, `*-shop.example.org`.
 * Source: Istio's `ValidateWildcardDomain`.
 */
export function isWildcardHostName(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > 255) return false;
  const [first = '', ...rest] = value.split('.');
  return first.length <= 63 && WILDCARD_LABEL.test(first) && (rest.length === 0 || areLabels(rest));
}

/** Whether every host that `narrow` stands for is one that `wide` stands for. Source: Istio's `host.Name.SubsetOf`. */
export function hostCovers(wide: string, narrow: string): boolean {
  if (!wide.startsWith('*')) return wide === narrow;
  const isLongEnough = !narrow.startsWith('*') || narrow.length >= wide.length;
  return isLongEnough && narrow.endsWith(wide.slice(1));
}

/** Whether there is a host that both stand for. Source: Istio's `host.Name.Matches`. */
export function hostsOverlap(one: string, other: string): boolean {
  return hostCovers(one, other) || hostCovers(other, one);
}

function areLabels(labels: readonly string[]): boolean {
  const last = labels.at(-1) ?? '';
  const named = last === '' ? labels.slice(0, -1) : labels;
  return !/^\d+$/.test(last) && named.every((one) => one.length <= 63 && LABEL.test(one));
}
