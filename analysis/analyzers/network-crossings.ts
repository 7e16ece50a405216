import type { Cluster } from '../model/cluster';
import { at } from '../model/fields';
import { enrolmentOf } from '../model/injection';
import type { Mesh } from '../model/mesh';
import type { Service } from '../model/service';
import { targetPorts } from '../model/target-port';
import type { Workload } from '../model/workload';
import { isControlPlane } from './exempt';
import { isGateway } from './plain-clients';

/** Pods that take what comes from other networks (AUTO_PASSTHROUGH), and the port on which they do. */
export interface Crossing {
  readonly gateway: Workload;
  /** Of the Service, which other networks call. */
  readonly port: number;
  /** Of the pods. */
  readonly targets: readonly number[];
}

export function crossingsOf(cluster: Cluster): readonly Crossing[] {
  return cluster.gateways.flatMap(({ servers, workloads }) =>
    servers
      .filter(({ tls, port }) => at(tls, 'mode') === 'AUTO_PASSTHROUGH' && port !== undefined)
      .flatMap(({ port }) =>
        workloads.map((gateway) => {
          const targets = gateway.resource.cluster
            .servicesOf(gateway)
            .flatMap(({ ports }) => ports)
            .filter((one) => one.number === port)
            .flatMap((one) => targetPorts(one, gateway));
          return { gateway, port: port!, targets: targets.length > 0 ? targets : [port!] };
        }),
      ),
  );
}

/** Services of a cluster that are in another network too, with pods of the mesh in both: requests go to both. */
export function sharedServices(cluster: Cluster, mesh: Mesh): readonly Service[] {
  const { network } = cluster;
  const others = mesh.clusters.filter(
    (one) => one !== cluster && network !== undefined && one.network !== undefined && one.network !== network,
  );
  if (others.length === 0) return [];
  const isServed = ({ workloads, resource }: Service) =>
    !isControlPlane(resource) &&
    workloads.some((one) => enrolmentOf(one) !== 'none' && !one.isMachine && !isGateway(one));
  const there = new Set(
    others.flatMap(({ services, gateways }) =>
      gateways.length === 0 ? [] : services.filter(isServed).map(({ host }) => host),
    ),
  );
  return cluster.services.filter((one) => there.has(one.host) && isServed(one));
}
