import { hostsOverlap } from '../../../values/host';
import type { Cluster } from '../../model/cluster';
import { addTo } from '../../model/fields';
import type { Gateway } from '../../model/gateway';
import type { VirtualService } from '../../model/virtual-service';
import { clusterName, configuring } from '../clients';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** A gateway that two clusters have, and the VirtualService of one of its hosts in one of them alone. */
export const routeMissingOnGateway = rule(meshCatalogue.MW1002, {
  reads: ['VirtualService', 'Gateway'],
  check(mesh, report) {
    const clusters = configuring(mesh).map((cluster) => ({ cluster, bound: boundTo(cluster) }));
    const named = new Map<Gateway, ReadonlySet<string>>();
    const said = new Set<string>();
    for (const { resource, gateways, hosts, namespace } of clusters.flatMap(
      (one) => one.cluster.virtualServices,
    )) {
      for (const { gateway } of gateways) {
        if (gateway === undefined) continue;
        const name = `${gateway.namespace}/${gateway.name}`;
        for (const { cluster, bound } of clusters) {
          const other = cluster.gateway(gateway.namespace, gateway.name);
          if (other === undefined || other.workloads.length === 0) continue;
          const names = named.get(other) ?? namesOf(other);
          named.set(other, names);
          hosts.forEach((host, index) => {
            if (host.includes('*') || !(names.has(`*/${host}`) || names.has(`${namespace}/${host}`))) return;
            if ((bound.get(name) ?? []).some((one) => one.hosts.some((known) => hostsOverlap(known, host))))
              return;
            const key = JSON.stringify([cluster.name, name, host]);
            if (said.has(key)) return;
            said.add(key);
            const client = `Gateway ${name}`;
            report(resource, `spec.hosts[${index}]`, {
              kind: 'VirtualService',
              host,
              cluster: clusterName(cluster),
              client,
            });
          });
        }
      }
    }
  },
});

/** The hosts of a Gateway's servers, each with its namespace. */
function namesOf({ servers }: Gateway): ReadonlySet<string> {
  return new Set(
    servers.flatMap(({ hosts }) => hosts.map(({ namespace, name }) => `${namespace ?? '*'}/${name}`)),
  );
}

function boundTo(cluster: Cluster): ReadonlyMap<string, readonly VirtualService[]> {
  const found = new Map<string, VirtualService[]>();
  for (const one of cluster.virtualServices)
    for (const { gateway } of one.gateways)
      if (gateway !== undefined) addTo(found, `${gateway.namespace}/${gateway.name}`, one);
  return found;
}
