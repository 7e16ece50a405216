import { catalogue } from '../catalogue';
import { fullHost, NameIndex } from '../../model/hosts';
import type { Cluster } from '../../model/cluster';
import type { DestinationRule } from '../../model/virtual-service';
import { rule } from '../rule';

/** Subsets that a VirtualService sends traffic to. */
export const referencedSubset = rule(catalogue.IST0101, {
  reads: ['VirtualService', 'DestinationRule'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const rules = rulesByHost(cluster);
      for (const { resource, namespace, destinations } of cluster.virtualServices) {
        for (const { host, subset, path, use } of destinations) {
          if (subset === undefined || host === '') continue;
          const name = fullHost(host, namespace, cluster.domain);
          const subsets = rules.matching(name).flatMap(({ subsets }) => subsets.map((one) => one.name));
          if (subsets.includes(subset)) continue;
          const what = use === 'mirror' ? 'subset for mirroring' : 'subset';
          const where = `of host ${host} in any DestinationRule`;
          report(resource, `${path}.subset`, { what, name: subset, where, known: subsets });
        }
      }
    }
  },
});

function rulesByHost(cluster: Cluster): NameIndex<DestinationRule> {
  const index = new NameIndex<DestinationRule>();
  for (const one of cluster.destinationRules)
    index.add(fullHost(one.host, one.namespace, cluster.domain), one);
  return index;
}
