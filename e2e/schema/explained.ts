import type { Finding } from '../../analysis/finding';
import type { Verdict } from './judge';
import type { Case } from './mutations';

interface Explanation {
  applies(one: Case, verdict: Verdict, errors: readonly Finding[]): boolean;
  readonly why: string;
}

/** Where the two may disagree, and why that is right. */
const EXPLAINED: readonly Explanation[] = [
  {
    applies: ({ way }, { reason }) => way === 'null' && reason.startsWith('apply: ') && reason.includes('null'),
    why: 'creating a custom resource drops a field that is null, applying it does not: in files of others it is left alone, and nothing that is rendered here is null',
  },
];

/** Why a disagreement is as it should be; undefined where nobody knows. */
export function explanationOf(one: Case, verdict: Verdict, errors: readonly Finding[]): string | undefined {
  return EXPLAINED.find((explanation) => explanation.applies(one, verdict, errors))?.why;
}
