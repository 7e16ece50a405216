import type { Construct } from 'constructs';
import { Component } from '../constructs/component';
import { Project, type ProjectProps } from '../constructs/rancher/project';
import type { Cluster, Mesh } from '../fleet/mesh';

/** The project of the control plane's namespace in a cluster; undefined where Rancher does not manage it. */
export function projectOf(cluster: Cluster): (ProjectProps & { readonly name: string }) | undefined {
  const { rancher } = cluster.mesh.spec;
  const clusterId = cluster.spec.rancher?.clusterId;
  if (rancher === undefined || clusterId === undefined) return undefined;
  const { name, displayName, description, quota, containers } = rancher.project;
  return {
    clusterId,
    name,
    displayName,
    description,
    resourceQuota: quota,
    namespaceDefaultResourceQuota: quota,
    containerDefaultResourceLimit: containers,
  };
}

/** `rancher-projects`: one for each cluster that Rancher manages, in the hub, which is taken to be Rancher's own cluster. */
export class RancherProjects extends Component {
  /** Nothing is made where no cluster of the mesh has a project. */
  static addTo(scope: Construct, mesh: Mesh, hub: Cluster): void {
    const projects = mesh.clusters.map(projectOf).filter((project) => project !== undefined);
    if (projects.length > 0) new RancherProjects(scope, hub, projects);
  }

  private constructor(scope: Construct, hub: Cluster, projects: readonly ProjectProps[]) {
    super(scope, { mesh: hub.mesh.name, cluster: hub.name, component: 'rancher-projects' });
    for (const project of projects) new Project(this, project.clusterId, project);
  }
}
