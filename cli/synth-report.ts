import type { Synthesis } from '../main';
import type { AllowedFinding } from '../analysis/allowance';
import { describeObject, isAtLeast, type Finding } from '../analysis/finding';
import { isClean, type Changes } from '../synth/plan';

export const reportFormats = ['text', 'json', 'markdown'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** What happened to the files of one cluster, of a mesh's machines, or of the mesh as a whole. */
export interface PlaceSummary {
  readonly mesh: string;
  /** Name of the cluster; `machines` for the mesh's machines and nodes, `-` for the mesh's own files. */
  readonly cluster: string;
  readonly components: number;
  readonly objects: number;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

export interface SynthSummary {
  readonly places: readonly PlaceSummary[];
  readonly differs: boolean;
  /** All of them are below the level that ends a run. */
  readonly findings: readonly Finding[];
  readonly allowed: readonly AllowedFinding[];
  readonly seconds: number;
}

/** Counts a run per cluster. Paths are relative to the output folder. */
export function summarise(
  { objects, files, findings, allowed }: Synthesis,
  changes: Changes,
  seconds: number,
): SynthSummary {
  const places = new Map<string, Place>();
  const place = (mesh: string, cluster: string) => {
    const key = `${mesh}/${cluster}`;
    let found = places.get(key);
    if (found === undefined) places.set(key, (found = new Place(mesh, cluster)));
    return found;
  };
  for (const { mesh, cluster, component } of objects) {
    const at = place(mesh, cluster);
    at.objects += 1;
    at.componentNames.add(component);
  }
  // A pinned Helm chart is a component without an object.
  for (const path of files.keys()) {
    const [mesh = '', cluster = '', component = '', file] = path.split('/');
    if (cluster !== 'machines' && file !== undefined) place(mesh, cluster).componentNames.add(component);
  }
  for (const kind of ['added', 'changed', 'removed'] as const) {
    for (const path of changes[kind]) {
      const [mesh = '', cluster = '', ...below] = path.split('/');
      place(mesh, below.length === 0 ? '-' : cluster)[kind].push(path);
    }
  }
  const sorted = [...places.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one.summary());
  return { places: sorted, differs: !isClean(changes), findings, allowed, seconds };
}

class Place {
  objects = 0;
  readonly componentNames = new Set<string>();
  readonly added: string[] = [];
  readonly changed: string[] = [];
  readonly removed: string[] = [];

  constructor(
    readonly mesh: string,
    readonly cluster: string,
  ) {}

  summary(): PlaceSummary {
    const { mesh, cluster, objects, added, changed, removed } = this;
    return { mesh, cluster, components: this.componentNames.size, objects, added, changed, removed };
  }
}

interface ReportOptions {
  readonly format: ReportFormat;
  readonly check: boolean;
  readonly stream: { write(text: string): unknown; readonly isTTY?: boolean };
}

export function writeReport(summary: SynthSummary, { format, check, stream }: ReportOptions): void {
  if (format === 'json') stream.write(`${JSON.stringify(summary, null, 2)}\n`);
  else if (format === 'markdown') stream.write(markdown(summary));
  else stream.write(text(summary, check, stream.isTTY === true));
}

const headings = ['mesh', 'cluster', 'components', 'objects', 'added', 'changed', 'removed'] as const;

function row(place: PlaceSummary): string[] {
  const { mesh, cluster, components, objects, added, changed, removed } = place;
  return [mesh, cluster, ...[components, objects, added.length, changed.length, removed.length].map(String)];
}

/** The changed paths with the sign that a diff would give them. */
function* marked(summary: SynthSummary): Generator<['+' | '~' | '-', string]> {
  for (const { added, changed, removed } of summary.places) {
    for (const path of added) yield ['+', path];
    for (const path of changed) yield ['~', path];
    for (const path of removed) yield ['-', path];
  }
}

const colours = { '+': '\u001b[32m', '~': '\u001b[33m', '-': '\u001b[31m' } as const;

function text(summary: SynthSummary, check: boolean, colour: boolean): string {
  const rows = [[...headings], ...summary.places.map(row)];
  const widths = headings.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  const table = rows.map((cells) =>
    cells
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  const changes = [...marked(summary)].map(([sign, path]) =>
    colour ? `${colours[sign]}${sign} ${path}\u001b[0m` : `${sign} ${path}`,
  );
  const verdict = check
    ? summary.differs
      ? 'dist differs from what clusters/ renders; run `npm run synth` and commit the result.'
      : 'dist is what clusters/ renders.'
    : summary.differs
      ? 'Written.'
      : 'Nothing changed.';
  const found = findingLines(summary);
  return [
    ...changes,
    ...(changes.length > 0 ? [''] : []),
    ...table,
    '',
    ...found,
    ...(found.length > 0 ? [''] : []),
    `${verdict} ${summary.seconds.toFixed(1)} s`,
    '',
  ].join('\n');
}

/** What was found and did not end the run: all but what is for information, of which there may be much. */
function findingLines({ findings, allowed }: SynthSummary): readonly string[] {
  const shown = findings.filter((one) => isAtLeast(one, 'Warning'));
  const rest = findings.length - shown.length;
  return [
    ...shown.map((one) => `${one.level} ${one.code} ${placeOf(one)}: ${one.message}`),
    ...allowed.map((one) => `allowed ${one.code} ${placeOf(one)}: ${one.reason}`),
    ...(rest === 0 ? [] : [`${rest} for information: npx meshwright analyze`]),
  ];
}

function placeOf({ mesh, cluster, object, field }: Finding): string {
  const parts = [mesh, cluster, object && describeObject(object), field];
  return parts.filter((part) => part !== null && part !== '').join(' ');
}

function markdown(summary: SynthSummary): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    line(headings),
    line(headings.map((_, i) => (i < 2 ? '---' : '---:'))),
    ...summary.places.map((one) => line(row(one))),
  ];
  const changes = [...marked(summary)];
  const list =
    changes.length === 0
      ? ['Nothing differs.']
      : ['```diff', ...changes.map(([sign, path]) => `${sign === '~' ? '!' : sign} ${path}`), '```'];
  const found = findingLines(summary).map((text) => `- ${text}`);
  return [...table, '', ...list, '', ...found, ...(found.length > 0 ? [''] : [])].join('\n');
}
