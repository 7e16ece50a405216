export interface RepositorySpec {
  /** URL as the hub reaches it, without credentials: `https://host/path`, `git@host:path`. */
  readonly url: string;
  /**
   * Branch, tag or commit.
   * @default 'HEAD', the tip of the default branch
   */
  readonly revision?: string;
  /**
   * The folder of the repository that is dist.
   * @default 'dist'
   */
  readonly path?: string;
}

/** How Argo CD came to the hub. */
export const argocdInstallations = ['manifests', 'chart'] as const;
export type ArgocdInstallation = (typeof argocdInstallations)[number];

export interface ArgocdSpec {
  /**
   * An Argo CD of its own manifests gets its settings and the plugin's sidecar as patches; one of its Helm chart as a
   * file of values for that chart.
   * @default 'manifests'
   */
  readonly installedBy?: ArgocdInstallation;
  /**
   * Who is told of what: recipients by `<trigger>.<service>`, as Argo CD's notifications name them:
   * `{ 'on-sync-failed.slack': 'mesh-alerts' }`.
   * @default - nobody
   */
  readonly notifications?: Readonly<Record<string, string>>;
}
