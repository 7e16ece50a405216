import { Lazy } from 'cdk8s';
import { show, type Problem } from '../values/user-error';

/** Whether a value consists of what JSON, and so YAML for Kubernetes, can carry. */
export function isRepresentable(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
      return isWellFormed(value);
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
    case 'undefined':
      return true;
    case 'object':
      if (value === null) return true;
      if (Array.isArray(value)) return value.every(isRepresentable);
      return Object.entries(value).every(([key, item]) => isWellFormed(key) && isRepresentable(item));
    default:
      return false;
  }
}

/**
 * Says where in a value, and why, JSON cannot carry it.
 *
 * Takes what a construct was given as well as what was made of it: a Lazy counts as what it produces.
 */
export function findUnrepresentable(value: unknown): Problem[] {
  const problems: Problem[] = [];
  visit(value, '', new Map(), problems);
  return problems;
}

function visit(value: unknown, path: string, above: ReadonlyMap<object, string>, problems: Problem[]): void {
  const fail = (message: string) => problems.push({ field: path, message });
  switch (typeof value) {
    case 'string':
      if (!isWellFormed(value))
        fail(`${show(value)} holds half of a surrogate pair, which no file of UTF-8 text can`);
      break;
    case 'number':
      if (!Number.isFinite(value))
        fail(`${value} has no form in YAML that Kubernetes reads; give a finite number`);
      break;
    case 'bigint':
      fail(`${value}n is a bigint; give a number or a string`);
      break;
    case 'function':
    case 'symbol':
      fail(`is a ${typeof value}, which YAML cannot carry`);
      break;
    case 'object':
      if (value !== null) visitObject(value, path, above, problems);
  }
}

function visitObject(
  value: object,
  path: string,
  above: ReadonlyMap<object, string>,
  problems: Problem[],
): void {
  const fail = (message: string) => problems.push({ field: path, message });
  const ancestor = above.get(value);
  if (ancestor !== undefined) {
    fail(
      `leads back to ${ancestor === '' ? 'the object itself' : ancestor}; YAML for Kubernetes has no cycles`,
    );
    return;
  }
  const inside = new Map(above).set(value, path);
  const produced = produce(value);
  if (produced !== undefined) visit(produced.value, path, inside, problems);
  else if (value instanceof Date) fail(`is a Date; give a string, such as ${dateText(value)}`);
  else if (Array.isArray(value))
    value.forEach((item, index) => visit(item, `${path}[${index}]`, inside, problems));
  else if (value.constructor !== Object) {
    if (!isUnion(value)) fail(`is ${describeClass(value)}; give a plain object, a list or a scalar`);
  } else {
    for (const [key, item] of Object.entries(value)) {
      const at = pathOf(path, key);
      if (!isWellFormed(key))
        problems.push({ field: at, message: 'is a key that holds half of a surrogate pair' });
      visit(item, at, inside, problems);
    }
  }
}

/** What a Lazy, or another token of cdk8s, stands for; undefined where the value is none, or fails to tell. */
function produce(value: object): { readonly value: unknown } | undefined {
  try {
    if (value instanceof Lazy) return { value: value.produce() as unknown };
    const { resolve } = value as { resolve?: unknown };
    return typeof resolve === 'function' ? { value: (resolve as () => unknown).call(value) } : undefined;
  } catch {
    return { value: undefined };
  }
}

/** The generated classes for fields that take a number or a string, such as IntOrString. */
function isUnion(value: object): boolean {
  return ['number', 'string'].includes(typeof (value as { value?: unknown }).value);
}

function describeClass(value: object): string {
  const name = (value.constructor as { name?: unknown } | undefined)?.name;
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an object of no class';
}

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? '"2030-01-31T00:00:00Z"' : show(date);
}

function pathOf(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${show(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Node has it since 20; its types come with a later library of TypeScript than ours. */
function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}
