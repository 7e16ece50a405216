import { enrolmentOf } from '../../model/injection';
import { OUTSIDE, type End } from '../../model/network-policy';
import type { Workload } from '../../model/workload';
import { meshCatalogue } from '../mesh-catalogue';
import { Closings } from '../network-closings';
import { rule } from '../rule';

/** The pods behind the DNS of every cluster; OpenShift's listen on 5353. */
const DNS: readonly End[] = [
  { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, workload: undefined },
  { namespace: 'openshift-dns', labels: {}, workload: undefined },
  OUTSIDE,
];
const PORTS = [53, 5353];

/** NetworkPolicies that leave a pod of the mesh without DNS. */
export const closedDns = rule(meshCatalogue.MW1312, {
  reads: ['NetworkPolicy', 'Deployment', 'Pod', 'Namespace'],
  check(mesh, report) {
    const closings = new Closings();
    for (const cluster of mesh.clusters) {
      const policies = cluster.networkPolicies;
      if (policies.isEmpty) continue;
      for (const workload of cluster.pods) {
        const { dnsPolicy } = workload.podSpec;
        if (dnsPolicy === 'None' || dnsPolicy === 'Default' || !isOfMesh(workload)) continue;
        const isClosed = DNS.every((end) =>
          PORTS.every((port) => policies.egress(workload, end, port, 'UDP') === 'no'),
        );
        if (!isClosed) continue;
        const closed = { direction: 'Egress', policies: policies.isolating(workload, 'Egress') } as const;
        closings.add(closed, 'UDP 53 to the DNS of the cluster', workload.resource);
      }
    }
    closings.report(report);
  },
});

/** Whether it has a proxy, or is istiod or a gateway that an installation makes. */
function isOfMesh(workload: Workload): boolean {
  return enrolmentOf(workload) !== 'none' || workload.resource.origin?.maker !== undefined;
}
