import type { Construct } from 'constructs';
import { AppProject } from '../constructs/argo/app-project';
import { Application, type ApplicationProps } from '../constructs/argo/application';
import type { ApplicationSource } from '../constructs/argo/application-spec';
import { keptOptions } from '../constructs/argo/sync-options';
import { syncPolicy } from './delivery';
import { argocdNamespace, hubComponent, inCluster, settingsComponent, type HubContext } from './hub-context';
import { applicationName } from './names';
import type { Settings } from './settings';

/**
 * The Applications of what Argo CD is told, so that after the first apply a commit is all that it takes: the root
 * Application of this folder itself, and that of Argo CD's settings.
 *
 * The root Application leaves the registrations of clusters out: they need what git must not have, and whoever can
 * write Secrets to Argo CD's namespace can make himself its administrator.
 */
export function rootApplications(
  scope: Construct,
  context: HubContext,
  { areSynced, kinds }: Settings,
): void {
  const { mesh, repository, rootProject } = context;
  const project = new AppProject(scope, 'root-project', {
    name: rootProject,
    annotations: keptOptions,
    description: `How mesh ${mesh.name} is delivered. Whoever writes here decides what Argo CD may do.`,
    sourceRepos: [repository.url],
    destinations: [{ server: inCluster, namespace: argocdNamespace }],
    clusterKinds: [],
    namespaceKinds: [
      ...kinds,
      { group: 'argoproj.io', kind: 'AppProject' },
      { group: 'argoproj.io', kind: 'Application' },
      { group: 'argoproj.io', kind: 'ApplicationSet' },
    ],
  });
  new Application(scope, 'root', {
    ...ownApplication(context, hubComponent, { directory: { exclude: 'secret_*' } }),
    project: project.name,
    syncPolicy,
  });
  if (!areSynced) return;
  new Application(scope, 'settings', {
    ...ownApplication(context, settingsComponent, {}),
    project: project.name,
    syncPolicy: {
      ...syncPolicy,
      // The folder holds parts of objects that somebody has applied whole; a migration would delete the rest of them.
      syncOptions: { ...syncPolicy.syncOptions, ClientSideApplyMigration: false },
    },
  });
}

function ownApplication(
  context: HubContext,
  component: string,
  source: Pick<ApplicationSource, 'directory'>,
): Omit<ApplicationProps, 'project'> {
  const { hub, repository } = context;
  return {
    name: applicationName(hub.name, component),
    annotations: keptOptions,
    source: {
      repoURL: repository.url,
      targetRevision: repository.revision,
      path: context.path(hub.name, component),
      ...source,
    },
    destination: { server: inCluster, namespace: argocdNamespace },
  };
}
