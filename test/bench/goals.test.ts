import { COMPARED, growthTo, isGrowthMissed, judge, judgeAnalysis, SIZES } from '../../bench/goals';
import { objectsIn } from '../../bench/fleet';
import { tables, verdictLines } from '../../bench/report';
import type { Analyzer, Measurement, Tool } from '../../bench/tools';

/** Every size, at so many milliseconds per object. */
const measured = (
  tool: Tool | Analyzer,
  perObject: (index: number) => number,
  peakMemory = 500,
): Measurement[] =>
  SIZES.map((size, index) => {
    const objects = objectsIn(size);
    const seconds = (objects * perObject(index)) / 1000;
    const steps = tool === 'meshwright' ? { define: 0, render: seconds, check: 0, write: 0 } : undefined;
    return { tool, size, objects, seconds, peakMemory, steps };
  });
const missed = (all: readonly Measurement[]) =>
  judge(all)
    .filter(({ holds }) => !holds)
    .map(({ goal, got }) => `${goal}: ${got}`);

const ours = measured('meshwright', () => 0.2);
const stock = measured('cdk8s', () => 4);

test('growth is that of the time per object, per doubling of the objects', () => {
  const linear = SIZES.map((size) => growthTo(size, 'meshwright', ours));
  expect(linear).toEqual([undefined, ...SIZES.slice(1).map(() => expect.closeTo(1))]);
  // From 6,000 to 12,000 and on to 24,000 time per object doubles; from 1,200 to 6,000 objects grow fivefold.
  const square = measured('cdk8s', (index) => [1, 5, 10, 20, 50][index]!);
  expect(SIZES.slice(1).map((size) => growthTo(size, 'cdk8s', square))).toEqual(
    SIZES.slice(1).map(() => expect.closeTo(2)),
  );
});

test('all goals are reached', () => {
  expect(missed([...ours, ...stock])).toEqual([]);
});

test('each goal is missed on its own', () => {
  expect(missed([...ours, ...measured('cdk8s', () => 3.9)])).toEqual([
    'meshwright, 24,000 objects in 10 clusters: at least 20 times as fast as cdk8s App.synth (default: a file per chart): 19.5',
  ]);
  expect(missed([...measured('meshwright', () => 0.2, 1024), ...stock])).toEqual([
    'meshwright, 24,000 objects in 10 clusters: less than 1024 MiB at the peak: 1024.0',
  ]);
  const slower = measured('meshwright', (index) => (index < 2 ? 0.1 : 0.13));
  expect(missed([...slower, ...stock])).toEqual([
    'meshwright, 12,000 objects in 10 clusters: time per object grows by at most 1.2 per doubling: 1.30',
  ]);
  expect([ours, slower].map(isGrowthMissed)).toEqual([false, true]);
});

test('what was not measured is not reached, and is no reason to measure growth again', () => {
  const some = ours.filter(({ size }) => size !== COMPARED);
  expect(verdictLines(judge(some))).toMatchInlineSnapshot(`
    "MISSED   meshwright, 24,000 objects in 10 clusters: at least 20 times as fast as cdk8s App.synth (default: a file per chart): not measured
    MISSED   meshwright, 24,000 objects in 10 clusters: less than 1024 MiB at the peak: not measured
    reached  meshwright, 6,000 objects in 5 clusters: time per object grows by at most 1.2 per doubling: 1.00
    reached  meshwright, 12,000 objects in 10 clusters: time per object grows by at most 1.2 per doubling: 1.00
    MISSED   meshwright, 24,000 objects in 10 clusters: time per object grows by at most 1.2 per doubling: not measured
    MISSED   meshwright, 60,000 objects in 10 clusters: time per object grows by at most 1.2 per doubling: not measured
    "
  `);
  expect(isGrowthMissed(some)).toBe(false);
});

test('tables', () => {
  expect(tables([...ours, ...stock.slice(0, 2)])).toMatchInlineSnapshot(`
    "objects  tool                                         seconds  processor  objects/s  peak MiB  growth  ratio
      1,200  meshwright                                      0.24                 5,000       500            1.0
      1,200  cdk8s App.synth (default: a file per chart)     4.80                   250       500           20.0
      6,000  meshwright                                      1.20                 5,000       500    1.00    1.0
      6,000  cdk8s App.synth (default: a file per chart)    24.00                   250       500    1.00   20.0
     12,000  meshwright                                      2.40                 5,000       500    1.00    1.0
     24,000  meshwright                                      4.80                 5,000       500    1.00    1.0
     60,000  meshwright                                     12.00                 5,000       500    1.00    1.0
    processor: seconds of processor time, of all threads
    growth: of processor time per object, from the next smaller size, per doubling of the objects
    ratio: processor time over that of meshwright, the only one that checks what it writes

    objects  seconds in  define  render  check  write
      1,200  meshwright    0.00    0.24   0.00   0.00
      6,000  meshwright    0.00    1.20   0.00   0.00
     12,000  meshwright    0.00    2.40   0.00   0.00
     24,000  meshwright    0.00    4.80   0.00   0.00
     60,000  meshwright    0.00   12.00   0.00   0.00
    "
  `);
});

test('those that analyze have a table of their own, and a goal', () => {
  const analysis = measured('analyze', (index) => (index < 3 ? 0.1 : 0.13));
  const table = tables([...ours, ...analysis, ...measured('istioctl', () => 0.5).slice(0, 1)]);
  expect(table.startsWith(tables(ours))).toBe(true);
  expect(table.slice(tables(ours).length)).toMatchInlineSnapshot(`
    "
    objects  tool                               seconds  processor  objects/s  peak MiB  growth  ratio
      1,200  meshwright analyze                    0.12                10,000       500            1.0
      1,200  istioctl analyze --use-kube=false     0.60                 2,000       500            5.0
      6,000  meshwright analyze                    0.60                10,000       500    1.00    1.0
     12,000  meshwright analyze                    1.20                10,000       500    1.00    1.0
     24,000  meshwright analyze                    3.12                 7,692       500    1.30    1.0
     60,000  meshwright analyze                    7.80                 7,692       500    1.00    1.0
    analyze reads the files of all clusters and checks every object besides; istioctl sees one cluster at a time
    ratio: processor time over that of meshwright analyze
    "
  `);
  const isMissed = judgeAnalysis([...ours, ...analysis]).map(({ got, holds }) => [got, holds]);
  expect(isMissed).toEqual([
    ['1.00', true],
    ['1.00', true],
    ['1.30', false],
    ['1.00', true],
  ]);
  expect([ours, [...ours, ...analysis]].map(isGrowthMissed)).toEqual([false, true]);
});
