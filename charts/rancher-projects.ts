import type { Construct } from 'constructs';
import { Component } from '../constructs/component';
import { Project, type ProjectProps } from '../constructs/rancher/project';
import type { Cluster } from '../fleet/mesh';

/** What Rancher calls the cluster that it runs in itself. */
const rancherItself = 'local';

/**
 * The project of the control plane's namespace in a cluster; undefined where there is no control plane, or Rancher does
 * not manage the cluster.
 */
export function projectOf(cluster: Cluster): (ProjectProps & { readonly name: string }) | undefined {
  const { rancher } = cluster.mesh.spec;
  const clusterId = cluster.spec.rancher?.clusterId;
  if (rancher === undefined || clusterId === undefined || !cluster.is('primary')) return undefined;
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

/**
 * `rancher-projects`: the projects of all clusters. They are objects of the cluster that Rancher runs in; where none of
 * the mesh is that one, the hub is taken for it.
 */
export class RancherProjects extends Component {
  /** Nothing is made where the cluster is not that one, and where no cluster of the mesh has a project. */
  static addTo(scope: Construct, cluster: Cluster): void {
    const { mesh } = cluster;
    const home = mesh.clusters.find(({ spec }) => spec.rancher?.clusterId === rancherItself) ?? mesh.hub;
    if (cluster.name !== home?.name) return;
    const projects = mesh.clusters.map(projectOf).filter((project) => project !== undefined);
    if (projects.length > 0) new RancherProjects(scope, cluster, projects);
  }

  private constructor(scope: Construct, home: Cluster, projects: readonly ProjectProps[]) {
    super(scope, { mesh: home.mesh.name, cluster: home.name, component: 'rancher-projects' });
    for (const project of projects) new Project(this, project.clusterId, project);
  }
}
