import { fullHost } from '../../model/hosts';
import { configuring } from '../clients';
import { Endpoints } from '../endpoints';
import { localityMatches, Places } from '../localities';
import { distributionsOf, failoversOf, localityPoliciesOf } from '../locality-policies';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Failover and distribution to localities where the host has no endpoint. */
export const failoverToNothing = rule(meshCatalogue.MW1203, {
  reads: ['DestinationRule', 'Service', 'ServiceEntry', 'Node', 'Pod', 'Deployment', 'WorkloadEntry'],
  check(mesh, report) {
    const places = new Places(mesh);
    const endpoints = new Endpoints(mesh);
    const all = places.all();
    if (all === undefined) return;
    // A locality that nobody has is another finding.
    const isKnown = (given: string) => all.some((one) => localityMatches(given, one));
    for (const cluster of configuring(mesh)) {
      for (const one of cluster.destinationRules) {
        const policies = localityPoliciesOf(one);
        if (policies.length === 0) continue;
        const host = fullHost(one.host, one.namespace, cluster.domain);
        const there = places.behind(endpoints.hosts(one.host, one.resource));
        if (there === undefined) continue;
        const isThere = (given: string) => there.some((locality) => localityMatches(given, locality));
        for (const policy of policies) {
          for (const { from, to, path } of failoversOf(policy)) {
            if (isKnown(to) && !isThere(to))
              report(one.resource, `${path}.to`, { host, from, to: [to], isAll: false });
          }
          for (const { from, to, path } of distributionsOf(policy)) {
            const empty = to.map(({ locality }) => locality).filter((locality) => !isThere(locality));
            const isAll = empty.length === to.length;
            const reported = isAll ? empty : empty.filter(isKnown);
            if (reported.length > 0) report(one.resource, `${path}.to`, { host, from, to: reported, isAll });
          }
        }
      }
    }
  },
});
