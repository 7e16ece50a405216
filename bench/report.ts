import { find, growthTo, ratioOf, SIZES, type Verdict } from './goals';
import { ANALYZERS, STEPS, TITLES, TOOLS, type Analyzer, type Measurement, type Tool } from './tools';

type Row = readonly string[];

const LEGEND = `processor: seconds of processor time, of all threads
growth: of processor time per object, from the next smaller size, per doubling of the objects
ratio: processor time over that of meshwright, the only one that checks what it writes
`;

const ANALYSIS_LEGEND = `analyze reads the files of all clusters and checks every object besides; istioctl sees one cluster at a time
ratio: processor time over that of meshwright analyze
`;

/** The tools side by side, size by size; then where this project's time goes; then those that analyze. */
export function tables(measured: readonly Measurement[]): string {
  const made = [comparison(measured, TOOLS, 'meshwright'), steps(measured)].map(aligned).join(`${LEGEND}\n`);
  const analyzed = comparison(measured, ANALYZERS, 'analyze');
  return analyzed.length === 1 ? made : `${made}\n${aligned(analyzed)}${ANALYSIS_LEGEND}`;
}

function comparison(
  measured: readonly Measurement[],
  tools: readonly (Tool | Analyzer)[],
  own: Tool | Analyzer,
): readonly Row[] {
  const rows = SIZES.flatMap((size) =>
    tools.flatMap((tool): Row[] => {
      const one = find(measured, tool, size);
      if (one === undefined) return [];
      const ours = find(measured, own, size);
      return [
        [
          count(one.objects),
          TITLES[tool],
          one.seconds.toFixed(2),
          one.processor?.toFixed(2) ?? '',
          count(one.objects / one.seconds),
          one.peakMemory === undefined ? '' : count(one.peakMemory),
          growthTo(size, tool, measured)?.toFixed(2) ?? '',
          ours === undefined ? '' : ratioOf(one, ours).toFixed(1),
        ],
      ];
    }),
  );
  return [['objects', 'tool', 'seconds', 'processor', 'objects/s', 'peak MiB', 'growth', 'ratio'], ...rows];
}

function steps(measured: readonly Measurement[]): readonly Row[] {
  const rows = SIZES.flatMap((size): Row[] => {
    const one = find(measured, 'meshwright', size);
    if (one?.steps === undefined) return [];
    return [[count(one.objects), 'meshwright', ...STEPS.map((step) => one.steps![step].toFixed(2))]];
  });
  return [['objects', 'seconds in', ...STEPS], ...rows];
}

/** One line per goal. */
export function verdictLines(verdicts: readonly Verdict[]): string {
  return verdicts
    .map(({ goal, got, holds }) => `${holds ? 'reached' : 'MISSED '}  ${goal}: ${got ?? 'not measured'}\n`)
    .join('');
}

function aligned(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 1 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
  return `${lines.join('\n')}\n`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}
