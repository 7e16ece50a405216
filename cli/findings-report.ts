import { describeObject, summarize, type Finding } from '../analysis/finding';
import { github } from './findings-github';
import { sarif } from './findings-sarif';
import type { Streams } from './streams';

export const findingFormats = ['text', 'json', 'sarif', 'github'] as const;
export type FindingFormat = (typeof findingFormats)[number];

interface FindingsReport {
  readonly format: FindingFormat;
  /** Number of objects that were looked at. */
  readonly objects: number;
  readonly streams: Streams;
}

const colours = { Error: '\u001b[31m', Warning: '\u001b[33m', Info: '\u001b[36m' } as const;

/** Prints findings: as JSON with the keys that docs/cli.md promises, for a code host, or as text grouped by cluster. */
export function writeFindings(
  findings: readonly Finding[],
  { format, objects, streams }: FindingsReport,
): void {
  const summary = summarize(objects, findings);
  if (format === 'json') {
    streams.out.write(`${JSON.stringify({ findings, summary }, null, 2)}\n`);
    return;
  }
  if (format === 'sarif') {
    streams.out.write(`${JSON.stringify(sarif(findings), null, 2)}\n`);
    return;
  }
  if (format === 'github') {
    streams.out.write(github(findings));
    return;
  }
  const colour = streams.out.isTTY === true;
  let group: string | undefined;
  for (const one of findings) {
    const where = [one.mesh, one.cluster].filter((part) => part !== null).join(' ');
    if (where !== group && where !== '') streams.out.write(`${group === undefined ? '' : '\n'}${where}\n`);
    group = where;
    streams.out.write(`${paragraph(one, colour)}\n`);
  }
  const { errors, warnings, infos } = summary;
  streams.out.write(
    `${findings.length === 0 ? '' : '\n'}${counted(objects, 'object')}: ${counted(errors, 'error')}, ` +
      `${counted(warnings, 'warning')}, ${counted(infos, 'info')}.\n`,
  );
}

function paragraph(one: Finding, colour: boolean): string {
  const level = colour ? `${colours[one.level]}${one.level}\u001b[0m` : one.level;
  const file = one.file === null ? '' : `${one.file}${one.line === null ? '' : `:${one.line}`} `;
  const object = one.object === null ? '' : `${describeObject(one.object)} `;
  const component = one.component === null ? '' : `(${one.component}) `;
  const field = one.field === null ? '' : `${one.field}: `;
  return [
    `  ${level} ${one.code} ${file}${object}${component}`.trimEnd(),
    `    ${field}${one.message}`,
    `    ${one.remedy}`,
  ].join('\n');
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
