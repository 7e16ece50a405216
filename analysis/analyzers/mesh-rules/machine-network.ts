import { textOf } from '../../model/fields';
import { meshCatalogue } from '../mesh-catalogue';
import { machinesOf, networksWithGateway } from '../machines';
import { rule } from '../rule';

/** Machines that cannot be reached, or that reach no pod, since a network has no gateway. */
export const machineNetwork = rule(meshCatalogue.MW1401, {
  reads: ['WorkloadEntry', 'WorkloadGroup', 'Service', 'KubernetesGateway', 'Namespace', 'IstioOperator'],
  check(mesh, report) {
    if (!mesh.knowsHosts) return;
    const gateways = networksWithGateway(mesh);
    for (const { workload, entry, path, network } of machinesOf(mesh)) {
      const { resource } = workload;
      const isEntry = resource.kind === 'WorkloadEntry';
      if (isEntry && network !== undefined && !textOf(entry.address) && !gateways.has(network))
        report(resource, `${path}.network`, { network, cluster: undefined });
      const own = resource.cluster.network;
      // What shows no installation may have its gateway elsewhere.
      if (network === undefined || own === undefined || own === network || gateways.has(own)) continue;
      if (resource.cluster.revisions.size === 0) continue;
      report(resource, `${path}.network`, { network, cluster: own });
    }
  },
});
