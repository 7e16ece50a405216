import type { Gateway, Server, ServerHost } from '../../model/gateway';
import { gatewaysByWorkload } from '../crossings';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

interface Claim {
  readonly gateway: Gateway;
  readonly server: Server;
}

/**
 * Servers of one workload that cannot all be: their protocols do not share a port, or the host of one is that of
 * another, written in another way. Of the first sort istiod keeps the older; of the second too, or where namespaces tell
 * the hosts apart for it, it makes two filter chains with one match, and Envoy refuses the listener. Equal texts are
 * IST0145.
 *
 * Source: `mergeGateways` of istiod.
 */
export const serverIgnored = rule(meshCatalogue.MW1106, {
  reads: ['Gateway', 'Deployment', 'Pod'],
  check(mesh, report) {
    const seen = new Set<string>();
    for (const gateways of gatewaysByWorkload(mesh).values()) {
      const ports = new Map<string, Claim>();
      const hosts = new Map<string, Claim & { readonly host: ServerHost }>();
      const set = gateways.map(({ resource }) => resource.key).join('\n');
      if (seen.has(set)) continue;
      seen.add(set);
      for (const gateway of gateways) {
        for (const server of gateway.servers) {
          if (server.port === undefined) continue;
          const place = JSON.stringify([server.port, server.bind]);
          const first = ports.get(place);
          if (first === undefined) ports.set(place, { gateway, server });
          else if (!canShare(first.server, server)) {
            const other = first.gateway.resource.nameFrom(gateway.namespace);
            report(gateway.resource, `${server.path}.port`, {
              port: server.port,
              what: protocolOf(server),
              other: `Gateway ${other} has ${protocolOf(first.server)} there`,
            });
            continue;
          }
          if (server.tls === undefined) continue;
          for (const host of server.hosts) {
            const key = `${place} ${host.name}`;
            const known = hosts.get(key);
            if (known === undefined) hosts.set(key, { gateway, server, host });
            else if (known.gateway === gateway || known.host.given !== host.given) {
              const other = known.gateway.resource.nameFrom(gateway.namespace);
              report(gateway.resource, host.path, {
                port: server.port,
                what: `TLS for ${host.given}`,
                other: `Gateway ${other} has it as ${known.host.given}`,
              });
            }
          }
        }
      }
    }
  },
});

const HTTP = new Set(['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTP_PROXY']);

/** Plain HTTP goes with plain HTTP, what is told apart by SNI with its like, and plain TCP with nothing. */
function canShare(a: Server, b: Server): boolean {
  return kindOf(a) === kindOf(b) && kindOf(a) !== 'tcp';
}

function kindOf({ protocol, tls }: Server): 'http' | 'tls' | 'tcp' {
  const name = protocol.toUpperCase();
  if (tls !== undefined && tls.httpsRedirect !== true) return 'tls';
  if (name === 'HTTPS' || name === 'TLS') return 'tls';
  return HTTP.has(name) ? 'http' : 'tcp';
}

function protocolOf({ protocol }: Server): string {
  return protocol === '' ? 'a protocol' : protocol;
}
