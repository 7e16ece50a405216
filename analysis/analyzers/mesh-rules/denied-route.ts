import {
  AuthorizationPolicies,
  formatIdentity,
  identityOf,
  type Denial,
} from '../../model/authorization-policy';
import type { Cluster } from '../../model/cluster';
import { textOf } from '../../model/fields';
import type { Mesh } from '../../model/mesh';
import { PeerAuthentications } from '../../model/peer-authentication';
import type { Resource } from '../../model/resource';
import { gatewayRoutes } from '../gateway-routes';
import { meshCatalogue } from '../mesh-catalogue';
import { rule, type Report } from '../rule';

type Said = { policies: readonly string[]; action: string; who: string; what: string };

/** AuthorizationPolicies that deny what comes to a gateway, and what it sends on. */
export const deniedRoute = rule(meshCatalogue.MW1306, {
  reads: ['AuthorizationPolicy', 'Gateway', 'VirtualService', 'Service', 'Deployment'],
  check(mesh, report) {
    const policies = new Map(mesh.clusters.map((one) => [one, new AuthorizationPolicies(one)]));
    arrivals(mesh, policies, report);
    const peers = new Map(mesh.clusters.map((one) => [one, new PeerAuthentications(one)]));
    for (const { route, gateway, workload, port } of gatewayRoutes(mesh)) {
      const { cluster } = workload.resource;
      const mode = peers.get(cluster)!.of(workload).modeOf(port);
      if (mode === 'NONE') continue;
      const identity = identityOf(gateway);
      const caller = mode === 'DISABLE' ? undefined : identity;
      const denial = policies.get(cluster)!.denialOf(workload, { caller, port });
      if (denial === undefined) continue;
      const who = `${gateway.resource.qualifiedName} (${caller === undefined ? 'without a certificate, since mutual TLS is off' : formatIdentity(identity)})`;
      const name = route.qualifiedName;
      tell(
        denial,
        report,
        who,
        `port ${port} of ${workload.resource.qualifiedName}, where VirtualService ${name} leads`,
      );
    }
  },
});

/** Nobody who comes from the outside has a certificate of the mesh, unless the server asks for one. */
function arrivals(
  mesh: Mesh,
  policies: ReadonlyMap<Cluster, AuthorizationPolicies>,
  report: Report<Said>,
): void {
  for (const { resource, servers, workloads } of mesh.gateways) {
    const modes = servers.map(({ tls }) => textOf(tls?.mode) ?? '');
    if (!modes.some((mode) => !/MUTUAL|AUTO_PASSTHROUGH/.test(mode))) continue;
    for (const workload of workloads) {
      const denial = policies
        .get(workload.resource.cluster)!
        .denialOf(workload, { caller: undefined, port: undefined });
      const what = `${workload.resource.qualifiedName}, where Gateway ${resource.qualifiedName} takes requests`;
      tell(denial, report, 'whoever has no certificate of the mesh', what);
    }
  }
}

function tell(denial: Denial | undefined, report: Report<Said>, who: string, what: string): void {
  if (denial === undefined) return;
  const [first] = denial.policies as readonly [Resource];
  const policies = denial.policies.map((one) => one.nameFrom(first.namespace));
  report(first, 'spec', { policies, action: denial.action, who, what });
}
