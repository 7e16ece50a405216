import type { Finding } from '../../analysis/finding';
import type { Verdict } from './judge';
import type { Case } from './mutations';

/** One case, what both said of it, and why they differ where that is known. */
export interface Outcome extends Case {
  readonly istioVersion: string;
  readonly verdict: Verdict;
  readonly errors: readonly Finding[];
  readonly agrees: boolean;
  readonly explained: string | undefined;
}

/** Prints a table per kind and every disagreement. Returns the exit code. */
export function printReport(outcomes: readonly Outcome[]): number {
  const kinds = [...new Set(outcomes.map(kindOf))].sort();
  const row = (name: string, of: readonly Outcome[]) =>
    [
      name.padEnd(66),
      of.length,
      of.filter(({ verdict }) => verdict.accepted).length,
      of.filter(({ verdict }) => !verdict.accepted).length,
      of.filter(({ agrees }) => agrees).length,
      of.filter(({ explained }) => explained !== undefined).length,
      of.filter(isUnexplained).length,
    ]
      .map((cell) => (typeof cell === 'number' ? String(cell).padStart(10) : cell))
      .join('');
  const heads = ['objects', 'accepted', 'refused', 'agree', 'explained', 'unexplained'];
  console.log(
    `${'kind'.padEnd(66)}${heads.map((head) => head.padStart(head === 'unexplained' ? 12 : 10)).join('')}`,
  );
  for (const kind of kinds)
    console.log(
      row(
        kind,
        outcomes.filter((one) => kindOf(one) === kind),
      ),
    );
  console.log(row('all', outcomes));
  printWays(outcomes);
  printExplained(outcomes);
  const open = outcomes.filter(isUnexplained);
  for (const one of open) printDisagreement(one);
  return open.length > 0 ? 1 : 0;
}

function printWays(outcomes: readonly Outcome[]): void {
  const ways = [...new Set(outcomes.map(({ way }) => way))].sort();
  const counts = ways.map((way) => `${way} ${outcomes.filter((one) => one.way === way).length}`);
  console.log(`\nways: ${counts.join(', ')}`);
}

function printExplained(outcomes: readonly Outcome[]): void {
  const reasons = [...new Set(outcomes.flatMap(({ explained }) => explained ?? []))];
  for (const reason of reasons) {
    const of = outcomes.filter(({ explained }) => explained === reason);
    console.log(`\nexplained, ${of.length} times: ${reason}`);
    for (const one of of.slice(0, 5)) console.log(`  ${kindOf(one)} ${one.field} (${one.way})`);
  }
}

function printDisagreement(one: Outcome): void {
  const { verdict, errors, way, field } = one;
  console.log(`\nUNEXPLAINED ${kindOf(one)} ${field} (${way})`);
  console.log(`  server: ${verdict.accepted ? 'accepts' : `refuses: ${verdict.reason.slice(0, 400)}`}`);
  const ours = errors.map((error) => `${error.code} ${error.field}: ${error.message}`).join('; ');
  console.log(`  here:   ${errors.length === 0 ? 'accepted' : ours.slice(0, 400)}`);
}

function kindOf({ object, istioVersion }: Outcome): string {
  const kind = `${String(object.apiVersion)} ${String(object.kind)}`;
  return /\.istio\.io\//.test(kind) ? `${kind} (${istioVersion})` : kind;
}

function isUnexplained({ agrees, explained }: Outcome): boolean {
  return !agrees && explained === undefined;
}
