import { formatIdentity, identityOf, type Denial } from '../../model/authorization-policy';
import type { Cluster } from '../../model/cluster';
import { textOf } from '../../model/fields';
import type { Gateway } from '../../model/gateway';
import type { Mesh } from '../../model/mesh';
import { formatRequests, sentBy, takenBy } from '../../model/request';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { gatewayRoutes, type GatewayRoute } from '../gateway-routes';
import { meshCatalogue } from '../mesh-catalogue';
import { rule, type Report } from '../rule';

type Said = { policies: readonly string[]; action: string; who: string; what: string };

/** AuthorizationPolicies that deny what comes to a gateway, and what it sends on: all of it, or all that a route does. */
export const deniedRoute = rule(meshCatalogue.MW1306, {
  reads: [
    'AuthorizationPolicy',
    'Gateway',
    'VirtualService',
    'Service',
    'Deployment',
    'EnvoyFilter',
    'WasmPlugin',
    'TrafficExtension',
  ],
  check(mesh, report) {
    arrivals(mesh, report);
    const isPatched = patches(mesh);
    arrivalsOfRoutes(mesh, isPatched, report);
    const callerOf = ({ gateway, workload, port }: GatewayRoute) => {
      const mode = workload.resource.cluster.peerAuthentications.of(workload).modeOf(port);
      if (mode === 'NONE') return undefined;
      const name = gateway.resource.qualifiedName;
      if (mode === 'DISABLE')
        return { caller: undefined, who: `${name} (without a certificate, since mutual TLS is off)` };
      const caller = identityOf(gateway);
      return { caller, who: `${name} (${formatIdentity(caller)})` };
    };
    for (const one of gatewayRoutes(mesh)) {
      const call = callerOf(one);
      if (call === undefined) continue;
      const { route, workload, port } = one;
      const denial = workload.resource.cluster.authorizationPolicies.denialOf(workload, { ...call, port });
      tell(denial, report, call.who, `${placeOf(one)}, where VirtualService ${route.qualifiedName} leads`);
    }
    for (const one of gatewayRoutes(mesh, { isEach: true })) {
      const { route, gateway, workload, port, destination, virtualService } = one;
      const policies = workload.resource.cluster.authorizationPolicies;
      // What sidecars have as well may be meant for them alone.
      if (virtualService.isForSidecars || destination.use !== 'route') continue;
      if (destination.route.protocol !== 'http') continue;
      if (!policies.readsRequests(workload) || isPatched(gateway) || isPatched(workload)) continue;
      const call = callerOf(one);
      if (call === undefined || policies.denialOf(workload, { ...call, port }) !== undefined) continue;
      for (const requests of sentBy(destination.route, virtualService)) {
        const denial = policies.denialOf(workload, { ...call, port, requests });
        const what = `${placeOf(one)}, where ${destination.route.path} of VirtualService ${route.qualifiedName} leads ${formatRequests(requests)}`;
        tell(denial, report, call.who, what);
      }
    }
  },
});

function placeOf({ port, workload }: GatewayRoute): string {
  return `port ${port} of ${workload.resource.qualifiedName}`;
}

/** Whether something in a proxy may change requests before they are looked at. */
function patches(mesh: Mesh): (workload: Workload) => boolean {
  const patched = new Map(mesh.clusters.map((one) => [one, patchedNamespaces(one)]));
  return ({ namespace, resource: { cluster } }) => {
    const namespaces = patched.get(cluster)!;
    return namespaces.has(namespace) || namespaces.has(cluster.meshConfig.rootNamespace);
  };
}

function patchedNamespaces(cluster: Cluster): ReadonlySet<string> {
  const found = cluster.configuring.flatMap((one) => [
    ...one.of('EnvoyFilter'),
    ...one.of('WasmPlugin'),
    ...one.of('TrafficExtension'),
  ]);
  return new Set(found.map(({ namespace }) => namespace));
}

/** Nobody who comes from the outside has a certificate of the mesh, unless the server asks for one. */
function arrivals(mesh: Mesh, report: Report<Said>): void {
  for (const { resource, servers, workloads } of mesh.gateways) {
    const modes = servers.map(({ tls }) => textOf(tls?.mode) ?? '');
    if (!modes.some((mode) => !/MUTUAL|AUTO_PASSTHROUGH/.test(mode))) continue;
    for (const workload of workloads) {
      const denial = workload.resource.cluster.authorizationPolicies.denialOf(workload, {
        caller: undefined,
        port: undefined,
      });
      const what = `${workload.resource.qualifiedName}, where Gateway ${resource.qualifiedName} takes requests`;
      tell(denial, report, 'whoever has no certificate of the mesh', what);
    }
  }
}

/** The same of what a route of a gateway takes, by the policies of the gateway's pods. */
function arrivalsOfRoutes(
  mesh: Mesh,
  isPatched: (workload: Workload) => boolean,
  report: Report<Said>,
): void {
  for (const virtualService of mesh.virtualServices) {
    const { resource, gateways, isForSidecars, routes } = virtualService;
    if (isForSidecars) continue;
    const bound = gateways.flatMap(
      ({ gateway }) => (gateway && resource.cluster.gateway(gateway.namespace, gateway.name)) ?? [],
    );
    if (!bound.every(isForAnybody)) continue;
    for (const workload of new Set(bound.flatMap(({ workloads }) => workloads))) {
      const policies = workload.resource.cluster.authorizationPolicies;
      const call = { caller: undefined, port: undefined };
      if (!policies.readsRequests(workload) || isPatched(workload)) continue;
      if (policies.denialOf(workload, call) !== undefined) continue;
      for (const route of routes.filter(({ protocol }) => protocol === 'http')) {
        for (const requests of takenBy(route, virtualService)) {
          const denial = policies.denialOf(workload, { ...call, requests });
          const what = `${workload.resource.qualifiedName}, where ${route.path} of VirtualService ${resource.qualifiedName} takes ${formatRequests(requests)}`;
          tell(denial, report, 'whoever has no certificate of the mesh', what);
        }
      }
    }
  }
}

function isForAnybody({ servers }: Gateway): boolean {
  return servers.every(({ tls }) => !/MUTUAL|AUTO_PASSTHROUGH/.test(textOf(tls?.mode) ?? ''));
}

function tell(denial: Denial | undefined, report: Report<Said>, who: string, what: string): void {
  if (denial === undefined) return;
  const [first] = denial.policies as readonly [Resource];
  const policies = denial.policies.map((one) => one.nameFrom(first.namespace));
  report(first, 'spec', { policies, action: denial.action, who, what });
}
