import { show, type Problem } from '../values/user-error';

/** Finds the values that JSON, and so YAML for Kubernetes, cannot carry. */
export function findUnrepresentable(value: unknown): Problem[] {
  const problems: Problem[] = [];
  visit(value, '', problems);
  return problems;
}

function visit(value: unknown, path: string, problems: Problem[]): void {
  switch (typeof value) {
    case 'number':
      if (!Number.isFinite(value))
        problems.push({
          field: path,
          message: `${value} is not a number that YAML for Kubernetes can carry`,
        });
      return;
    case 'object':
      if (value === null) return;
      if (Array.isArray(value)) value.forEach((item, index) => visit(item, `${path}[${index}]`, problems));
      else
        for (const [key, item] of Object.entries(value))
          visit(item, path === '' ? key : `${path}.${key}`, problems);
      return;
    case 'string':
    case 'boolean':
    case 'undefined':
      return;
    default:
      problems.push({ field: path, message: `${show(value)} is a ${typeof value}` });
  }
}
