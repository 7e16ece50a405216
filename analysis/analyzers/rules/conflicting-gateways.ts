import type { Cluster } from '../../model/cluster';
import { addTo } from '../../model/fields';
import type { Gateway, Server } from '../../model/gateway';
import { formatLabels, hasLabels } from '../../model/label-index';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Gateways with the same selector, or one within the other and a workload that both select. */
export const conflictingGateways = rule(catalogue.IST0145, {
  reads: ['Gateway', 'Pod', 'Deployment'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const known = serversOf(cluster);
      const overlap = overlaps();
      for (const gateway of cluster.gateways) {
        for (const server of gateway.servers) {
          for (const { given: host, path } of server.hosts) {
            const found = known.get(serverKey(server, host)) ?? [];
            const others = found.filter((other) => other !== gateway && overlap(gateway, other));
            if (others.length === 0 || server.port === undefined) continue;
            const names = others.map(({ resource }) => resource.nameFrom(gateway.namespace)).sort();
            report(gateway.resource, path, { host, port: server.port, others: [...new Set(names)] });
          }
        }
      }
    }
  },
});

/** Gateways by port, address and host of their servers. */
function serversOf(cluster: Cluster): ReadonlyMap<string, Gateway[]> {
  const found = new Map<string, Gateway[]>();
  for (const gateway of cluster.gateways)
    for (const server of gateway.servers)
      for (const { given } of server.hosts) addTo(found, serverKey(server, given), gateway);
  return found;
}

function serverKey({ port, bind }: Server, host: string): string {
  return JSON.stringify([port, bind, host]);
}

/** Whether two Gateways are for the same workloads; a pair of selectors is looked at once. */
function overlaps(): (a: Gateway, b: Gateway) => boolean {
  const known = new Map<string, boolean>();
  return (a, b) => {
    const [one, other] = [formatLabels(a.selector), formatLabels(b.selector)];
    if (one === other) return true;
    if (!hasLabels(a.selector, b.selector) && !hasLabels(b.selector, a.selector)) return false;
    const key = one < other ? `${one}\n${other}` : `${other}\n${one}`;
    const narrower = Object.keys(a.selector).length > Object.keys(b.selector).length ? a : b;
    const found = known.get(key) ?? narrower.workloads.length > 0;
    known.set(key, found);
    return found;
  };
}
