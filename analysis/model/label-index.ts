import { addTo, at, recordsOf, labelsOf, textOf, textsOf, type Fields, type Labels } from './fields';

/** Finds what a selector selects without looking at everything: by the rarest pair of key and value. */
export class LabelIndex<T> {
  private readonly all: T[] = [];
  private readonly byNamespace = new Map<string, T[]>();
  private readonly byPair = new Map<string, T[]>();

  constructor(
    elements: Iterable<T>,
    private readonly labels: (element: T) => Labels,
    namespace: (element: T) => string,
  ) {
    for (const element of elements) {
      this.all.push(element);
      const within = namespace(element);
      addTo(this.byNamespace, within, element);
      for (const [key, value] of Object.entries(labels(element))) {
        addTo(this.byPair, pairKey(key, value), element);
        addTo(this.byPair, pairKey(key, value, within), element);
      }
    }
  }

  /**
   * What has all the labels; with no label, everything.
   *
   * @param namespace - the only one to look in; undefined for all
   */
  matching(selector: Labels, namespace?: string): readonly T[] {
    const pairs = Object.entries(selector);
    if (pairs.length === 0)
      return namespace === undefined ? this.all : (this.byNamespace.get(namespace) ?? []);
    let rarest: readonly T[] | undefined;
    for (const [key, value] of pairs) {
      const found = this.byPair.get(pairKey(key, value, namespace)) ?? [];
      if (rarest === undefined || found.length < rarest.length) rarest = found;
    }
    if (pairs.length === 1) return rarest!;
    return rarest!.filter((element) => hasLabels(this.labels(element), selector));
  }

  /** Whether anything has all the labels. */
  has(selector: Labels, namespace?: string): boolean {
    return this.matching(selector, namespace).length > 0;
  }
}

function pairKey(key: string, value: string, namespace?: string): string {
  return namespace === undefined ? `${key}\u0000${value}` : `${key}\u0000${value}\u0000${namespace}`;
}

/** Whether all labels of a selector are among some labels. */
export function hasLabels(labels: Labels, selector: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** Labels as kubectl writes a selector: `app=web,version=v1`, by the names of the keys. */
export function formatLabels(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}

/** Whether labels satisfy a LabelSelector of Kubernetes; one that is absent selects everything, as for webhooks. */
export function selects(selector: unknown, labels: Labels): boolean {
  if (!hasLabels(labels, labelsOf(at(selector, 'matchLabels')))) return false;
  return recordsOf(at(selector, 'matchExpressions')).every((one) => satisfies(one, labels));
}

function satisfies(expression: Fields, labels: Labels): boolean {
  const value = labels[textOf(expression.key) ?? ''];
  return fits(expression.operator, textsOf(expression.values), value) ?? false;
}

/**
 * Whether a label's value fits a requirement of a LabelSelector; undefined for what is no operator of one.
 *
 * @param value - undefined where there is no such label
 */
export function fits(
  operator: unknown,
  values: readonly string[],
  value: string | undefined,
): boolean | undefined {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return undefined;
  }
}
