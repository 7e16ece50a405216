import type { Cluster } from '../../model/cluster';
import { addTo, numberOf, recordsOf, type Fields } from '../../model/fields';
import { fullHost } from '../../model/hosts';
import type { Destination, Route } from '../../model/virtual-service';
import { clusterName, configuring } from '../clients';
import { Endpoints, SubsetIndex } from '../endpoints';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Routes to subsets that are all in one cluster, of a host that is in several. */
export const singlePointOfFailure = rule(meshCatalogue.MW1207, {
  reads: ['VirtualService', 'DestinationRule', 'Service', 'Deployment', 'Pod'],
  check(mesh, report) {
    const endpoints = new Endpoints(mesh);
    for (const cluster of configuring(mesh)) {
      const subsets = new SubsetIndex(cluster);
      for (const { resource, namespace, routes, destinations } of cluster.virtualServices) {
        const byRoute = new Map<Route, Destination[]>();
        for (const one of destinations)
          if (one.use === 'route' && hasWeight(one)) addTo(byRoute, one.route, one);
        for (const route of routes) {
          // What is for some requests alone is an exception to another route.
          if (route.matches.some(isChoosy)) continue;
          const used = byRoute.get(route) ?? [];
          const hosts = [...new Set(used.map(({ host }) => host))];
          if (hosts.length !== 1 || hosts[0] === '' || used.some(({ subset }) => subset === undefined))
            continue;
          const host = fullHost(hosts[0]!, namespace, cluster.domain);
          const behind = endpoints.behind(hosts[0]!, resource);
          const all = new Set(behind.map((one) => one.resource.cluster));
          if (all.size < 2) continue;
          const labels = used.map(({ subset }) => subsets.find(host, subset!)?.labels);
          const groups = labels.map((one) =>
            one === undefined ? [] : endpoints.ofSubset(hosts[0]!, resource, one),
          );
          // A subset without a workload is another finding.
          if (groups.some((group) => group.length === 0)) continue;
          const reached = new Set<Cluster>(groups.flat().map((one) => one.resource.cluster));
          const [only] = reached;
          if (reached.size !== 1) continue;
          report(resource, `${route.path}.route`, {
            host,
            cluster: clusterName(only!),
            others: [...all].filter((one) => one !== only).map(clusterName),
          });
        }
      }
    }
  },
});

function isChoosy({ headers, withoutHeaders, queryParams, sourceLabels, sourceNamespace }: Fields): boolean {
  return [headers, withoutHeaders, queryParams, sourceLabels, sourceNamespace].some(
    (one) => one !== undefined,
  );
}

/** The path of a destination leads to its weight, which is beside it. */
function hasWeight({ route, path }: Destination): boolean {
  const index = Number(/\.route\[(\d+)\]\.destination$/.exec(path)?.[1]);
  return numberOf(recordsOf(route.fields.route)[index]?.weight) !== 0;
}
