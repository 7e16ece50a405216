import type { Cluster } from '../../model/cluster';
import type { Host } from '../../model/hosts';
import { catalogue } from '../catalogue';
import { rule } from '../rule';
import { seenHosts } from '../seen-hosts';

export const destinationPortRequired = rule(catalogue.IST0112, {
  reads: ['VirtualService', 'Service', 'ServiceEntry'],
  check(mesh, report) {
    for (const { resource, exportTo, destinations } of mesh.virtualServices) {
      for (const { host, port, path } of destinations) {
        if (port !== undefined || host === '') continue;
        const found = nearest(seenHosts(mesh, host, resource, exportTo), resource.cluster);
        if (found === undefined || found.ports.length < 2) continue;
        const ports = found.ports.map(({ number }) => number).filter((one) => one !== undefined);
        report(resource, `${path}.host`, { host, ports });
      }
    }
  },
});

/** The one whose ports count: of the own cluster, and a Service rather than a ServiceEntry. */
function nearest(found: readonly Host[], cluster: Cluster): Host | undefined {
  const own = found.filter((one) => one.cluster === cluster);
  const among = own.length > 0 ? own : found;
  return among.find(({ service }) => service !== undefined) ?? among.at(-1);
}
