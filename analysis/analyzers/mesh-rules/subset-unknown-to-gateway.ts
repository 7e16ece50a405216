import { fullHost } from '../../model/hosts';
import { clusterName, configuring } from '../clients';
import { Endpoints, SubsetIndex } from '../endpoints';
import { meshCatalogue } from '../mesh-catalogue';
import { networksWithGateway } from '../networks';
import { rule } from '../rule';

/**
 * Routes to a subset with endpoints on another network, whose control plane has no such subset: the gateway there lets
 * in nothing but the subsets of its own DestinationRules.
 */
export const subsetUnknownToGateway = rule(meshCatalogue.MW1105, {
  reads: ['VirtualService', 'DestinationRule', 'Service', 'Deployment', 'Pod', 'IstioOperator'],
  check(mesh, report) {
    const primaries = configuring(mesh);
    const rules = new Map(primaries.map((cluster) => [cluster, new SubsetIndex(cluster)]));
    const endpoints = new Endpoints(mesh);
    const open = networksWithGateway(mesh);
    const primaryOf = new Map(
      primaries.flatMap((one) => one.configured.map((cluster) => [cluster, one] as const)),
    );
    for (const cluster of primaries) {
      if (cluster.network === undefined) continue;
      for (const { resource, namespace, destinations } of cluster.virtualServices) {
        for (const { host, subset, path } of destinations) {
          if (host === '' || subset === undefined) continue;
          const name = fullHost(host, namespace, cluster.domain);
          const labels = rules.get(cluster)!.find(name, subset)?.labels;
          if (labels === undefined) continue;
          const behind = endpoints.ofSubset(host, resource, labels);
          for (const other of new Set(behind.map((one) => one.resource.cluster))) {
            const { network } = other;
            const isAway = network !== undefined && network !== cluster.network;
            const primary = primaryOf.get(other);
            if (!isAway || !open.has(network) || primary === undefined || primary === cluster) continue;
            if (rules.get(primary)!.find(name, subset) !== undefined) continue;
            report(resource, `${path}.subset`, {
              host: name,
              subset,
              network,
              cluster: clusterName(primary),
            });
          }
        }
      }
    }
  },
});
