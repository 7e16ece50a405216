import { hostsOverlap } from '../../../values/host';
import { once } from '../../model/fields';
import { crossingsOf, gatewaysByWorkload, serversFor } from '../crossings';
import { isManagedGateway } from '../exempt';
import { meshCatalogue } from '../mesh-catalogue';
import { eastWestOf, modeOf } from '../networks';
import { rule } from '../rule';

/** East-west gateways that do not let in what istiod sends to them. */
export const eastWestClosed = rule(meshCatalogue.MW1103, {
  reads: ['Service', 'Gateway', 'Deployment', 'Pod'],
  check(mesh, report) {
    // Looked for only where something may be wrong: it takes a look at every service.
    const crossings = once(() => crossingsOf(mesh));
    const gateways = gatewaysByWorkload(mesh);
    for (const one of mesh.clusters.flatMap(eastWestOf)) {
      const { service, network, port } = one;
      const isOpen = service.ports.some(({ number }) => number === port);
      const isElsewhere = service.workloads.length === 0;
      if (!isOpen || isElsewhere || isManagedGateway(service.resource)) continue;
      const servers = serversFor(one, gateways);
      const passing = servers.filter(({ server }) => modeOf(server.tls) === 'AUTO_PASSTHROUGH');
      // The namespace before a slash is not looked at here.
      const names = passing.flatMap(({ server }) => server.hosts.map(({ name }) => name));
      if (names.some((name) => name === '*' || name === '*.local')) continue;
      const crossing = crossings().get(network) ?? [];
      if (crossing.length === 0) continue;
      if (servers.length === 0) {
        report(service.resource, 'spec.ports', { problem: 'closed', port, client: crossing[0]!.client });
        continue;
      }
      if (passing.length === 0) {
        const [{ gateway, server }] = servers as [(typeof servers)[number]];
        const field = server.tls === undefined ? server.path : `${server.path}.tls`;
        report(gateway.resource, field, { problem: 'mode', port, mode: modeOf(server.tls) });
        continue;
      }
      const hidden = crossing.filter(({ service: { host } }) => !names.some((name) => covers(name, host)));
      if (hidden.length === 0) continue;
      const [{ gateway, server }] = passing as [(typeof passing)[number]];
      report(gateway.resource, `${server.path}.hosts`, {
        problem: 'hosts',
        hosts: [...new Set(hidden.map(({ service: { host } }) => host))].sort(),
        client: hidden[0]!.client,
      });
    }
  },
});

function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith('*') && hostsOverlap(name, host));
}
