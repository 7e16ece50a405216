import type { CertificateFacts } from '../trust/certificate';
import type { Held } from '../trust/trust-state';

export interface RootStatus extends CertificateFacts {
  readonly generation: number;
  readonly role: 'issuing' | 'trusted' | 'retired';
}

export interface ClusterStatus {
  readonly cluster: string;
  /** The newest of the root that counts. */
  readonly intermediate: (CertificateFacts & { readonly generation: number; readonly root: number }) | null;
  /** What the cluster really holds; null where it was not asked or does not answer. */
  readonly live: LiveStatus | null;
  readonly problems: readonly string[];
}

export interface LiveStatus {
  readonly intermediate: CertificateFacts | null;
  readonly roots: readonly CertificateFacts[];
  /** Roots that istiod handed out; null where it has not yet. */
  readonly distributed: readonly CertificateFacts[] | null;
}

/** The report, with stable names for JSON. */
export interface PkiStatus {
  readonly mesh: string;
  /** Null where there is none, and only the clusters were asked. */
  readonly directory: string | null;
  readonly trustDomain: string;
  readonly rotation: {
    readonly step: 1 | 2;
    readonly from: number;
    readonly to: number;
    readonly since: string;
    readonly held: Held | null;
    readonly next: 1 | 2 | 3;
    /** From when the next step may be taken; null while not every cluster is known to hold the last one. */
    readonly earliest: string | null;
  } | null;
  readonly roots: readonly RootStatus[];
  readonly clusters: readonly ClusterStatus[];
  readonly problems: readonly string[];
}
