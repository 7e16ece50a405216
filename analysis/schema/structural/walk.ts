import { show } from '../../../values/user-error';

export type Key = string | number;

/** One thing that is wrong with an object. */
export interface Problem {
  /** Path of the field in the object. */
  readonly field: string;
  readonly message: string;
  /** What to do; absent where the finding's kind says it well enough. */
  readonly remedy?: string;
  /** Whether nobody refuses it, though it does nothing. */
  readonly isIgnored?: boolean;
  /** Whether it is a required field that is not there. */
  readonly isMissing?: boolean;
}

/** Looks at a value, and reports to the walk what is wrong with it. */
export type Check = (value: unknown, walk: Walk) => void;

/** Deeper than any object of Kubernetes: what goes on beyond contains itself. */
export const DEEPEST = 200;

/** A path that is longer is of an object that contains itself. */
const LONGEST = 40;

/** One way through an object: where it is just now, and what was found so far. */
export class Walk {
  readonly problems: Problem[] = [];
  private readonly keys: Key[] = [];
  private count = 0;
  private tooDeep = false;

  /** @param isQuiet - whether to count only, as an alternative does that may fail */
  constructor(private readonly isQuiet = false) {}

  /** Number of problems of shape. A broken rule is none: the rules around it are still asked. */
  get failures(): number {
    return this.count;
  }

  fail(message: string, remedy?: string, isMissing?: true): void {
    this.count++;
    if (!this.isQuiet) this.problems.push({ field: formatPath(this.keys), message, remedy, isMissing });
  }

  /** Reports a rule that the value breaks. */
  breaks(message: string): void {
    this.problems.push({ field: formatPath(this.keys), message });
  }

  /** Reports a field below that has no effect. */
  ignores(key: Key, message: string, remedy?: string): void {
    this.keys.push(key);
    this.problems.push({ field: formatPath(this.keys), message, remedy, isIgnored: true });
    this.keys.pop();
  }

  /** Reports a field below that has to be there and is not. */
  lacks(name: string): void {
    this.keys.push(name);
    this.fail(`required field "${name}" is missing`, `Add ${name}.`, true);
    this.keys.pop();
  }

  /** Reports a problem of a field below. */
  failAt(key: Key, message: string, remedy?: string): void {
    this.keys.push(key);
    this.fail(message, remedy);
    this.keys.pop();
  }

  /** Runs the body with the walk at a field further below. */
  at([key, ...rest]: readonly Key[], body: () => void): void {
    if (key === undefined) body();
    else this.into(key, undefined, () => this.at(rest, body));
  }

  /** Whether the object has no end: nothing should follow it again. */
  get isEndless(): boolean {
    return this.tooDeep;
  }

  /** Checks a field below. One that is too deep ends the walk: what contains itself twice has ever more paths. */
  into(key: Key, value: unknown, check: Check): void {
    if (this.tooDeep) return;
    this.keys.push(key);
    if (this.keys.length > DEEPEST) {
      this.tooDeep = true;
      this.fail(`is nested deeper than ${DEEPEST} levels, or contains itself`);
    } else check(value, this);
    this.keys.pop();
  }
}

/** `spec.http[0].match`, `metadata.labels["a/b"]`. */
export function formatPath(keys: readonly Key[]): string {
  let path = '';
  for (const key of keys.slice(0, LONGEST)) {
    if (typeof key === 'number') path += `[${key}]`;
    else if (/^[A-Za-z_$][\w$-]*$/.test(key)) path += path === '' ? key : `.${key}`;
    else path += `[${JSON.stringify(key)}]`;
  }
  return keys.length > LONGEST ? `${path}…` : path;
}

/** A value as messages write it: `"80"` and 80 differ, and so do NaN and null. */
export function describe(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) {
    const name = (value.constructor as { name?: string } | undefined)?.name ?? 'Object';
    return name === 'Object' ? 'an object' : `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
  }
  return typeof value === 'function' ? 'a function' : show(value);
}
