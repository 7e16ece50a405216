import { show, UserError } from '../values/user-error';
import { keyTypes, type KeyType } from './private-key';

/** Which root a mesh stands on, and how far a rotation to the next has come. Holds nothing secret. */
export interface TrustState {
  readonly version: 1;
  readonly mesh: string;
  /** Of intermediates, and of roots that are made later. */
  readonly keyType: KeyType;
  /** Generation of the root that the mesh stands on; during a rotation the old one. */
  readonly root: number;
  readonly rotation?: Rotation;
}

export interface Rotation {
  /** The step that was taken last. There is no rotation after the third. */
  readonly step: 1 | 2;
  /** Generation of the new root. */
  readonly to: number;
  /** When the step was taken, ISO 8601. */
  readonly since: string;
  /** Since when every cluster is known to hold what the step made. */
  readonly held?: Held;
}

export interface Held {
  readonly since: string;
  readonly by: 'live' | 'confirmed';
}

/** Generation of the root that intermediates are of. */
export function issuingRoot({ root, rotation }: TrustState): number {
  return rotation?.step === 2 ? rotation.to : root;
}

/** Generations of the roots that workloads trust, the older first. */
export function trustedRoots({ root, rotation }: TrustState): readonly number[] {
  return rotation === undefined ? [root] : [root, rotation.to];
}

/**
 * Reads what `JSON.stringify` wrote.
 *
 * @param source - what is read, for the message
 */
export function parseState(text: string, source: string): TrustState {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw UserError.of(source, 'is not JSON; restore it from a backup');
  }
  const problem = problemOf(value);
  if (problem !== undefined) throw UserError.of(source, `${problem}; restore it from a backup`);
  return value as TrustState;
}

function problemOf(value: unknown): string | undefined {
  if (!isRecord(value)) return 'is not an object';
  if (value.version !== 1) return `version: ${show(value.version)} is not 1`;
  if (typeof value.mesh !== 'string') return `mesh: ${show(value.mesh)} is not a name`;
  if (!keyTypes.includes(value.keyType as KeyType))
    return `keyType: ${show(value.keyType)} is not one of ${keyTypes.join(', ')}`;
  if (!isGeneration(value.root)) return `root: ${show(value.root)} is not a generation (1 or more)`;
  const { rotation } = value;
  if (rotation === undefined) return undefined;
  if (!isRecord(rotation)) return 'rotation: is not an object';
  if (rotation.step !== 1 && rotation.step !== 2)
    return `rotation.step: ${show(rotation.step)} is not 1 or 2`;
  if (!isGeneration(rotation.to) || rotation.to <= value.root)
    return `rotation.to: ${show(rotation.to)} is not a generation after ${value.root}`;
  if (!isTime(rotation.since)) return `rotation.since: ${show(rotation.since)} is not a time`;
  const { held } = rotation;
  if (held === undefined) return undefined;
  if (!isRecord(held) || !isTime(held.since) || (held.by !== 'live' && held.by !== 'confirmed'))
    return `rotation.held: ${show(held)} is not a time and "live" or "confirmed"`;
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isGeneration(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
