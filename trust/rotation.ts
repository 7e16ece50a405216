import type { HeldTrust } from './held-trust';
import { issuingRoot, trustedRoots, type Held, type Rotation, type TrustState } from './trust-state';

/**
 * A rotation of the root in which no connection breaks.
 *
 * 1. The new root is made. Clusters get both roots as root-cert.pem; intermediates are of the old one.
 * 2. Intermediates are of the new root. Both roots stay trusted.
 * 3. The old root goes.
 *
 * A proxy trusts the roots that istiod sent with its last certificate, so it learns of a root when it renews, at
 * the latest when that certificate ends. That is why the second and the third step wait for a workload certificate's
 * whole life after every cluster holds what the step before made.
 *
 * The roots do not sign each other: a proxy that trusts both needs no such chain, and the path length of the roots
 * leaves no room for one.
 */
export type Step = 1 | 2 | 3;

/** What is known of the clusters. */
export type Evidence =
  /** Somebody says that every cluster holds what the last step made. */
  | { readonly by: 'confirmed' }
  /** Every cluster was asked. */
  | { readonly by: 'live'; readonly clusters: readonly ClusterEvidence[] };

export interface ClusterEvidence {
  readonly cluster: string;
  /** What keeps it from being read; the rest is then empty. */
  readonly unreadable?: string;
  /** Generations in root-cert.pem of its Secret. */
  readonly roots: readonly number[];
  /** Generations that its istiod has handed out. */
  readonly distributed: readonly number[];
  /** Generation that its intermediate is of. */
  readonly issuer?: number;
}

export interface StepQuestion {
  readonly step: Step;
  readonly now: Date;
  /** Milliseconds that a workload's certificate lives at most. */
  readonly workloadTtl: number;
  /** Undefined where nobody was asked, as for the first step. */
  readonly evidence?: Evidence;
  /** Generation of a root that the first step makes. */
  readonly newRoot: number;
}

export type StepAnswer =
  | { readonly taken: true; readonly state: TrustState }
  | {
      readonly taken: false;
      /** With what was learned on the way; to be kept as well. */
      readonly state: TrustState;
      readonly reasons: readonly string[];
    };

/** How long a mounted Secret takes to reach istiod, and istiod to load it. */
export const TAKE_UP = 3 * 60_000;

/** The step that comes next. */
export function nextStep({ rotation }: TrustState): Step {
  return rotation === undefined ? 1 : rotation.step === 1 ? 2 : 3;
}

/** Takes a step, or says why it would break trust. */
export function takeStep(state: TrustState, question: StepQuestion): StepAnswer {
  const next = nextStep(state);
  const { rotation } = state;
  if (question.step !== next)
    return { taken: false, state, reasons: [outOfOrder(question.step, next, rotation)] };
  if (rotation === undefined) {
    const since = question.now.toISOString();
    return { taken: true, state: { ...state, rotation: { step: 1, to: question.newRoot, since } } };
  }

  const { held, reasons } = whatIsHeld(state, rotation, question);
  const seen: TrustState = { ...state, rotation: withHeld(rotation, held) };
  if (held === undefined || reasons.length > 0) return { taken: false, state: seen, reasons };
  const earliest = earliestOf(held, question.workloadTtl);
  if (question.now < earliest) {
    return { taken: false, state: seen, reasons: [tooEarly(question.step, held, earliest)] };
  }
  if (question.step === 2) {
    const since = question.now.toISOString();
    return { taken: true, state: { ...state, rotation: { step: 2, to: rotation.to, since } } };
  }
  return { taken: true, state: { ...state, root: rotation.to, rotation: undefined } };
}

/** When the next step may be taken; undefined where not every cluster is known to hold the last one. */
export function earliestNext({ rotation }: TrustState, workloadTtl: number): Date | undefined {
  return rotation?.held && earliestOf(rotation.held, workloadTtl);
}

/** A cluster's own state in terms of generations. */
export function evidenceOf(
  cluster: string,
  held: HeldTrust,
  generationOf: (fingerprint: string) => number | undefined,
): ClusterEvidence {
  const generations = (certificates: HeldTrust['roots'] = []) =>
    certificates.flatMap(({ fingerprint }) => generationOf(fingerprint) ?? []);
  return {
    cluster,
    roots: generations(held.roots),
    distributed: generations(held.distributed),
    issuer: held.issuer && generationOf(held.issuer.fingerprint),
  };
}

function whatIsHeld(
  state: TrustState,
  rotation: Rotation,
  { evidence, now }: StepQuestion,
): { readonly held?: Held; readonly reasons: readonly string[] } {
  if (evidence === undefined) {
    return rotation.held === undefined
      ? { reasons: ['it is not known whether every cluster holds what the last step made'] }
      : { held: rotation.held, reasons: [] };
  }
  const since = rotation.held?.since ?? now.toISOString();
  if (evidence.by === 'confirmed') return { held: rotation.held ?? { since, by: 'confirmed' }, reasons: [] };
  const unreadable = evidence.clusters.flatMap(({ cluster, unreadable: why }) =>
    why === undefined
      ? []
      : [`${cluster} cannot be read: ${why}; if you know what it holds, say so with --confirmed`],
  );
  const lacking = evidence.clusters.flatMap((one) => lackingOf(one, state));
  // What was seen before stays seen while a cluster does not answer, and not where one lacks something.
  if (lacking.length === 0 && unreadable.length > 0 && rotation.held !== undefined) {
    return { held: rotation.held, reasons: unreadable };
  }
  const reasons = [...lacking, ...unreadable];
  return reasons.length > 0 ? { reasons } : { held: { since, by: 'live' }, reasons };
}

/** What a cluster lacks of the step that was taken last. */
function lackingOf(one: ClusterEvidence, state: TrustState): readonly string[] {
  const { cluster, unreadable, roots, distributed, issuer } = one;
  if (unreadable !== undefined) return [];
  const lacks = (has: readonly number[]) => trustedRoots(state).filter((root) => !has.includes(root));
  const reasons: string[] = [];
  if (lacks(roots).length > 0) reasons.push(`${cluster}: cacerts lacks ${rootsNamed(lacks(roots))}`);
  else if (lacks(distributed).length > 0)
    reasons.push(
      `${cluster}: istiod has not taken up ${rootsNamed(lacks(distributed))} (istio-ca-root-cert); restart it`,
    );
  if (issuer !== issuingRoot(state)) {
    reasons.push(
      `${cluster}: its intermediate is ${issuer === undefined ? 'of no root known here' : `of root ${issuer}`}, not of root ${issuingRoot(state)}`,
    );
  }
  return reasons;
}

function rootsNamed(generations: readonly number[]): string {
  return generations.map((one) => `root ${one}`).join(' and ');
}

function outOfOrder(step: Step, next: Step, rotation: Rotation | undefined): string {
  if (rotation === undefined) return `step ${step} comes after step 1, and no rotation is under way`;
  return step > next
    ? `step ${step} comes after step ${next}, which has not been taken`
    : `step ${step} was taken before; step ${rotation.step} at ${rotation.since} was the last, ${next} is next`;
}

function tooEarly(step: Step, { since, by }: Held, earliest: Date): string {
  const why =
    step === 2
      ? 'until then a workload may trust the old root alone'
      : 'until then a workload may have a certificate of the old root';
  return `too early: all clusters hold the last step since ${since} (${by}); step ${step} may be taken at ${earliest.toISOString()}, ${why}`;
}

function earliestOf(held: Held, workloadTtl: number): Date {
  return new Date(Date.parse(held.since) + workloadTtl + TAKE_UP);
}

function withHeld({ step, to, since }: Rotation, held: Held | undefined): Rotation {
  return { step, to, since, ...(held !== undefined && { held }) };
}
