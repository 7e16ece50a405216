import type { Construct } from 'constructs';
import { AppProject } from '../constructs/argo/app-project';
import { ApplicationSet, type ApplicationTemplate } from '../constructs/argo/application-set';
import type { ApplicationSource } from '../constructs/argo/application-spec';
import type { SyncPolicy } from '../constructs/argo/sync-policy';
import { Generator } from '../constructs/argo/generator';
import type { Mesh } from '../fleet/mesh';
import { keptOptions, syncWaveAnnotation } from '../constructs/argo/sync-options';
import {
  applicationsOrder,
  componentNamespaces,
  componentOrders,
  lookup,
  type ComponentFact,
} from './component-facts';
import type { InstalledDocument } from './documents';
import {
  clusterLabel,
  componentLabel,
  ownComponents,
  meshLabel,
  type DeliveredObject,
  type HubContext,
} from './hub-context';
import { ignoredDifferences } from './ignored-differences';
import { UserError } from '../values/user-error';
import { applicationName } from './names';
import { permissionsOf } from './permissions';

/**
 * How everything is synced. It is tried until it works, and never waits for a person: what an Application needs of
 * another one makes it fail until it is there. Newer commits are taken up while it tries.
 */
export const syncPolicy: SyncPolicy = {
  automated: { prune: true, selfHeal: true },
  retry: { limit: -1, backoff: { duration: '5s', factor: 2, maxDuration: '1m' }, refresh: true },
  syncOptions: { CreateNamespace: false, PruneLast: true, ServerSideApply: true },
};

/** What is delivered. */
export interface Delivered {
  /** The objects that Argo CD applies as they are. */
  readonly applied: readonly DeliveredObject[];
  /** What brings parts of Istio. */
  readonly documents: readonly InstalledDocument[];
  /** Names of the plugins that ask istioctl, by its version; none where nothing is left for it to do. */
  readonly plugins: ReadonlyMap<string, string>;
}

/**
 * What delivers dist: the project that says what a mesh may bring where, and the ApplicationSets that find every
 * cluster and every component.
 */
export function delivery(scope: Construct, context: HubContext, delivered: Delivered): void {
  const { mesh, hub, repository } = context;
  const { applied, documents, plugins } = delivered;
  const charted = new Set(context.charts.map(({ cluster, component }) => `${cluster}/${component}`));
  const namespaces = [
    ...componentNamespaces(
      context.objects.filter(({ cluster, component }) => !charted.has(`${cluster}/${component}`)),
    ),
    ...context.charts.map(({ cluster, component, namespace }) => ({ cluster, component, value: namespace })),
  ];
  const project = new AppProject(scope, 'project', {
    name: mesh.name,
    description: `What mesh ${mesh.name} brings, and where.`,
    annotations: { ...keptOptions, ...subscriptions(context) },
    sourceRepos: [repository.url],
    // What the run itself has made of the documents is among the objects.
    ...permissionsOf(context, applied, mesh.istio?.installer === 'rendered' ? [] : documents, namespaces),
  });

  const rendered = [...new Set(documents.map(({ component }) => component))].sort();
  if (rendered.length > 0) refuseTakenNames(context, rendered);
  const orders = componentOrders(documents);
  if (rendered.length > 0) {
    applicationSet(scope, context, {
      name: `${mesh.name}-istio`,
      components: rendered,
      orders,
      namespaces: namespaces.filter(({ component }) => rendered.includes(component)),
      spec: {
        project: project.name,
        source: source(context, pluginName(mesh, documents, plugins)),
        // Not for all: of kinds whose status is no resource of its own, Argo CD writes the status back as well.
        syncPolicy: {
          ...syncPolicy,
          syncOptions: { ...syncPolicy.syncOptions, RespectIgnoreDifferences: true },
        },
        ignoreDifferences: ignoredDifferences(documents),
      },
    });
  }
  applicationSet(scope, context, {
    name: mesh.name,
    components: ['*'],
    exclude: [
      ...ownComponents.map((component) => context.path(hub.name, component)),
      ...(rendered.length === 0 ? [] : [...new Set([...partsOfIstio, ...rendered])].sort()).map((component) =>
        context.path('*', component),
      ),
    ],
    orders: orders.filter(({ component }) => !rendered.includes(component)),
    namespaces: namespaces.filter(({ component }) => !rendered.includes(component)),
    spec: { project: project.name, source: source(context), syncPolicy },
  });
}

/**
 * What components of Istio are called in charts/, those included that a mesh does not have yet. A new folder may be
 * seen before the commit that brought it has reached the ApplicationSets, and an Application that the wrong one has made is
 * its own for good.
 */
const partsOfIstio: readonly string[] = [
  'istio',
  'istio-base',
  'istio-cni',
  'istio-ewgw',
  'istio-igws',
  'istio-pilot',
  'istio-pilot-*',
];

/** @throws UserError for components of others whose names are kept for parts of Istio: nothing would deliver them */
function refuseTakenNames({ mesh, components }: HubContext, rendered: readonly string[]): void {
  const isTaken = (name: string) =>
    !rendered.includes(name) &&
    partsOfIstio.some((part) => (part.endsWith('*') ? name.startsWith(part.slice(0, -1)) : name === part));
  const names = new Set([...components.values()].flat().filter(isTaken));
  if (names.size === 0) return;
  throw new UserError(
    [...names].map((name) => ({
      field: `clusters/${mesh.name}: component ${name}`,
      message: `is a name of Istio's own components (${partsOfIstio.join(', ')}); call it otherwise`,
    })),
  );
}

interface ComponentSet {
  readonly name: string;
  /** Folders below each cluster's. */
  readonly components: readonly string[];
  readonly exclude?: readonly string[];
  readonly orders: readonly ComponentFact[];
  readonly namespaces: readonly ComponentFact[];
  readonly spec: Pick<ApplicationTemplate, 'project' | 'source' | 'syncPolicy' | 'ignoreDifferences'>;
}

function applicationSet(
  scope: Construct,
  context: HubContext,
  { name, components, exclude, orders, namespaces, spec }: ComponentSet,
): void {
  const { mesh, repository } = context;
  new ApplicationSet(scope, name, {
    name,
    annotations: keptOptions,
    applicationsSync: 'create-update',
    preserveResourcesOnDeletion: true,
    // Who has been told of a sync is kept there.
    preservedAnnotations: ['notified.notifications.argoproj.io'],
    // Somebody may pause the sync of one Application.
    ignoreApplicationDifferences: ['.spec.syncPolicy.automated'],
    generators: [
      Generator.matrix(
        Generator.clusters({ selector: { matchLabels: { [meshLabel]: mesh.name } } }),
        Generator.gitDirectories({
          repoURL: repository.url,
          revision: repository.revision,
          directories: components.map((component) => context.path('{{ .name }}', component)),
          exclude,
        }),
      ),
    ],
    template: {
      ...spec,
      name: applicationName('{{ .name }}', '{{ .path.basename }}'),
      labels: {
        [meshLabel]: mesh.name,
        [clusterLabel]: '{{ .name }}',
        [componentLabel]: '{{ .path.basename }}',
      },
      annotations: {
        // A commit that leaves the folder alone leaves the Application alone.
        'argocd.argoproj.io/manifest-generate-paths': '.',
        [syncWaveAnnotation]: lookup(orders, `"${applicationsOrder}"`, () => ''),
      },
      destination: {
        server: '{{ .server }}',
        namespace: lookup(namespaces, '.path.basename', (component) => component),
      },
    },
  });
}

/** The template of the plugin's name; undefined where there is no plugin. */
function pluginName(
  { istio }: Mesh,
  documents: readonly InstalledDocument[],
  plugins: ReadonlyMap<string, string>,
): string | undefined {
  const facts = documents.flatMap(({ cluster, component, version }) => {
    const value = plugins.get(version);
    return value === undefined ? [] : [{ cluster, component, value }];
  });
  const first = plugins.get(istio?.version ?? '') ?? facts[0]?.value;
  return first === undefined ? undefined : lookup(facts, JSON.stringify(first), () => first);
}

function source({ repository }: HubContext, plugin?: string): ApplicationSource {
  return {
    repoURL: repository.url,
    targetRevision: repository.revision,
    path: '{{ .path.path }}',
    plugin: plugin === undefined ? undefined : { name: plugin },
  };
}

function subscriptions({ notifications }: HubContext): Record<string, string> {
  return Object.fromEntries(
    Object.entries(notifications).map(([subscription, recipient]) => [
      `notifications.argoproj.io/subscribe.${subscription}`,
      recipient,
    ]),
  );
}
