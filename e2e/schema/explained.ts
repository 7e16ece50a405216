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
    applies: ({ object, field }, { accepted }, errors) =>
      object.kind === 'EnvoyFilter' && field.includes('.typed_config.') && !accepted && errors.length === 0,
    why: "istiod reads what an EnvoyFilter's types hold, by Envoy's own definitions, which are not at hand",
  },
  {
    applies: ({ way, field }, { accepted }, errors) =>
      way === 'null' && field.startsWith('metadata.annotations.') && !accepted && errors.length === 0,
    why: 'an annotation that is null is an empty one to the server, and counts as not being there',
  },
  {
    applies: ({ way, field }, { accepted }) => way === 'null' && accepted && field.endsWith(']'),
    why: 'the server reads an element of a list that is null as an empty one, which nobody means: as a rule of a NetworkPolicy it lets everything in',
  },
  {
    applies: ({ way }, { accepted }, errors) =>
      way === 'large' && accepted && errors.every(({ message }) => message.includes('outside of int32')),
    why: 'of custom resources, the server does not check int32; but whoever reads them cannot hold such a number',
  },
  {
    applies: ({ way, field }, { accepted }) => way === 'negative' && accepted && field.endsWith('nodePort'),
    why: 'node ports are allocated, and so checked, only when an object is stored',
  },
  {
    applies: ({ way, object }, { accepted }) => way === 'null' && !accepted && object.kind === 'LimitRange',
    why: 'the server reads a quantity that is null as 0; here it counts as not being there, as it does to server-side apply',
  },
];

/** Why a disagreement is as it should be; undefined where nobody knows. */
export function explanationOf(one: Case, verdict: Verdict, errors: readonly Finding[]): string | undefined {
  return EXPLAINED.find((explanation) => explanation.applies(one, verdict, errors))?.why;
}
