import type { Cluster } from '../../model/cluster';
import { at } from '../../model/fields';
import type { Kind } from '../../model/kinds';
import { clusterName, configuring } from '../clients';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** WorkloadEntries are read from every cluster; these are not. */
const KINDS: readonly Kind[] = [
  ...(['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar', 'EnvoyFilter'] as const),
  ...(['PeerAuthentication', 'AuthorizationPolicy', 'RequestAuthentication'] as const),
  ...(['Telemetry', 'WasmPlugin', 'TrafficExtension', 'ProxyConfig', 'WorkloadGroup'] as const),
];

/** Objects of Istio in a cluster whose control plane is elsewhere, and reads its own cluster. */
export const configurationInRemote = rule(meshCatalogue.MW1009, {
  reads: ['IstioOperator', ...KINDS],
  check(mesh, report) {
    const primaries = configuring(mesh).filter(({ revisions }) => revisions.size > 0);
    if (primaries.length === 0) return;
    for (const cluster of mesh.clusters) {
      if (!cluster.isRemote || isConfigCluster(cluster)) continue;
      for (const kind of KINDS) {
        for (const resource of cluster.of(kind)) {
          // A copy of what is read does no harm.
          if (primaries.some((one) => one.find(kind, resource.namespace, resource.name) !== undefined))
            continue;
          report(resource, null, { kind, primaries: primaries.map(clusterName) });
        }
      }
    }
  },
});

/** Whether a control plane outside reads the cluster's objects for its configuration. */
function isConfigCluster(cluster: Cluster): boolean {
  return cluster
    .of('IstioOperator')
    .some(({ spec }) =>
      [spec.values, spec.unvalidatedValues].some(
        (values) =>
          at(values, 'global', 'configCluster') === true ||
          at(values, 'istiodRemote', 'enabledLocalInjectorIstiod') === true,
      ),
    );
}
