import { App } from 'cdk8s';
import type { Construct } from 'constructs';
import { ClusterRegistration } from '../constructs/argo/cluster-registration';
import { keptOptions } from '../constructs/argo/sync-options';
import { Component } from '../constructs/component';
import { isOperatorDocument } from '../constructs/istio/istio-operator';
import type { Mesh } from '../fleet/mesh';
import type { DeliveredChart } from './charts';
import { delivery } from './delivery';
import { isIstioChart, readDocument, readIstioChart, type InstalledDocument } from './documents';
import { argocdNamespace, hubComponent, HubContext, meshLabel, type DeliveredObject } from './hub-context';
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
  const installer = mesh.istio?.installer;
  const set = settings(component, context, installer === 'plugin' ? documents : []);
  // The in-cluster operator reads the documents in the cluster; otherwise no document reaches one.
  const applied = objects.filter((one) => installer === 'operator' || !isOperatorDocument(one.object));
  delivery(component, context, { applied, documents, plugins: set.plugins });
  rootApplications(component, context, set);
  registrations(component, context);
  return app;
}

/** What brings parts of Istio: documents, by whoever turns them into objects, and Istio's own charts. */
function readDocuments({ mesh, objects, charts }: HubContext): readonly InstalledDocument[] {
  const documents = objects.filter(({ object }) => isOperatorDocument(object));
  // Elsewhere a chart of Istio's is an application's, as any other.
  const istioCharts = mesh.istio?.installer === 'helm' ? charts.filter(isIstioChart) : [];
  if (mesh.istio === undefined || mesh.istio.installer === 'operator') return [];
  return [
    ...documents.map((document) => readDocument(document, mesh)),
    ...istioCharts.map((chart) => readIstioChart(chart, mesh)),
  ];
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
