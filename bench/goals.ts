import type { FleetSize } from './fleet';
import { describe, TITLES, type Analyzer, type Measurement, type Tool } from './tools';

/** The sizes, the smallest first: some 1,200, 6,000, 12,000, 24,000 and 60,000 objects. */
export const SIZES: readonly FleetSize[] = [
  { clusters: 2, services: 100 },
  { clusters: 5, services: 200 },
  { clusters: 10, services: 200 },
  { clusters: 10, services: 400 },
  { clusters: 10, services: 1000 },
];

/** The size that ratio and memory are judged at: 24,000 objects. */
export const COMPARED = SIZES[3]!;

/** Time of stock cdk8s over ours. */
const LEAST_RATIO = 20;
/** Time per object at twice the size, over that at the size. */
const MOST_GROWTH = 1.2;
/** In MiB. */
const MOST_MEMORY = 1024;

/** Whether a goal is reached. */
export interface Verdict {
  readonly goal: string;
  /** Undefined where nothing was measured that could tell. */
  readonly got: string | undefined;
  readonly holds: boolean;
}

/** The goals that any machine can judge: a ratio, memory and growth, never a time. */
export function judge(measured: readonly Measurement[]): readonly Verdict[] {
  const ours = find(measured, 'meshwright', COMPARED);
  const stock = find(measured, 'cdk8s', COMPARED);
  return [
    {
      ...verdict(ours && stock && ratioOf(stock, ours), (ratio) => ratio >= LEAST_RATIO),
      goal: `${describe('meshwright', COMPARED)}: at least ${LEAST_RATIO} times as fast as ${TITLES.cdk8s}`,
    },
    {
      ...verdict(ours?.peakMemory, (memory) => memory < MOST_MEMORY),
      goal: `${describe('meshwright', COMPARED)}: less than ${MOST_MEMORY} MiB at the peak`,
    },
    ...growths('meshwright', measured),
  ];
}

/** The goal of the analysis that any machine can judge. */
export function judgeAnalysis(measured: readonly Measurement[]): readonly Verdict[] {
  return growths('analyze', measured);
}

/** Whether growth was measured and is too much. */
export function isGrowthMissed(measured: readonly Measurement[]): boolean {
  const all = [...growths('meshwright', measured), ...growths('analyze', measured)];
  return all.some(({ got, holds }) => got !== undefined && !holds);
}

function growths(tool: Tool | Analyzer, measured: readonly Measurement[]): readonly Verdict[] {
  return SIZES.slice(1).map((size) => ({
    ...verdict(growthTo(size, tool, measured), (growth) => growth <= MOST_GROWTH),
    goal: `${describe(tool, size)}: time per object grows by at most ${MOST_GROWTH} per doubling`,
  }));
}

/** Growth of the time per object, per doubling, from the next smaller size; undefined where one was not measured. */
export function growthTo(
  size: FleetSize,
  tool: Tool | Analyzer,
  measured: readonly Measurement[],
): number | undefined {
  const smaller = SIZES[SIZES.indexOf(size) - 1];
  const before = smaller && find(measured, tool, smaller);
  const after = find(measured, tool, size);
  if (before === undefined || after === undefined) return undefined;
  const objects = after.objects / before.objects;
  return (ratioOf(after, before) / objects) ** (1 / Math.log2(objects));
}

/**
 * Time of one over that of another: processor time where it is known of both, which other work on the machine changes
 * least.
 */
export function ratioOf(one: Measurement, other: Measurement): number {
  if (one.processor === undefined || other.processor === undefined) return one.seconds / other.seconds;
  return one.processor / other.processor;
}

export function find(
  measured: readonly Measurement[],
  tool: Tool | Analyzer,
  size: FleetSize,
): Measurement | undefined {
  return measured.find((one) => one.tool === tool && one.size === size);
}

function verdict(value: number | undefined, holds: (value: number) => boolean) {
  if (value === undefined) return { got: undefined, holds: false };
  return { got: value.toFixed(value < 10 ? 2 : 1), holds: holds(value) };
}
