import type { App } from 'cdk8s';
import type { GroupKind } from '../constructs/argo/app-project';
import { RepoServerPatch, repoServerValues, type PluginSidecar } from '../constructs/argo/plugin-sidecar';
import {
  healthEntries,
  ResourceCustomizations,
  type HealthCheck,
} from '../constructs/argo/resource-customizations';
import { Component } from '../constructs/component';
import { Checks } from '../values/checks';
import { canaryOf, type Istio, type Mesh } from '../fleet/mesh';
import type { InstalledDocument } from './documents';
import { healthChecks } from './health';
import { argocdNamespace, settingsComponent, type HubContext } from './hub-context';
import { istioctlPlugin, istioctlSidecar } from './plugin';

/** The values of the chart argo-cd; no name that kubectl or Argo CD would take for a manifest's. */
const valuesFile = 'argo-cd.values';

/** What came of the settings. */
export interface Settings {
  /** Whether Argo CD sets itself, by an Application of their own. */
  readonly areSynced: boolean;
  /** Kinds that its folders hold for them. */
  readonly kinds: readonly GroupKind[];
  /** Names of the plugins by the version of their istioctl; none where nothing is left for istioctl to do. */
  readonly plugins: ReadonlyMap<string, string>;
}

/**
 * What Argo CD itself needs to be set to: parts of the objects that its own manifests have installed, or values for
 * its chart.
 *
 * The parts are a component of their own, for nobody but Argo CD may apply them. kubectl takes what it has applied
 * before for its own, and deletes of it what a manifest leaves out: here, all of Argo CD's settings.
 *
 * @param documents - what there is for istioctl to do
 */
export function settings(
  hub: Component,
  context: HubContext,
  documents: readonly InstalledDocument[],
): Settings {
  const { mesh, objects, installedBy } = context;
  const health = healthChecks(objects);
  const istios = istiosOf(mesh, documents);
  const isNothing = health.length === 0 && istios.length === 0;
  const isChart = installedBy === 'chart';
  const component = isChart || isNothing ? hub : ownComponent(hub.node.root as App, context);
  const plugins = new Map(istios.map((istio) => [istio.version, istioctlPlugin(component, istio)]));
  const sidecars = istios.map((istio) => istioctlSidecar(plugins.get(istio.version)!, istio));
  if (isChart && !isNothing) hub.addFile(valuesFile, chartValues(health, sidecars));
  if (!isChart && health.length > 0) new ResourceCustomizations(component, 'settings', { health });
  if (!isChart && sidecars.length > 0) new RepoServerPatch(component, 'repo-server', { sidecars });
  return {
    areSynced: component !== hub,
    kinds: [
      ...(plugins.size > 0 || (!isChart && health.length > 0) ? [{ group: '', kind: 'ConfigMap' }] : []),
      ...(!isChart && sidecars.length > 0 ? [{ group: 'apps', kind: 'Deployment' }] : []),
    ],
    plugins: new Map([...plugins].map(([version, { reference }]) => [version, reference])),
  };
}

/** The control planes that istioctl has something to do for; of two of one version the first, for they share a plugin. */
function istiosOf(mesh: Mesh, documents: readonly InstalledDocument[]): readonly Istio[] {
  const versions = new Set(documents.map(({ version }) => version));
  const canary = canaryOf(mesh);
  return [
    ...(mesh.istio !== undefined && versions.has(mesh.istio.version) ? [mesh.istio] : []),
    ...(canary !== undefined && canary.version !== mesh.istio?.version && versions.has(canary.version)
      ? [canary]
      : []),
  ];
}

function ownComponent(app: App, { mesh, hub }: HubContext): Component {
  return new Component(app, {
    mesh: mesh.name,
    cluster: hub.name,
    component: settingsComponent,
    defaultNamespace: argocdNamespace,
  });
}

function chartValues(health: readonly HealthCheck[], sidecars: readonly PluginSidecar[]) {
  return {
    ...(health.length > 0 && { configs: { cm: healthEntries(health) } }),
    ...(sidecars.length > 0 && repoServerValues(sidecars, new Checks())),
  };
}
