import type { Cluster } from '../../model/cluster';
import { addTo, once } from '../../model/fields';
import { fullHost, NameIndex } from '../../model/hosts';
import type { Mesh } from '../../model/mesh';
import type { Resource } from '../../model/resource';
import type { Visibility } from '../../model/visibility';
import { Clients, clusterName, configuring } from '../clients';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** What some clusters say of a host. */
interface Policy {
  readonly resource: Resource;
  readonly visibility: Visibility;
  /** Where the object names the host. */
  readonly path: string;
}

type Policies = readonly (readonly [host: string, policy: Policy])[];

/** VirtualServices for sidecars, and DestinationRules, that one cluster has and another lacks where clients are. */
export const policyMissingInCluster = rule(meshCatalogue.MW1002, {
  reads: ['VirtualService', 'DestinationRule', 'Service', 'Sidecar', 'Deployment', 'Pod'],
  check(mesh, report) {
    const clients = new Clients();
    const find = (kind: 'VirtualService' | 'DestinationRule', read: (cluster: Cluster) => Policies) => {
      for (const { host, policy, cluster } of missing(mesh, read)) {
        const { resource, visibility, path } = policy;
        const use = kind === 'DestinationRule' ? 'all' : 'sidecars';
        const client = clients.of(cluster, host, visibility, use);
        if (client !== undefined)
          report(resource, path, { kind, host, cluster: clusterName(cluster), client });
      }
    };
    find('VirtualService', routed);
    find('DestinationRule', ruled);
  },
});

function* missing(mesh: Mesh, read: (cluster: Cluster) => Policies) {
  const byHost = new Map<string, Policy[]>();
  const clusters = configuring(mesh).map((cluster) => {
    const policies = read(cluster);
    const names = new Set(policies.map(([host]) => host));
    // Wildcards cover other names; only what is not there as it stands is looked for among them.
    const index = once(() => {
      const made = new NameIndex<Policy>();
      for (const [host, policy] of policies) made.add(host, policy);
      return made;
    });
    for (const [host, policy] of policies) addTo(byHost, host, policy);
    return { cluster, names, index };
  });
  for (const [host, [policy]] of byHost) {
    for (const { cluster, names, index } of clusters) {
      if (!names.has(host) && index().matching(host).length === 0) yield { host, policy: policy!, cluster };
    }
  }
}

function routed(cluster: Cluster): Policies {
  return cluster.virtualServices
    .filter(({ isForSidecars }) => isForSidecars)
    .flatMap(({ resource, hosts, namespace, visibility }) =>
      hosts.map(
        (host, index) =>
          [
            fullHost(host, namespace, cluster.domain),
            { resource, visibility, path: `spec.hosts[${index}]` },
          ] as const,
      ),
    );
}

function ruled(cluster: Cluster): Policies {
  return cluster.destinationRules.map(
    ({ resource, host, namespace, visibility }) =>
      [fullHost(host, namespace, cluster.domain), { resource, visibility, path: 'spec.host' }] as const,
  );
}
