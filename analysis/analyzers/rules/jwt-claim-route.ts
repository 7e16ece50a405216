import { addTo, at, fieldsOf, labelsOf, type Labels } from '../../model/fields';
import type { Cluster } from '../../model/cluster';
import { hasLabels } from '../../model/label-index';
import type { Resource } from '../../model/resource';
import type { VirtualService } from '../../model/virtual-service';
import { catalogue } from '../catalogue';
import { rule } from '../rule';
import { podsOf } from '../selected-pods';

export const jwtClaimRoute = rule(catalogue.IST0149, {
  reads: ['VirtualService', 'Gateway', 'RequestAuthentication', 'Pod', 'Deployment'],
  check(mesh, report) {
    const pods = podsOf(mesh);
    for (const cluster of mesh.clusters) {
      const authentications = authenticationsOf(cluster);
      const root = authentications.get(cluster.meshConfig.rootNamespace) ?? [];
      for (const service of cluster.virtualServices) {
        const claim = claimOf(service);
        if (claim === undefined) continue;
        for (const { gateway: named } of service.gateways) {
          const gateway = named === undefined ? undefined : cluster.gateway(named.namespace, named.name);
          for (const pod of gateway?.workloads ?? []) {
            if (!pods.has(pod) || isAssumed(pod.resource)) continue;
            const selectors = [...root, ...(authentications.get(pod.namespace) ?? [])];
            if (selectors.some((selector) => hasLabels(pod.labels, selector))) continue;
            const { qualifiedName } = gateway!.resource;
            report(service.resource, claim.field, { key: claim.key, gateway: qualifiedName, pod: pod.name });
          }
        }
      }
    }
  },
});

/** What guards a gateway that is only taken for granted is not in the input either. */
function isAssumed({ origin }: Resource): boolean {
  return origin !== undefined && origin.maker === undefined;
}

/** Selectors of the RequestAuthentications, by namespace. */
function authenticationsOf(cluster: Cluster): ReadonlyMap<string, readonly Labels[]> {
  const found = new Map<string, Labels[]>();
  for (const { namespace, spec } of cluster.of('RequestAuthentication')) {
    addTo(found, namespace, labelsOf(at(spec, 'selector', 'matchLabels')));
  }
  return found;
}

/** The first match of a route by a claim: `@request.auth.claims.group`, `@request.auth.claims[group]`. */
function claimOf({ routes }: VirtualService) {
  for (const { protocol, index, matches } of routes) {
    if (protocol !== 'http') continue;
    for (const [position, match] of matches.entries()) {
      for (const list of ['headers', 'withoutHeaders']) {
        const key = Object.keys(fieldsOf(match[list])).find(isClaim);
        if (key === undefined) continue;
        return { key, field: ['spec', 'http', index, 'match', position, list, key] };
      }
    }
  }
  return undefined;
}

function isClaim(header: string): boolean {
  return /^@request\.auth\.claims(\..|\[.+\]$)/i.test(header);
}
