import { ApiObject, App } from 'cdk8s';
import { Component } from '../constructs/component';
import type { Application, MeshModule } from '../fleet/application';
import type { Cluster, Mesh } from '../fleet/mesh';
import { UserError, show } from '../values/user-error';
import { platform } from './platform';
import { applicationError } from './application-error';
import { orderApplications } from './sync-order';

/**
 * Builds everything that the clusters of a mesh get: the platform that its data asks for, and its applications.
 *
 * @throws UserError for what a construct refuses, for two components of one name in one cluster and for what an
 * application throws
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
      build(application, component, cluster);
      components.push(component);
    }
    orderApplications(components, cluster);
  }
  checkCanaryNamespaces(app, mesh);
  return app;
}

/** What a build adds after it has returned would be in no file, and what was there before would be taken away. */
function build(application: Application, component: Component, cluster: Cluster): void {
  let returned: unknown;
  try {
    returned = application.build(component, cluster);
  } catch (error) {
    throw applicationError(error, component);
  }
  if (typeof (returned as PromiseLike<unknown> | undefined)?.then !== 'function') return;
  // Nobody waits for it, so nobody else would hear of its failure.
  (returned as PromiseLike<unknown>).then(undefined, () => undefined);
  throw UserError.of(
    `clusters/${component.mesh}: component ${component.component}`,
    'its build is async: what it adds after the first await would be in no file; read what it needs before defineApplication',
  );
}

/** A namespace that no component makes, or that does not ask for its membership, would stay where it is. */
function checkCanaryNamespaces(app: App, { name, istio }: Mesh): void {
  const { namespaces = [], revision } = istio?.canary ?? {};
  if (namespaces.length === 0) return;
  const made = app.node
    .findAll()
    .filter((one) => ApiObject.isApiObject(one))
    .map((one) => one as ApiObject)
    .filter(({ kind }) => kind === 'Namespace');
  const problems = namespaces.flatMap((namespace) => {
    const field = `clusters/${name}: istio.canary.namespaces`;
    const all = made.filter((one) => one.name === namespace);
    const left = all.filter(({ metadata }) => metadata.getLabel('istio.io/rev') !== revision);
    const stays = 'its pods would stay with the first control plane';
    if (all.length === 0) {
      return [{ field, message: `${show(namespace)} is no namespace that an application makes; ${stays}` }];
    }
    return left.map((one) => ({
      field,
      message: `${show(namespace)} of ${Component.find(one)?.cluster} is not made with cluster.membershipOf(…); ${stays}`,
    }));
  });
  if (problems.length > 0) throw new UserError(problems);
}
