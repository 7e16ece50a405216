import type { ApplicationSpecSyncPolicy } from '../../imports/argoproj.io';
import type { Checks } from '../../values/checks';
import { parseDuration } from '../../values/duration';
import { INT32_MAX, checkInteger } from '../../values/numbers';
import { show } from '../../values/user-error';

/** How an Application is brought in line with git. */
export interface SyncPolicy {
  /** @default - somebody starts each sync */
  readonly automated?: AutomatedSync;
  /** @default - Argo CD's: 5 attempts */
  readonly retry?: SyncRetry;
  /** @default - none */
  readonly syncOptions?: SyncOptions;
}

export interface AutomatedSync {
  /**
   * Deletes what git no longer has.
   * @default false
   */
  readonly prune?: boolean;
  /**
   * Undoes what others change in the cluster.
   * @default false
   */
  readonly selfHeal?: boolean;
  /**
   * Whether it may delete everything, where git holds nothing any more.
   * @default false
   */
  readonly allowEmpty?: boolean;
}

export interface SyncRetry {
  /**
   * Attempts after the first; -1 for as many as it takes. When they are used up, automated sync waits for another
   * commit.
   */
  readonly limit: number;
  /** @default - Argo CD's: 5s, doubled each time, at most 3m */
  readonly backoff?: {
    /** Pause before the first further attempt: `10s`. */
    readonly duration: string;
    /** What the pause is multiplied with each time. */
    readonly factor?: number;
    readonly maxDuration?: string;
  };
  /**
   * Takes a newer commit for the next attempt, if there is one by then.
   * @default false
   */
  readonly refresh?: boolean;
}

/** Options of a sync by Argo CD's own names. What is not given is left to Argo CD. */
export interface SyncOptions {
  /** Makes the destination's namespace where it is missing. */
  readonly CreateNamespace?: boolean;
  /** Lets the API server merge, field by field and owner by owner. */
  readonly ServerSideApply?: boolean;
  /**
   * Before the first server-side apply, applies the manifest client-side in the name of whoever did so last. Where
   * the manifest is a part of the object, that deletes the rest: turn it off there. Source: Argo CD 3.2's code, which
   * does not know the `DisableClientSideApplyMigration` of its documentation.
   */
  readonly ClientSideApplyMigration?: boolean;
  /** Keeps what `ignoreDifferences` names as the cluster has it, also when syncing. */
  readonly RespectIgnoreDifferences?: boolean;
  /** Applies an Application although a kind in it is not known yet; else nothing of it is applied. */
  readonly SkipDryRunOnMissingResource?: boolean;
  /** Applies only what differs. */
  readonly ApplyOutOfSyncOnly?: boolean;
  /** Deletes after everything else is applied and healthy. */
  readonly PruneLast?: boolean;
  readonly PrunePropagationPolicy?: 'foreground' | 'background' | 'orphan';
  /** Refuses to sync where another Application holds one of the objects. */
  readonly FailOnSharedResource?: boolean;
  /** Whether kubectl checks a manifest against the API's schema. */
  readonly Validate?: boolean;
}

export function checkSyncPolicy({ automated, retry }: SyncPolicy, checks: Checks): void {
  if (automated?.allowEmpty) {
    checks
      .at('automated')
      .at('allowEmpty')
      .expect(
        automated.prune === true,
        'is set without prune: nothing is deleted, so nothing needs the leave',
      );
  }
  if (retry !== undefined) checkRetry(retry, checks.at('retry'));
}

function checkRetry({ limit, backoff }: SyncRetry, checks: Checks): void {
  checkInteger(checks.at('limit'), limit, -1, INT32_MAX);
  if (backoff === undefined) return;
  const at = checks.at('backoff');
  for (const field of ['duration', 'maxDuration'] as const) {
    const value = backoff[field];
    if (value === undefined) continue;
    at.at(field).expect(
      (parseDuration(value) ?? 0) > 0,
      `${show(value)} is not a duration above zero (such as 10s or 3m)`,
    );
  }
  if (backoff.factor !== undefined) checkInteger(at.at('factor'), backoff.factor, 1, INT32_MAX);
}

export function lowerSyncPolicy({ automated, retry, syncOptions }: SyncPolicy): ApplicationSpecSyncPolicy {
  return {
    automated: automated && { ...automated },
    retry: retry && {
      limit: retry.limit,
      refresh: retry.refresh,
      backoff: retry.backoff && { ...retry.backoff },
    },
    syncOptions: syncOptions && lowerSyncOptions(syncOptions),
  };
}

function lowerSyncOptions(options: SyncOptions): string[] {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`)
    .sort();
}
