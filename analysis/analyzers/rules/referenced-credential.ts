import type { Cluster } from '../../model/cluster';
import { at, textOf } from '../../model/fields';
import { catalogue } from '../catalogue';
import { producedSecrets, secretsOf } from '../produced-secrets';
import { rule } from '../rule';

/**
 * Secrets with the certificates of a Gateway, in the namespace of its workloads.
 *
 * Secrets are seldom in files. Where a cluster's manifests are no dump and hold none, nobody knows.
 */
export const referencedCredential = rule(catalogue.IST0101, {
  reads: ['Gateway', 'Secret', 'Certificate', 'Pod', 'Deployment'],
  check(mesh, report) {
    const known = new Map(mesh.clusters.map((cluster) => [cluster, secretNames(cluster)]));
    for (const { resource, servers, workloads } of mesh.gateways) {
      const places = new Map(workloads.map((one) => [`${one.resource.cluster.name}/${one.namespace}`, one]));
      for (const { tls, path } of servers) {
        const given = textOf(at(tls, 'credentialName')) ?? '';
        if (given === '') continue;
        const field = `${path}.tls.credentialName`;
        for (const {
          namespace,
          resource: { cluster },
        } of places.values()) {
          const names = known.get(cluster);
          const name = given.includes('/') ? given : `${namespace}/${given}`;
          if (names === undefined || names.has(name)) continue;
          report(resource, field, { what: 'Secret', name: given, where: `in namespace ${namespace}` });
        }
      }
    }
  },
});

/** Names of Secrets, and of those that a controller makes; undefined where the input has none. */
function secretNames(cluster: Cluster): ReadonlySet<string> | undefined {
  const secrets = secretsOf(cluster);
  if (secrets.length === 0 && cluster.of('Pod').every(({ origin }) => origin !== undefined)) return undefined;
  return new Set([
    ...secrets.map(({ qualifiedName }) => qualifiedName),
    ...producedSecrets(cluster).map(({ namespace, name }) => `${namespace}/${name}`),
  ]);
}
