import type { Mesh } from '../fleet/mesh';
import { UserError, type Problem } from '../values/user-error';
import { inCluster } from './hub-context';

/**
 * Checks that no cluster is in two meshes: Argo CD knows a cluster by its server, and the label of its registration
 * says one mesh. The hub's own server is another cluster on each hub.
 *
 * @throws UserError naming every cluster that is in a second mesh
 */
export function assertOneMeshEach(meshes: readonly Mesh[]): void {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const mesh of meshes.filter(({ spec }) => spec.repository !== undefined)) {
    for (const { name, spec } of mesh.clusters) {
      const server = spec.server.replace(/\/+$/, '');
      if (server === inCluster) continue;
      const owner = owners.get(server);
      if (owner !== undefined) {
        problems.push({
          field: `clusters/${mesh.name}: clusters.${name}.server`,
          message: `${server} is ${owner} as well; its registration is labelled with one mesh, and the other's Applications would go`,
        });
      }
      owners.set(server, `cluster ${name} of ${mesh.name}`);
    }
  }
  if (problems.length > 0) throw new UserError(problems);
}
