import { fullHost } from '../../model/hosts';
import { clusterName, configuring } from '../clients';
import { areSelected, Endpoints, hindranceOf, SubsetIndex } from '../endpoints';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Routes to hosts that nothing is behind, or nothing that the cluster of the route reaches. */
export const destinationWithoutEndpoint = rule(meshCatalogue.MW1101, {
  reads: [
    'VirtualService',
    'DestinationRule',
    'Service',
    'ServiceEntry',
    'Deployment',
    'Pod',
    'WorkloadEntry',
  ],
  check(mesh, report) {
    if (!mesh.knowsWorkloads) return;
    const endpoints = new Endpoints(mesh);
    const populated = new Set(mesh.workloads.map(({ namespace }) => namespace));
    for (const cluster of configuring(mesh)) {
      const subsets = new SubsetIndex(cluster);
      for (const { resource, namespace, destinations } of cluster.virtualServices) {
        for (const { host, subset, path } of destinations) {
          const found = host === '' ? [] : endpoints.hosts(host, resource);
          // Of a namespace without any workload, the input shows too little.
          if (found.length === 0 || !areSelected(found) || !found.some((one) => populated.has(one.namespace)))
            continue;
          const name = fullHost(host, namespace, cluster.domain);
          const behind = endpoints.behind(host, resource);
          if (behind.length === 0) {
            report(resource, `${path}.host`, { host: name, subset: undefined, reason: undefined });
            continue;
          }
          const labels = subset === undefined ? undefined : subsets.find(name, subset)?.labels;
          const wanted =
            labels !== undefined
              ? endpoints.ofSubset(host, resource, labels)
              : subset === undefined
                ? behind
                : [];
          if (wanted.some((one) => hindranceOf(cluster, name, one) === undefined)) continue;
          const hindrances = wanted.map((workload) => ({
            workload,
            hindrance: hindranceOf(cluster, name, workload),
          }));
          if (hindrances.length === 0) continue;
          const { workload, hindrance } = hindrances[0]!;
          const { kind, qualifiedName } = workload.resource;
          const reason = `${kind} ${qualifiedName} of cluster ${clusterName(workload.resource.cluster)} is out of reach: ${hindrance}`;
          report(resource, path, { host: name, subset, reason });
        }
      }
    }
  },
});
