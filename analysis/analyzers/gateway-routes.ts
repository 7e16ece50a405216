import type { Mesh } from '../model/mesh';
import type { Resource } from '../model/resource';
import { chosenPort, targetPorts } from '../model/target-port';
import { hasLabels } from '../model/label-index';
import type { VirtualService } from '../model/virtual-service';
import type { Workload } from '../model/workload';

/** That a gateway's pods call a port of a workload's pods, since a route leads there. */
export interface GatewayRoute {
  /** The VirtualService. */
  readonly route: Resource;
  readonly gateway: Workload;
  readonly workload: Workload;
  /** Of the workload's pods. */
  readonly port: number;
}

/** All of them, each once, in the clusters of the whole mesh. */
export function* gatewayRoutes(mesh: Mesh): Generator<GatewayRoute> {
  const told = new Set<string>();
  const subsets = new Map(
    mesh.destinationRules.flatMap((rule) =>
      mesh.hosts
        .known(rule.host, rule.resource)
        .flatMap(({ name }) => rule.subsets.map((one) => [`${name}/${one.name}`, one.labels] as const)),
    ),
  );
  for (const virtualService of mesh.virtualServices) {
    const gateways = gatewaysOf(virtualService);
    if (gateways.length === 0) continue;
    for (const { host, port, subset } of virtualService.destinations) {
      for (const { service, name } of mesh.hosts.resolve(host, virtualService.resource)) {
        const called = service && chosenPort(service.ports, port);
        if (called === undefined) continue;
        const labels = subset === undefined ? {} : (subsets.get(`${name}/${subset}`) ?? {});
        for (const workload of service!.workloads) {
          if (!hasLabels(workload.labels, labels)) continue;
          for (const gateway of gateways) {
            for (const number of targetPorts(called, workload)) {
              const key = [gateway.resource.key, workload.resource.key, number].join('\u0001');
              if (told.has(key)) continue;
              told.add(key);
              yield { route: virtualService.resource, gateway, workload, port: number };
            }
          }
        }
      }
    }
  }
}

/** The workloads of the gateways that have a VirtualService. */
function gatewaysOf({ gateways, resource }: VirtualService): readonly Workload[] {
  return gateways.flatMap(
    ({ gateway }) => (gateway && resource.cluster.gateway(gateway.namespace, gateway.name)?.workloads) ?? [],
  );
}
