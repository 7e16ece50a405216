/** Annotation of an object that Argo CD syncs. */
export const syncOptionsAnnotation = 'argocd.argoproj.io/sync-options';

/** Annotation of an object: the wave of its Application's sync that it is applied in; 0 where it has none. */
export const syncWaveAnnotation = 'argocd.argoproj.io/sync-wave';

/** Stays in the cluster when git no longer has it, and when its Application is deleted with its objects. */
export const keptOptions = { [syncOptionsAnnotation]: 'Delete=false,Prune=false' } as const;

/**
 * For a manifest that is a part of an object that somebody else installs: its fields are merged into the object, and
 * the object is never deleted for it. The Application needs `ClientSideApplyMigration=false` as well.
 *
 * A server-side apply by kubectl's code, Argo CD's too, first takes over the fields of whoever has applied the object
 * client-side, and then deletes those that the manifest lacks: all but the part. It knows him as the owner of the
 * annotation that holds what he has applied; who takes that from him takes over nothing else.
 */
export const partialObjectOptions = {
  'kubectl.kubernetes.io/last-applied-configuration': '{}',
  [syncOptionsAnnotation]: 'Delete=false,Prune=false,ServerSideApply=true,Validate=false',
} as const;
