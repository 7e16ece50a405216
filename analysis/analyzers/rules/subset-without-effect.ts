import type { Cluster } from '../../model/cluster';
import { addTo } from '../../model/fields';
import { fullHost } from '../../model/hosts';
import type { Destination, VirtualService } from '../../model/virtual-service';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Routes of a gateway to a host whose own VirtualService chooses subsets: that one is not asked. */
export const subsetWithoutEffect = rule(catalogue.IST0140, {
  reads: ['VirtualService'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const splitting = splittingTheirHosts(cluster);
      for (const one of cluster.virtualServices) {
        if (one.gateways.every(({ gateway }) => gateway === undefined)) continue;
        for (const destination of one.destinations) {
          if (!isRoute(destination) || destination.subset !== undefined) continue;
          const { host, path } = destination;
          const found = splitting.get(fullHost(host, one.namespace, cluster.domain)) ?? [];
          const others = new Set(found.filter((other) => other !== one));
          if (others.size === 0) continue;
          const names = [...others].map(({ resource }) => resource.nameFrom(one.namespace)).sort();
          report(one.resource, `${path}.host`, { host, others: names });
        }
      }
    }
  },
});

/** VirtualServices that send the traffic of a host to subsets of that host, by the host. */
function splittingTheirHosts({ virtualServices, domain }: Cluster): ReadonlyMap<string, VirtualService[]> {
  const found = new Map<string, VirtualService[]>();
  for (const one of virtualServices) {
    const own = new Set(one.hosts.map((host) => fullHost(host, one.namespace, domain)));
    for (const destination of one.destinations) {
      const name = fullHost(destination.host, one.namespace, domain);
      if (isRoute(destination) && destination.subset !== undefined && own.has(name)) addTo(found, name, one);
    }
  }
  return found;
}

function isRoute({ route, use }: Destination): boolean {
  return route.protocol === 'http' && use === 'route';
}
