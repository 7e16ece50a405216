import { at, fieldsOf, numberOf } from '../model/fields';
import type { Mesh } from '../model/mesh';
import type { Resource } from '../model/resource';
import { chosenPort, targetPorts } from '../model/target-port';
import { hasLabels } from '../model/label-index';
import type { Service } from '../model/service';
import type { Destination, Route, VirtualService } from '../model/virtual-service';
import type { Workload } from '../model/workload';

/** That a gateway's pods call a port of a workload's pods, since a route leads there. */
export interface GatewayRoute {
  /** The VirtualService. */
  readonly route: Resource;
  readonly gateway: Workload;
  readonly workload: Workload;
  /** Of the workload's pods. */
  readonly port: number;
  /** By which the route leads there; any of them, unless each is asked for. */
  readonly destination: Destination;
  readonly virtualService: VirtualService;
}

/**
 * All of them, each once, in the clusters of the whole mesh. Where no request is sent, and to subsets that nobody
 * defines, no route leads.
 *
 * @param isLocal - only in clusters whose gateways have the VirtualService
 * @param isEach - by each route of each VirtualService
 */
export function* gatewayRoutes(
  mesh: Mesh,
  { isLocal = false, isEach = false } = {},
): Generator<GatewayRoute> {
  const told = new Map<Workload, Map<Workload, Set<string>>>();
  const subsets = new Map(
    mesh.destinationRules
      .filter(({ subsets }) => subsets.length > 0)
      .flatMap((rule) =>
        mesh.hosts
          .known(rule.host, rule.resource)
          .flatMap(({ name }) => rule.subsets.map((one) => [`${name}/${one.name}`, one.labels] as const)),
      ),
  );
  const selected = new Map<Service, readonly Workload[]>();
  const workloadsOf = (service: Service) => {
    const known = selected.get(service) ?? service.workloads;
    selected.set(service, known);
    return known;
  };
  for (const virtualService of mesh.virtualServices) {
    const gateways = gatewaysOf(virtualService);
    if (gateways.length === 0) continue;
    const { resource: route } = virtualService;
    for (const destination of virtualService.destinations) {
      if (!getsRequests(destination, virtualService)) continue;
      const { host, port, subset } = destination;
      const by = isEach ? `${route.key} ${destination.path}` : '';
      for (const { service, name, cluster } of mesh.hosts.resolve(host, route)) {
        if (isLocal && !route.cluster.configured.includes(cluster)) continue;
        const called = service && chosenPort(service.ports, port);
        if (called === undefined) continue;
        const labels = subset === undefined ? {} : subsets.get(`${name}/${subset}`);
        if (labels === undefined) continue;
        for (const workload of workloadsOf(service!)) {
          if (!hasLabels(workload.labels, labels)) continue;
          for (const gateway of gateways) {
            for (const number of targetPorts(called, workload)) {
              if (isTold(told, gateway, workload, `${number} ${by}`)) continue;
              yield { route, gateway, workload, port: number, destination, virtualService };
            }
          }
        }
      }
    }
  }
}

/** Whether a gateway sends anything there. */
function getsRequests({ route, weight }: Destination, { reached }: VirtualService): boolean {
  return weight !== 0 && reached.get(route)!.length > 0 && !isAborted(route);
}

/** Whether a gateway answers everything itself. Source: `TranslateFault` of istiod. */
function isAborted({ protocol, fields }: Route): boolean {
  const abort = fieldsOf(at(fields, 'fault', 'abort'));
  const isAnswer = abort.httpStatus !== undefined || abort.grpcStatus !== undefined;
  return protocol === 'http' && isAnswer && (numberOf(at(abort, 'percentage', 'value')) ?? 0) >= 100;
}

/** The workloads of the gateways that have a VirtualService. */
function gatewaysOf({ gateways, resource }: VirtualService): readonly Workload[] {
  return gateways.flatMap(
    ({ gateway }) => (gateway && resource.cluster.gateway(gateway.namespace, gateway.name)?.workloads) ?? [],
  );
}

/** Whether a call was told before; from now on it was. */
function isTold(
  told: Map<Workload, Map<Workload, Set<string>>>,
  gateway: Workload,
  workload: Workload,
  way: string,
): boolean {
  const called = told.get(gateway) ?? new Map<Workload, Set<string>>();
  told.set(gateway, called);
  const ways = called.get(workload) ?? new Set<string>();
  called.set(workload, ways);
  const before = ways.size;
  return ways.add(way).size === before;
}
