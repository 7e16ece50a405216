import {
  earliestNext,
  evidenceOf,
  nextStep,
  takeStep,
  TAKE_UP,
  type ClusterEvidence,
  type Evidence,
  type Step,
  type StepAnswer,
  type StepQuestion,
} from '../../trust/rotation';
import type { TrustState } from '../../trust/trust-state';
import { intermediate, later, noon, root } from './support';

const HOUR = 3_600_000;
const TTL = 24 * HOUR;
const quiet: TrustState = { version: 1, mesh: 'demo', keyType: 'ec', root: 1 };
const first: TrustState = { ...quiet, rotation: { step: 1, to: 2, since: noon.toISOString() } };
const second: TrustState = { ...quiet, rotation: { step: 2, to: 2, since: noon.toISOString() } };

const cluster = (name: string, more: Partial<ClusterEvidence> = {}): ClusterEvidence => ({
  cluster: name,
  roots: [1, 2],
  distributed: [1, 2],
  issuer: 1,
  ...more,
});
const live = (...clusters: ClusterEvidence[]): Evidence => ({ by: 'live', clusters });
const both = (more: Partial<ClusterEvidence> = {}) =>
  live(cluster('kube-01', more), cluster('kube-02', more));
const take = (state: TrustState, step: Step, question: Partial<StepQuestion> = {}): StepAnswer =>
  takeStep(state, { step, now: noon, workloadTtl: TTL, newRoot: 2, ...question });

function reasonsOf(answer: StepAnswer): readonly string[] {
  if (answer.taken) throw new Error('the step was taken');
  return answer.reasons;
}

test('a whole rotation, each step a day after every cluster holds the last', () => {
  const one = take(quiet, 1);
  expect(one).toEqual({ taken: true, state: first });

  const seen = take(one.state, 2, { evidence: both(), now: later(HOUR) });
  expect(reasonsOf(seen)).toEqual([
    'too early: all clusters hold the last step since 2026-11-21T13:00:00.000Z (live); step 2 may be taken at 2026-11-22T13:03:00.000Z, until then a workload may trust the old root alone',
  ]);
  expect(earliestNext(seen.state, TTL)).toEqual(later(25 * HOUR + TAKE_UP));

  const two = take(seen.state, 2, { evidence: both(), now: later(25 * HOUR + TAKE_UP) });
  expect(two).toEqual({
    taken: true,
    state: { ...quiet, rotation: { step: 2, to: 2, since: '2026-11-22T13:03:00.000Z' } },
  });

  const evidence = both({ issuer: 2 });
  const again = take(two.state, 3, { evidence, now: later(26 * HOUR) });
  expect(reasonsOf(again)).toEqual([
    'too early: all clusters hold the last step since 2026-11-22T14:00:00.000Z (live); step 3 may be taken at 2026-11-23T14:03:00.000Z, until then a workload may have a certificate of the old root',
  ]);
  const three = take(again.state, 3, { evidence, now: later(50 * HOUR + TAKE_UP) });
  expect(three.taken).toBe(true);
  expect(JSON.parse(JSON.stringify(three.state))).toEqual({ ...quiet, root: 2 });
  expect(nextStep(three.state)).toBe(1);
});

test('one millisecond too early is too early', () => {
  const held: TrustState = {
    ...first,
    rotation: { ...first.rotation!, held: { since: noon.toISOString(), by: 'live' } },
  };
  expect(take(held, 2, { evidence: both(), now: later(TTL + TAKE_UP - 1) }).taken).toBe(false);
  expect(take(held, 2, { evidence: both(), now: later(TTL + TAKE_UP) }).taken).toBe(true);
});

test.each([
  [quiet, 2, 'step 2 comes after step 1, and no rotation is under way'],
  [quiet, 3, 'step 3 comes after step 1, and no rotation is under way'],
  [first, 3, 'step 3 comes after step 2, which has not been taken'],
  [first, 1, 'step 1 was taken before; step 1 at 2026-11-21T12:00:00.000Z was the last, 2 is next'],
  [second, 1, 'step 1 was taken before; step 2 at 2026-11-21T12:00:00.000Z was the last, 3 is next'],
  [second, 2, 'step 2 was taken before; step 2 at 2026-11-21T12:00:00.000Z was the last, 3 is next'],
] as const)('out of order: %j, step %d', (state, step, reason) => {
  expect(take(state, step, { evidence: both() })).toEqual({ taken: false, state, reasons: [reason] });
});

test.each([
  ['a root', { roots: [1] }, ['kube-02: cacerts lacks root 2']],
  [
    'what istiod has taken up',
    { distributed: [1] },
    ['kube-02: istiod has not taken up root 2 (istio-ca-root-cert); restart it'],
  ],
  ['both roots', { roots: [], distributed: [] }, ['kube-02: cacerts lacks root 1 and root 2']],
  [
    'an intermediate of it',
    { issuer: undefined },
    ['kube-02: its intermediate is of no root known here, not of root 1'],
  ],
])('step 2 is refused where a cluster lacks %s', (_, lacks, reasons) => {
  const answer = take(first, 2, { evidence: live(cluster('kube-01'), cluster('kube-02', lacks)) });
  expect(answer).toEqual({ taken: false, state: first, reasons });
});

test('step 3 is refused where a cluster still signs with the old root', () => {
  const evidence = live(cluster('kube-01', { issuer: 2 }), cluster('kube-02', { issuer: 1 }));
  expect(reasonsOf(take(second, 3, { evidence }))).toEqual([
    'kube-02: its intermediate is of root 1, not of root 2',
  ]);
});

test('step 2 and 3 are refused where nobody knows what the clusters hold', () => {
  const reasons = ['it is not known whether every cluster holds what the last step made'];
  expect(reasonsOf(take(first, 2))).toEqual(reasons);
  expect(reasonsOf(take(second, 3))).toEqual(reasons);
});

const away = cluster('kube-02', {
  unreadable: 'kube-02: does not answer',
  roots: [],
  distributed: [],
  issuer: undefined,
});
const awayReason =
  'kube-02 cannot be read: kube-02: does not answer; if you know what it holds, say so with --confirmed';

test('a cluster that does not answer refuses the step', () => {
  expect(take(first, 2, { evidence: live(cluster('kube-01'), away) })).toEqual({
    taken: false,
    state: first,
    reasons: [awayReason],
  });
});

test('a cluster that does not answer once does not start the wait anew, but ends no wait either', () => {
  const seen = take(first, 2, { evidence: both() });
  const now = later(2 * TTL);
  const answer = take(seen.state, 2, { evidence: live(cluster('kube-01'), away), now });
  expect(answer).toEqual({ taken: false, state: seen.state, reasons: [awayReason] });
  expect(take(answer.state, 2, { evidence: both(), now }).taken).toBe(true);
});

test('a cluster that lost what it had starts the wait anew', () => {
  const seen = take(first, 2, { evidence: both() });
  const lost = take(seen.state, 2, { evidence: both({ roots: [1] }), now: later(HOUR) });
  expect(lost.state).toEqual(first);
  expect(take(lost.state, 2, { evidence: both(), now: later(2 * TTL) }).taken).toBe(false);
});

test('what somebody confirms counts from then on', () => {
  const confirmed = take(first, 2, { evidence: { by: 'confirmed' }, now: later(HOUR) });
  expect(confirmed.state.rotation?.held).toEqual({ since: '2026-11-21T13:00:00.000Z', by: 'confirmed' });
  expect(confirmed.taken).toBe(false);
  const question = { evidence: { by: 'confirmed' }, now: later(25 * HOUR + TAKE_UP) } as const;
  expect(take(confirmed.state, 2, question).taken).toBe(true);
});

test('a shorter life of workload certificates shortens the wait', () => {
  const seen = take(first, 2, { evidence: both() });
  expect(take(seen.state, 2, { evidence: both(), now: later(HOUR), workloadTtl: HOUR - TAKE_UP }).taken).toBe(
    true,
  );
  expect(take(seen.state, 2, { evidence: both(), now: later(HOUR), workloadTtl: HOUR }).taken).toBe(false);
});

test('evidence is told in generations', async () => {
  const [one, two, stranger] = [await root({ generation: 1 }), await root({ generation: 2 }), await root()];
  const known = new Map([
    [one.certificate.fingerprint, 1],
    [two.certificate.fingerprint, 2],
  ]);
  const held = {
    intermediate: (await intermediate(two)).certificate,
    issuer: two.certificate,
    roots: [one.certificate, two.certificate, stranger.certificate],
    problems: [],
  };
  expect(evidenceOf('kube-01', held, (fingerprint) => known.get(fingerprint))).toEqual({
    cluster: 'kube-01',
    roots: [1, 2],
    distributed: [],
    issuer: 2,
  });
});
