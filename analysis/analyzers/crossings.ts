import type { Cluster } from '../model/cluster';
import { addTo } from '../model/fields';
import type { Gateway, Server } from '../model/gateway';
import type { Mesh } from '../model/mesh';
import type { Service } from '../model/service';
import type { Workload } from '../model/workload';
import { Clients, clusterName, configuring } from './clients';
import { eastWestOf, isShared, modeOf, targetOf, type EastWest } from './networks';

/** A service of one network that has clients in another. */
export interface Crossing {
  readonly service: Service;
  /** Of its endpoints. */
  readonly network: string;
  /** Whose client. */
  readonly from: Cluster;
  /** `VirtualService shop/web in kube-02` */
  readonly client: string;
}

/** The services that are called from other networks, by their network; of each the first such client. */
export function crossingsOf(mesh: Mesh): ReadonlyMap<string, readonly Crossing[]> {
  const found = new Map<string, Crossing[]>();
  const clients = new Clients();
  const primaries = configuring(mesh);
  const networks = new Set(mesh.clusters.map(({ network }) => network).filter((one) => one !== undefined));
  if (networks.size < 2) return found;
  for (const cluster of mesh.clusters) {
    const { network } = cluster;
    if (network === undefined) continue;
    const others = primaries.filter((one) =>
      one.configured.some((other) => other.network !== undefined && other.network !== network),
    );
    for (const service of others.length === 0 ? [] : cluster.services) {
      if (!isShared(service)) continue;
      for (const from of others) {
        // Routes are for gateways too, which are where their cluster is.
        const use = from.network === network ? 'sidecars' : 'all';
        const client = clients.of(from, service.host, service.visibility, use, network);
        if (client === undefined) continue;
        addTo(found, network, { service, network, from, client: `${client} in ${clusterName(from)}` });
        break;
      }
    }
  }
  return found;
}

/** Gateways by the workloads that they configure. */
export function gatewaysByWorkload(mesh: Mesh): ReadonlyMap<Workload, readonly Gateway[]> {
  const found = new Map<Workload, Gateway[]>();
  for (const gateway of mesh.gateways)
    for (const workload of gateway.workloads) addTo(found, workload, gateway);
  return found;
}

/** The servers of Gateways on the port by which other networks come in. */
export function serversFor(
  { service, port }: EastWest,
  gateways: ReadonlyMap<Workload, readonly Gateway[]>,
): readonly { readonly gateway: Gateway; readonly server: Server }[] {
  const ports = [port, targetOf(service, port)];
  const bound = new Set(service.workloads.flatMap((workload) => gateways.get(workload) ?? []));
  return [...bound].flatMap((gateway) =>
    gateway.servers.filter((server) => ports.includes(server.port)).map((server) => ({ gateway, server })),
  );
}

/** Services of gateways that pass on what comes from other networks, yet are no gateway of one for want of the label. */
export function unlabelledEastWest(
  mesh: Mesh,
): readonly { readonly service: Service; readonly gateway: Gateway }[] {
  const found = new Map<Service, Gateway>();
  const labelled = new Set(mesh.clusters.flatMap(eastWestOf).map(({ service }) => service));
  for (const gateway of mesh.gateways) {
    if (!gateway.servers.some(({ tls }) => modeOf(tls) === 'AUTO_PASSTHROUGH')) continue;
    for (const workload of gateway.workloads) {
      const services = workload.resource.cluster.servicesOf(workload);
      if (services.some((one) => labelled.has(one))) continue;
      for (const service of services) if (!found.has(service)) found.set(service, gateway);
    }
  }
  return [...found].map(([service, gateway]) => ({ service, gateway }));
}
