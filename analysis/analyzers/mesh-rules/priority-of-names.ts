import { fullHost } from '../../model/hosts';
import { configuring } from '../clients';
import { Endpoints } from '../endpoints';
import { localityPoliciesOf, prioritiesOf } from '../locality-policies';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** `failoverPriority` for endpoints that are names: Envoy resolves them itself, and istiod gives them no order. */
export const priorityOfNames = rule(meshCatalogue.MW1208, {
  reads: ['DestinationRule', 'ServiceEntry'],
  check(mesh, report) {
    const endpoints = new Endpoints(mesh);
    for (const cluster of configuring(mesh)) {
      for (const one of cluster.destinationRules) {
        const [first] = localityPoliciesOf(one).flatMap(prioritiesOf);
        if (first === undefined) continue;
        for (const { entry } of endpoints.hosts(one.host, one.resource)) {
          if (entry === undefined || !entry.resolution.startsWith('DNS') || entry.endpoints.length < 2)
            continue;
          const host = fullHost(one.host, one.namespace, cluster.domain);
          const by = `ServiceEntry ${entry.resource.nameFrom(one.namespace)}`;
          report(one.resource, first.path, { host, by, resolution: entry.resolution });
          break;
        }
      }
    }
  },
});
