import { nearest } from '../../../values/nearest';
import { meshCatalogue } from '../mesh-catalogue';
import { machinesOf, networksWithGateway } from '../machines';
import { rule } from '../rule';

/** Networks of machines that are almost one of a cluster. */
export const machineNetworkName = rule(meshCatalogue.MW1407, {
  reads: ['WorkloadEntry', 'WorkloadGroup', 'Namespace', 'IstioOperator'],
  check(mesh, report) {
    const machines = machinesOf(mesh);
    if (machines.length === 0) return;
    const known = new Set([
      ...networksWithGateway(mesh),
      ...mesh.clusters.map(({ network }) => network).filter((one) => one !== undefined),
    ]);
    for (const { workload, path, network } of machines) {
      if (network === undefined || known.has(network)) continue;
      const meant = nearest(
        network,
        [...known].filter((one) => !isNumbered(one, network)),
      );
      if (meant !== undefined) report(workload.resource, `${path}.network`, { network, meant });
    }
  },
});

/** `network1` and `network2` are two names, and none is a mistake for the other. */
function isNumbered(a: string, b: string): boolean {
  const bare = (name: string) => name.replace(/\d+/g, '#');
  return bare(a) === bare(b);
}
