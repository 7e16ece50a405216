/** What can be said without knowing everything: `maybe` where it depends on what the manifests do not show. */
export type Verdict = 'yes' | 'maybe' | 'no';

export function anyOf(verdicts: Iterable<Verdict>): Verdict {
  let best: Verdict = 'no';
  for (const one of verdicts) {
    if (one === 'yes') return 'yes';
    if (one === 'maybe') best = 'maybe';
  }
  return best;
}

export function allOf(verdicts: Iterable<Verdict>): Verdict {
  let worst: Verdict = 'yes';
  for (const one of verdicts) {
    if (one === 'no') return 'no';
    if (one === 'maybe') worst = 'maybe';
  }
  return worst;
}

export function not(verdict: Verdict): Verdict {
  return verdict === 'yes' ? 'no' : verdict === 'no' ? 'yes' : 'maybe';
}

export function toVerdict(is: boolean): Verdict {
  return is ? 'yes' : 'no';
}
