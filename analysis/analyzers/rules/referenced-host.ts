import { catalogue } from '../catalogue';
import { MeantHosts } from '../meant-hosts';
import { rule } from '../rule';

/** Hosts, and ports of hosts, that a VirtualService sends traffic to. */
export const referencedHost = rule(catalogue.IST0101, {
  reads: ['VirtualService', 'Service', 'ServiceEntry'],
  check(mesh, report) {
    if (!mesh.knowsHosts) return;
    const meant = new MeantHosts(mesh.hosts);
    for (const { resource, namespace, exportTo, destinations } of mesh.virtualServices) {
      // Whoever has the VirtualService must see the host.
      const seers = exportTo.length === 0 ? ['.'] : exportTo;
      for (const { host, port, path, use } of destinations) {
        if (host === '') continue;
        const found = seers.flatMap((seer) =>
          mesh.hosts
            .resolve(host, resource)
            .concat(
              seer === '.' || seer === '*'
                ? []
                : mesh.hosts.resolve(host, { namespace: seer, cluster: resource.cluster }),
            ),
        );
        const what = use === 'mirror' ? 'mirror host' : 'host';
        if (found.length === 0) {
          const isHidden = mesh.hosts.known(host, resource).length > 0;
          const where = isHidden ? `that is exported to namespace ${namespace}` : undefined;
          const advice = isHidden ? undefined : meant.remedyOf(host, resource);
          report(resource, `${path}.host`, { what, name: host, where, advice });
        } else if (
          port !== undefined &&
          !found.some(({ ports }) => ports.some(({ number }) => number === port))
        ) {
          const known = found.flatMap(({ ports }) => ports.map(({ number }) => String(number)));
          const where = `of host ${host}, which has ${[...new Set(known)].join(', ') || 'none'}`;
          report(resource, `${path}.port.number`, { what: 'port', name: String(port), where });
        }
      }
    }
  },
});
