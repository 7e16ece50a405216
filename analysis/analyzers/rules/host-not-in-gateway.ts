import { serves } from '../../model/gateway';
import { catalogue } from '../catalogue';
import { rule } from '../rule';
import { isGenerated } from './referenced-gateway';

/** Like istioctl, once for a Gateway that takes none of the hosts; one that is not there takes none. */
export const hostNotInGateway = rule(catalogue.IST0132, {
  reads: ['VirtualService', 'Gateway'],
  check(mesh, report) {
    for (const { resource, namespace, hosts, gateways } of mesh.virtualServices) {
      for (const { given, gateway, path } of gateways) {
        if (gateway === undefined || isGenerated(given)) continue;
        const servers = resource.cluster.gateway(gateway.namespace, gateway.name)?.servers ?? [];
        if (servers.some((server) => hosts.some((host) => serves(server, host, namespace)))) continue;
        report(resource, path, { hosts, gateway: given });
      }
    }
  },
});
