import { formatPath, type Key } from '../schema/structural/walk';

/** What keeps a value from being one of JSON. */
export type ValueProblem =
  /** A mapping stands where a key should. */
  | { readonly kind: 'key'; readonly field: string }
  /** A number that JSON does not have. */
  | { readonly kind: 'number'; readonly field: string; readonly value: number }
  /** A value that contains itself. */
  | { readonly kind: 'cycle'; readonly field: string }
  /** Aliases that come to more values than Kubernetes takes. */
  | { readonly kind: 'aliases'; readonly values: number };

/** What js-yaml makes of a key that is a mapping. */
const MAPPING = '[object Object]';

/**
 * The first thing that keeps a parsed value from being one of JSON; undefined where nothing does.
 *
 * Takes time by the values that are written, however many they come to.
 */
export function inspect(value: unknown): ValueProblem | undefined {
  const walk = new Inspection();
  const values = walk.count(value);
  return (
    walk.problem ?? (isExcessive(values, values - walk.written) ? { kind: 'aliases', values } : undefined)
  );
}

class Inspection {
  problem?: ValueProblem;
  /** Number of values that are written, a value of an alias once. */
  written = 0;
  /** Number of values in each collection, what aliases repeat included; undefined while it is counted. */
  private readonly counts = new Map<object, number | undefined>();
  private readonly path: Key[] = [];

  count(value: unknown): number {
    if (typeof value !== 'object' || value === null) {
      if (typeof value === 'number' && !Number.isFinite(value))
        this.found({ kind: 'number', field: formatPath(this.path), value });
      this.written++;
      return 1;
    }
    if (this.counts.has(value)) {
      const known = this.counts.get(value);
      if (known === undefined) this.found({ kind: 'cycle', field: formatPath(this.path) });
      // An alias is written as well, as one.
      this.written++;
      return 1 + (known ?? 0);
    }
    this.counts.set(value, undefined);
    this.written++;
    let sum = 1;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) sum += this.below(index, value[index]);
    } else {
      for (const key of Object.keys(value)) {
        if (key === MAPPING) this.found({ kind: 'key', field: formatPath(this.path) });
        this.written++;
        sum += 1 + this.below(key, (value as Record<string, unknown>)[key]);
      }
    }
    this.counts.set(value, sum);
    return sum;
  }

  private below(key: Key, value: unknown): number {
    this.path.push(key);
    const count = this.count(value);
    this.path.pop();
    return count;
  }

  private found(problem: ValueProblem): void {
    this.problem ??= problem;
  }
}

/**
 * Whether Go's reader would refuse a document for its aliases: nearly all of a small one may be by alias, a tenth of a
 * large one.
 *
 * Source: `allowedAliasRatio` of go.yaml.in/yaml/v2.
 */
function isExcessive(values: number, byAlias: number): boolean {
  const [small, large] = [400_000, 4_000_000];
  const share = Math.min(1, Math.max(0, (values - small) / (large - small)));
  return byAlias > 100 && values > 1000 && byAlias / values > 0.99 - 0.89 * share;
}
