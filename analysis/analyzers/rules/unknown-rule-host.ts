import { textsOf } from '../../model/fields';
import { catalogue } from '../catalogue';
import { MeantHosts } from '../meant-hosts';
import { rule } from '../rule';
import { seenHosts } from '../seen-hosts';

/** Hosts of DestinationRules that no Service and no ServiceEntry has. */
export const unknownRuleHost = rule(catalogue.IST0174, {
  reads: ['DestinationRule', 'Service', 'ServiceEntry'],
  check(mesh, report) {
    if (!mesh.knowsHosts) return;
    const meant = new MeantHosts(mesh.hosts);
    for (const { resource, host, namespace } of mesh.destinationRules) {
      if (host === '' || seenHosts(mesh, host, resource, textsOf(resource.spec.exportTo)).length > 0)
        continue;
      const isHidden = mesh.hosts.known(host, resource).length > 0;
      const advice = isHidden ? undefined : meant.remedyOf(host, resource);
      report(resource, 'spec.host', { host, namespace, isHidden, advice });
    }
  },
});
