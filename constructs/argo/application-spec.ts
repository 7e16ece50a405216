import type {
  ApplicationSpec as ApplicationSpecObject,
  ApplicationSpecDestination,
  ApplicationSpecIgnoreDifferences,
  ApplicationSpecSource,
} from '../../imports/argoproj.io';
import type { Checks } from '../../values/checks';
import { isDnsLabel, isDnsSubdomain } from '../../values/dns';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { checkExactlyOne, type ExactlyOne } from '../../values/one-of';
import { checkRepositoryPath, checkRepositoryUrl, checkRevision } from '../../values/repository';
import { show } from '../../values/user-error';
import { isTemplate } from './go-template';
import { checkSyncPolicy, lowerSyncPolicy, type SyncPolicy } from './sync-policy';

/** What an Application says, by itself or as the template of an ApplicationSet. */
export interface ApplicationSpec {
  /** Name of the AppProject that allows it. */
  readonly project: string;
  readonly source: ApplicationSource;
  readonly destination: ApplicationDestination;
  /** @default - somebody starts each sync */
  readonly syncPolicy?: SyncPolicy;
  /**
   * Fields that others write in the cluster.
   * @default - none
   */
  readonly ignoreDifferences?: readonly IgnoredDifference[];
  /**
   * Syncs that are remembered, for a rollback.
   * @default 10
   */
  readonly revisionHistoryLimit?: number;
}

/** A folder of a git repository. Argo CD finds out by what it holds: a chart, a plugin's files, plain YAML. */
export interface ApplicationSource {
  readonly repoURL: string;
  /** Branch, tag or commit. */
  readonly targetRevision: string;
  /** Folder, from the root of the repository. */
  readonly path: string;
  /**
   * Settings of a folder of plain YAML. To name any makes it one, whatever it holds.
   * @default - none
   */
  readonly directory?: DirectorySource;
  /**
   * The config-management plugin, where it is not to be found by what the folder holds.
   * @default - none
   */
  readonly plugin?: PluginSource;
}

export interface DirectorySource {
  /** @default false */
  readonly recurse?: boolean;
  /**
   * Files to take, as a glob: `*.yaml`.
   * @default - all manifests
   */
  readonly include?: string;
  /**
   * Files to leave, as a glob.
   * @default - none
   */
  readonly exclude?: string;
}

export interface PluginSource {
  /**
   * Name of the plugin, with `-` and its version if it has one.
   * @default - found by what the folder holds
   */
  readonly name?: string;
  /**
   * Environment of the plugin's commands, each name with `ARGOCD_ENV_` in front.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string>>;
}

/** A cluster by the URL of its API server or by the name of its registration. */
export type ApplicationDestination = ExactlyOne<{ readonly server: string; readonly name: string }> & {
  /**
   * Namespace of the namespaced objects that name none.
   * @default - none
   */
  readonly namespace?: string;
};

/** Fields that Argo CD leaves as the cluster has them: at least one of the three lists. */
export interface IgnoredDifference {
  /** @default '' - the core group */
  readonly group?: string;
  readonly kind: string;
  /** @default - every object of the kind */
  readonly name?: string;
  /** @default - every namespace */
  readonly namespace?: string;
  /** @default - none */
  readonly jsonPointers?: readonly string[];
  /** @default - none */
  readonly jqPathExpressions?: readonly string[];
  /**
   * Owners whose fields are left, as `metadata.managedFields` names them.
   * @default - none
   */
  readonly managedFieldsManagers?: readonly string[];
}

export function checkApplicationSpec(spec: ApplicationSpec, checks: Checks): void {
  const { project, source, destination, syncPolicy, ignoreDifferences = [], revisionHistoryLimit } = spec;
  if (!isTemplate(project)) checks.at('project').dnsSubdomain(project);
  checkSource(source, checks.at('source'));
  checkDestination(destination, checks.at('destination'));
  if (syncPolicy !== undefined) checkSyncPolicy(syncPolicy, checks.at('syncPolicy'));
  ignoreDifferences.forEach((one, index) => checkIgnored(one, checks.at('ignoreDifferences').at(index)));
  if (revisionHistoryLimit !== undefined)
    checkInteger(checks.at('revisionHistoryLimit'), revisionHistoryLimit, 0, INT32_MAX);
}

function checkSource(
  { repoURL, targetRevision, path, directory, plugin }: ApplicationSource,
  checks: Checks,
): void {
  if (!isTemplate(repoURL)) checkRepositoryUrl(repoURL, checks.at('repoURL'));
  if (!isTemplate(targetRevision)) checkRevision(targetRevision, checks.at('targetRevision'));
  if (!isTemplate(path)) checkRepositoryPath(path, checks.at('path'));
  checks.expect(
    directory === undefined || plugin === undefined,
    'has directory and plugin: a folder is read by one of them',
  );
}

function checkDestination(destination: ApplicationDestination, checks: Checks): void {
  checkExactlyOne(checks, destination, ['server', 'name']);
  const { server, namespace } = destination;
  if (server !== undefined && !isTemplate(server)) {
    checks
      .at('server')
      .expect(
        URL.canParse(server) && server.startsWith('https://'),
        `${show(server)} is not the URL of an API server (https://host:port)`,
      );
  }
  if (namespace !== undefined && !isTemplate(namespace)) checks.at('namespace').dnsLabel(namespace);
}

function checkIgnored(one: IgnoredDifference, checks: Checks): void {
  const { group = '', kind, name, namespace, jsonPointers = [], jqPathExpressions = [] } = one;
  checks
    .at('group')
    .expect(group === '' || isDnsSubdomain(group), `${show(group)} is not an API group (without a version)`);
  checks.at('kind').expect(/^[A-Z][A-Za-z0-9]*$/.test(kind), `${show(kind)} is not a kind`);
  if (name !== undefined)
    checks
      .at('name')
      .expect(isDnsSubdomain(name), `${show(name)} is not an object's name; Argo CD takes no pattern here`);
  if (namespace !== undefined)
    checks
      .at('namespace')
      .expect(isDnsLabel(namespace), `${show(namespace)} is not a namespace; Argo CD takes no pattern here`);
  checks.expect(
    jsonPointers.length + jqPathExpressions.length + (one.managedFieldsManagers?.length ?? 0) > 0,
    'names no field: give jsonPointers, jqPathExpressions or managedFieldsManagers',
  );
  jsonPointers.forEach((pointer, index) =>
    checks
      .at('jsonPointers')
      .at(index)
      .expect(
        /^(\/[^/~]*(~[01][^/~]*)*)+$/.test(pointer),
        `${show(pointer)} is not a JSON pointer (/spec/replicas)`,
      ),
  );
  jqPathExpressions.forEach((expression, index) =>
    checks
      .at('jqPathExpressions')
      .at(index)
      .expect(expression.startsWith('.'), `${show(expression)} is not a jq path (.spec.replicas)`),
  );
}

export function lowerApplicationSpec(spec: ApplicationSpec): ApplicationSpecObject {
  const { project, source, destination, syncPolicy, ignoreDifferences, revisionHistoryLimit } = spec;
  return {
    project,
    source: lowerSource(source),
    destination: { ...destination } as ApplicationSpecDestination,
    syncPolicy: syncPolicy && lowerSyncPolicy(syncPolicy),
    ignoreDifferences: ignoreDifferences?.map((one) => ({ ...one }) as ApplicationSpecIgnoreDifferences),
    revisionHistoryLimit,
  };
}

function lowerSource({
  repoURL,
  targetRevision,
  path,
  directory,
  plugin,
}: ApplicationSource): ApplicationSpecSource {
  return {
    repoUrl: repoURL,
    targetRevision,
    path,
    directory: directory && { ...directory },
    plugin: plugin && {
      name: plugin.name,
      env: plugin.env && Object.entries(plugin.env).map(([name, value]) => ({ name, value })),
    },
  };
}
