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
  /**
   * Name of the plugin for the documents.
   * @default - there are no documents
   */
  readonly plugin?: string;
}

/**
 * What Argo CD itself needs to be set to: parts of the objects that its own manifests have installed, or values for
 * its chart.
 *
 * The parts are a component of their own, for nobody but Argo CD may apply them. kubectl takes what it has applied
 * before for its own, and deletes of it what a manifest leaves out: here, all of Argo CD's settings.
 *
 * @param hasDocuments - whether there is something for istioctl to do
 */
export function settings(hub: Component, context: HubContext, hasDocuments: boolean): Settings {
  const { mesh, objects, installedBy } = context;
  const health = healthChecks(objects);
  const istio = hasDocuments ? mesh.istio : undefined;
  const isNothing = health.length === 0 && istio === undefined;
  const isChart = installedBy === 'chart';
  const component = isChart || isNothing ? hub : ownComponent(hub.node.root as App, context);
  const plugin = istio && istioctlPlugin(component, istio);
  const sidecars = plugin && istio ? [istioctlSidecar(plugin, istio)] : [];
  if (isChart && !isNothing) hub.addFile(valuesFile, chartValues(health, sidecars));
  if (!isChart && health.length > 0) new ResourceCustomizations(component, 'settings', { health });
  if (!isChart && sidecars.length > 0) new RepoServerPatch(component, 'repo-server', { sidecars });
  return {
    areSynced: component !== hub,
    kinds: [
      ...(plugin !== undefined || (!isChart && health.length > 0) ? [{ group: '', kind: 'ConfigMap' }] : []),
      ...(!isChart && sidecars.length > 0 ? [{ group: 'apps', kind: 'Deployment' }] : []),
    ],
    plugin: plugin?.reference,
  };
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
