import { nearest } from '../../../values/nearest';
import type { Cluster } from '../../model/cluster';
import { addTo, at, textOf } from '../../model/fields';
import { meshCatalogue } from '../mesh-catalogue';
import { producedSecrets, secretsOf } from '../produced-secrets';
import { rule } from '../rule';

/**
 * Credentials of Gateways where the input has no Secrets, but what makes Secrets. Where it has Secrets, IST0101 speaks.
 */
export const credentialNotProduced = rule(meshCatalogue.MW1502, {
  reads: ['Gateway', 'Certificate', 'Deployment'],
  check(mesh, report) {
    const known = new Map(mesh.clusters.map((one) => [one, producedIn(one)]));
    for (const { resource, servers, workloads } of mesh.gateways) {
      const places = new Map(workloads.map((one) => [`${one.resource.cluster.name}/${one.namespace}`, one]));
      for (const { tls, path } of servers) {
        const given = textOf(at(tls, 'credentialName')) ?? '';
        // With a scheme, it is no Secret.
        if (given === '' || given.includes('/') || given.includes(':')) continue;
        for (const workload of places.values()) {
          const { namespace } = workload;
          const produced = known.get(workload.resource.cluster);
          if (produced === undefined || produced.get(given)?.includes(namespace)) continue;
          const elsewhere = produced.get(given);
          const here = [...produced]
            .filter(([, namespaces]) => namespaces.includes(namespace))
            .map(([name]) => name);
          const meant = nearest(given, here);
          // Of a mesh of dist everything is known that is not declared as given.
          if (elsewhere === undefined && meant === undefined && mesh.name === null) continue;
          report(resource, `${path}.tls.credentialName`, {
            name: given,
            namespace,
            elsewhere: elsewhere?.[0],
            meant,
          });
        }
      }
    }
  },
});

/** Namespaces by the names of Secrets that are made there; undefined where nobody knows, or all is known. */
function producedIn(cluster: Cluster): ReadonlyMap<string, readonly string[]> | undefined {
  const isDump = cluster.of('Pod').some(({ origin }) => origin === undefined);
  if (isDump || secretsOf(cluster).length > 0) return undefined;
  const found = new Map<string, string[]>();
  for (const { name, namespace } of producedSecrets(cluster)) addTo(found, name, namespace);
  return found;
}
