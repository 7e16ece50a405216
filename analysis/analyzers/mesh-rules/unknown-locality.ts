import { configuring } from '../clients';
import { formatLocality, localityMatches, Places } from '../localities';
import { distributionsOf, failoversOf, localityPoliciesOf } from '../locality-policies';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Failover and distribution between localities of which no node and no machine is. */
export const unknownLocality = rule(meshCatalogue.MW1202, {
  reads: ['DestinationRule', 'Node', 'WorkloadEntry', 'WorkloadGroup', 'ServiceEntry'],
  check(mesh, report) {
    const all = new Places(mesh).all();
    if (all === undefined) return;
    const isKnown = (given: string) => all.some((one) => localityMatches(given, one));
    const known = [...new Set(all.map(formatLocality))].sort();
    const regions = [...new Set(known.map((one) => one.split('/')[0]!))];
    for (const { destinationRules } of configuring(mesh)) {
      for (const one of destinationRules) {
        for (const policy of localityPoliciesOf(one)) {
          for (const { from, to, path } of failoversOf(policy)) {
            if (!regions.includes(from))
              report(one.resource, `${path}.from`, { locality: from, known: regions });
            if (!regions.includes(to)) report(one.resource, `${path}.to`, { locality: to, known: regions });
          }
          for (const { from, to, path } of distributionsOf(policy)) {
            if (!isKnown(from)) report(one.resource, `${path}.from`, { locality: from, known });
            for (const { locality } of to)
              if (!isKnown(locality)) report(one.resource, `${path}.to`, { locality, known });
          }
        }
      }
    }
  },
});
