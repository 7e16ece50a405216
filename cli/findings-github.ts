import { describeObject, type Finding, type Level } from '../analysis/finding';

const commands: Readonly<Record<Level, string>> = { Error: 'error', Warning: 'warning', Info: 'notice' };

/**
 * Findings as commands of a GitHub workflow, which shows them beside the lines of a pull request.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function github(findings: readonly Finding[]): string {
  return findings.map((one) => `${annotation(one)}\n`).join('');
}

function annotation({ code, name, level, cluster, object, field, message, remedy, file, line }: Finding) {
  const properties = Object.entries({ file, line, title: `${code} ${name}` })
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  const where = [cluster, object && describeObject(object), field].filter((part) => part).join(' ');
  const text = `${where === '' ? '' : `${where}: `}${message}\n${remedy}`;
  return `::${commands[level]} ${properties.join(',')}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
