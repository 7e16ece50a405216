import { textOf } from '../../model/fields';
import type { Resource } from '../../model/resource';
import { catalogue } from '../catalogue';
import { credentialProblem, type CredentialProblem } from '../credential';
import { rule } from '../rule';

/** Looks into the Secrets with the certificates of Gateways, in the namespaces of their workloads. */
export const invalidCredential = rule(catalogue.IST0161, {
  reads: ['Gateway', 'Secret', 'Pod', 'Deployment'],
  check(mesh, report) {
    const now = new Date();
    const known = new Map<Resource, CredentialProblem | undefined>();
    const problemOf = (secret: Resource) => {
      if (!known.has(secret)) known.set(secret, credentialProblem(secret, now));
      return known.get(secret);
    };
    for (const { resource, servers, workloads } of mesh.gateways) {
      const given = servers.filter(({ tls }) => textOf(tls?.credentialName));
      if (given.length === 0) continue;
      const places = new Map(workloads.map((one) => [`${one.resource.cluster.name}/${one.namespace}`, one]));
      for (const { tls, path } of given) {
        for (const place of places.values()) {
          const [name, namespace = place.namespace] = textOf(tls?.credentialName)!.split('/').reverse();
          const secret = place.resource.cluster.find('Secret', namespace, name!);
          // Of one that is only said to be there, nobody knows what is in it.
          const problem = secret?.origin === undefined && secret ? problemOf(secret) : undefined;
          if (problem === undefined) continue;
          const details = { secret: secret!.nameFrom(resource.namespace), problem };
          report(resource, `${path}.tls.credentialName`, details);
        }
      }
    }
  },
});
