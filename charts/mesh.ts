import { App } from 'cdk8s';
import { Component } from '../constructs/component';
import type { MeshModule } from '../fleet/application';
import { UserError, show } from '../values/user-error';
import { platform } from './platform';
import { orderApplications } from './sync-order';

/**
 * Builds everything that the clusters of a mesh get: the platform that its data asks for, and its applications.
 *
 * @throws UserError for what a construct refuses, and for two components of one name in one cluster
 */
export function buildMesh({ mesh, applications }: MeshModule): App {
  const app = new App();
  for (const cluster of mesh.clusters) {
    platform(app, cluster);
    const taken = new Set(app.node.children.map(({ node }) => node.id));
    const components: Component[] = [];
    for (const application of applications) {
      if (!application.clusters.includes(cluster.name)) continue;
      const id = `${cluster.name}.${application.name}`;
      if (taken.has(id)) {
        throw UserError.of(
          `clusters/${mesh.name}: applications`,
          `${show(application.name)} is already a component of ${cluster.name}; each component is a folder of its own`,
        );
      }
      taken.add(id);
      const component = new Component(app, {
        mesh: mesh.name,
        cluster: cluster.name,
        component: application.name,
        defaultNamespace: application.namespace,
      });
      application.build(component, cluster);
      components.push(component);
    }
    orderApplications(components, cluster);
  }
  return app;
}
