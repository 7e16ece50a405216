import { App } from 'cdk8s';
import type { Construct } from 'constructs';
import { ClusterRegistration } from '../constructs/argo/cluster-registration';
import { keptOptions } from '../constructs/argo/sync-options';
import { Component } from '../constructs/component';
import type { Mesh } from '../fleet/mesh';
import type { DeliveredChart } from './charts';
import { delivery } from './delivery';
import { isOperatorDocument, readDocument, type InstalledDocument } from './documents';
import { argocdNamespace, hubComponent, HubContext, meshLabel, type DeliveredObject } from './hub-context';
import { installedKinds } from './installed-kinds';
import { checkNames } from './names';
import { rootApplications } from './root';
import { settings } from './settings';

/**
 * Builds the components of a mesh's hub that tell Argo CD all that it does. Empty for a mesh without a repository.
 *
 * @param objects - what dist holds for the mesh's clusters
 * @param charts - the components that are Helm charts instead
 * @throws UserError for names that Argo CD could not take, objects without a place, and a version of Istio or of a
 * chart whose kinds are not known
 */
export function buildHub(
  mesh: Mesh,
  objects: readonly DeliveredObject[],
  charts: readonly DeliveredChart[] = [],
): App {
  const app = new App();
  const context = HubContext.of(mesh, objects, charts);
  if (context === undefined) return app;
  checkNames(context);
  const component = new Component(app, {
    mesh: mesh.name,
    cluster: context.hub.name,
    component: hubComponent,
    defaultNamespace: argocdNamespace,
  });
  const documents = readDocuments(context);
  // The in-cluster operator reads the documents in the cluster; the plugin leaves none of them.
  const isApplied = (one: DeliveredObject) =>
    mesh.istio?.installer === 'operator' || !isOperatorDocument(one);
  const set = settings(component, context, documents.length > 0);
  delivery(component, context, { applied: objects.filter(isApplied), documents, plugin: set.plugin });
  rootApplications(component, context, set);
  registrations(component, context);
  return app;
}

function readDocuments({ mesh, objects }: HubContext): readonly InstalledDocument[] {
  const documents = objects.filter(isOperatorDocument);
  if (documents.length === 0 || mesh.istio === undefined || mesh.istio.installer === 'operator') return [];
  const list = installedKinds(mesh.istio.version);
  return documents.map((document) => readDocument(document, list));
}

/** One for each cluster that gets something: the ApplicationSet finds clusters by their registrations. */
function registrations(scope: Construct, context: HubContext): void {
  for (const cluster of context.components.keys()) {
    new ClusterRegistration(scope, `cluster-${cluster}`, {
      cluster,
      server: context.server(cluster),
      labels: { [meshLabel]: context.mesh.name },
      annotations: keptOptions,
    });
  }
}
