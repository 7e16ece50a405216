/** How well a credential that is in a cluster serves. All but `valid` want a new one. */
export type CredentialState =
  /** Serves for longer than was asked. */
  | 'valid'
  /** Serves still, and not for long enough. */
  | 'expiring'
  | 'expired'
  /** Serves for ever, which no credential should. */
  | 'unbounded'
  /** Is for another server or certificate authority, or is no login with a token. */
  | 'differs'
  | 'missing';

/** A credential that is in a cluster, or is not. */
export interface HeldCredential {
  readonly state: CredentialState;
  /** Undefined where it is missing, or does not say. */
  readonly expires?: Date;
}

export function stateOf(expires: Date | undefined, renewBeforeMs: number, now: Date): CredentialState {
  if (expires === undefined) return 'unbounded';
  const left = expires.getTime() - now.getTime();
  if (left <= 0) return 'expired';
  return left <= renewBeforeMs ? 'expiring' : 'valid';
}
