import { rules } from '../../analysis/analyzers/registry';
import { agrees, type Outcome, type Verdict } from './compare';
import { EXPLAINED, explanationOf, type Explanation } from './explained';

/** A code that is covered is hit at least so often, by both. */
const LEAST_HITS = 3;
/** Covered, but nothing that `istioctl analyze` reports. */
const NOT_ITS: ReadonlyMap<string, string> = new Map([
  ['IST0136', 'no analyzer that `istioctl analyze` runs reports it'],
  ['IST0156', '`istioctl x precheck` reports it'],
  ['IST0172', '`istioctl x precheck` reports it'],
]);

interface Disagreement {
  readonly verdict: Verdict;
  readonly explanation: Explanation | undefined;
}

/** Prints the table, and every disagreement with its cause. Returns the exit code. */
export function printReport(outcomes: readonly Outcome[]): number {
  const verdicts = outcomes.flatMap((one) => one.verdicts);
  const disagreements = outcomes.flatMap((outcome) =>
    outcome.verdicts
      .filter((one) => !agrees(one))
      .map((verdict): Disagreement => ({ verdict, explanation: explanationOf(verdict, outcome) })),
  );
  printTable(outcomes, verdicts, disagreements);
  printExplained(disagreements);
  const open = disagreements.filter(({ explanation }) => explanation === undefined);
  for (const { verdict } of open) {
    const who = verdict.ours ? 'meshwright alone' : 'istioctl alone';
    console.log(`UNEXPLAINED ${verdict.code} ${verdict.object}: ${who}, in ${verdict.input}`);
  }
  const idle = EXPLAINED.filter(
    (one) => one.isByChance !== true && !disagreements.some(({ explanation }) => explanation === one),
  );
  for (const { codes, why } of idle) console.log(`EXPLAINS NOTHING ${codes.join(', ')}: ${why}`);
  const missed = coveredCodes().filter(
    (code) =>
      !NOT_ITS.has(code) && verdicts.filter((one) => one.code === code && agrees(one)).length < LEAST_HITS,
  );
  const broken = outcomes.filter(({ isBroken }) => isBroken);
  console.log(
    `${broken.length} inputs are not compared: the server refuses what istioctl does not read from files`,
  );
  for (const { input } of broken) console.log(`  ${input.name}`);
  for (const { input, crashed } of outcomes) {
    if (crashed !== undefined) console.log(`istioctl crashes on ${input.name}, in ${crashed}`);
  }
  for (const code of missed)
    console.log(`TOO FEW HITS ${code}: both report it less than ${LEAST_HITS} times`);
  return open.length + idle.length + missed.length > 0 ? 1 : 0;
}

/** Codes of istioctl that a rule here reports, and that of the schemas. */
function coveredCodes(): readonly string[] {
  return [...new Set(['IST0106', ...rules.map(({ kind }) => kind.code)])].sort();
}

function printTable(
  outcomes: readonly Outcome[],
  verdicts: readonly Verdict[],
  disagreements: readonly Disagreement[],
): void {
  const covered = coveredCodes();
  const heads = ['inputs', 'istioctl', 'meshwright', 'agree', 'explained', 'unexplained'];
  const line = (name: string, cells: readonly (number | string)[], note = '') =>
    console.log(
      `${name.padEnd(9)}${cells.map((cell) => String(cell).padStart(12)).join('')}${note && `  ${note}`}`,
    );
  line('code', heads);
  const rowOf = (
    name: string,
    of: readonly Verdict[],
    differ: readonly Disagreement[],
    inputs: number,
    note = '',
  ) =>
    line(
      name,
      [
        inputs,
        of.filter(({ theirs }) => theirs).length,
        of.filter(({ ours }) => ours).length,
        of.filter(agrees).length,
        differ.filter(({ explanation }) => explanation !== undefined).length,
        differ.filter(({ explanation }) => explanation === undefined).length,
      ],
      note,
    );
  for (const code of [...new Set([...covered, ...verdicts.map((one) => one.code)])].sort()) {
    const of = verdicts.filter((one) => one.code === code);
    const differ = disagreements.filter(({ verdict }) => verdict.code === code);
    const note = NOT_ITS.get(code) ?? (covered.includes(code) ? '' : 'not covered');
    rowOf(code, of, differ, new Set(of.map(({ input }) => input)).size, note);
  }
  rowOf('all', verdicts, disagreements, outcomes.length);
  const clean = outcomes.filter((one) => one.verdicts.length === 0).length;
  console.log(`\n${outcomes.length} inputs; of ${clean} of them neither says anything`);
}

function printExplained(disagreements: readonly Disagreement[]): void {
  for (const explanation of EXPLAINED) {
    const of = disagreements.filter((one) => one.explanation === explanation);
    if (of.length === 0) continue;
    console.log(
      `\nexplained, ${of.length} times, ${explanation.codes.join(', ')}, ${explanation.only} alone: ${explanation.why}`,
    );
    for (const { verdict } of of.slice(0, 5)) {
      console.log(`  ${verdict.object}, in ${verdict.input}`);
    }
  }
}
