import { enrolmentOf } from '../../model/injection';
import { targetPorts } from '../../model/target-port';
import { meshCatalogue } from '../mesh-catalogue';
import { Closings } from '../network-closings';
import { rule } from '../rule';

const HBONE = 15008;

/** NetworkPolicies that open the port of an application in ambient mode, and not the tunnel that its traffic takes. */
export const closedTunnel = rule(meshCatalogue.MW1316, {
  reads: ['NetworkPolicy', 'Service', 'Deployment', 'Namespace'],
  check(mesh, report) {
    const closings = new Closings();
    for (const cluster of mesh.clusters) {
      const policies = cluster.networkPolicies;
      if (policies.isEmpty) continue;
      for (const workload of cluster.pods) {
        if (enrolmentOf(workload) !== 'ambient' || policies.opensFor(workload, HBONE)) continue;
        const isOpen = cluster
          .servicesOf(workload)
          .flatMap(({ ports }) => ports)
          .flatMap((port) => targetPorts(port, workload))
          .some((port) => policies.opensFor(workload, port));
        if (!isOpen) continue;
        const closed = { direction: 'Ingress', policies: policies.isolating(workload, 'Ingress') } as const;
        closings.add(closed, `TCP ${HBONE}, in which all traffic of the mesh comes`, workload.resource);
      }
    }
    closings.report(report);
  },
});
