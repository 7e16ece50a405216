import { describe, type Check } from '../structural/walk';
import { isIstioLabel } from './parts';

interface ExportToRules {
  /**
   * Whether `~` is allowed: to nobody, as ServiceEntries have it.
   * @default false
   */
  readonly none?: boolean;
  /**
   * Whether it may name the object's own namespace only, as a DestinationRule with a selector does.
   * @default false
   */
  readonly ownOnly?: boolean;
}

/** `exportTo`: `*`, `.`, or namespaces, each once. */
export function exportTo(namespace: string, { none = false, ownOnly = false }: ExportToRules = {}): Check {
  return (value, walk) => {
    const entries = value as readonly string[];
    const seen = new Set<string>();
    entries.forEach((entry, index) => {
      const key = entry === '.' ? namespace : entry;
      if (seen.has(key)) return walk.failAt(index, `${describe(entry)} is there twice`);
      if (key !== '*' && !(none && key === '~') && !isIstioLabel(key))
        return walk.failAt(index, `${describe(entry)} is not ".", "*"${none ? ', "~"' : ''} or a namespace`);
      seen.add(key);
    });
    for (const alone of ['*', '~']) {
      if (seen.has(alone) && entries.length > 1)
        walk.fail(`has ${describe(alone)} and others`, `Keep ${describe(alone)} alone, or leave it out.`);
    }
    if (ownOnly && [...seen].some((key) => key !== namespace))
      walk.fail(
        'a rule with a workloadSelector is for its own namespace only',
        'Write ["."], or leave it out.',
      );
  };
}
