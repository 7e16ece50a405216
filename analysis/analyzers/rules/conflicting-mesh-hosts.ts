import type { Cluster } from '../../model/cluster';
import { addTo } from '../../model/fields';
import { fullHost, NameIndex } from '../../model/hosts';
import type { VirtualService } from '../../model/virtual-service';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Two with one host for all namespaces, or for one; and one for a namespace beside one for all, wildcards too. */
export const conflictingMeshHosts = rule(catalogue.IST0109, {
  reads: ['VirtualService'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const { everywhere, scoped, byNamespace } = hostsOf(cluster);
      for (const one of cluster.virtualServices) {
        if (!one.isForSidecars) continue;
        one.hosts.forEach((host, index) => {
          const name = fullHost(host, one.namespace, cluster.domain);
          const found = scopesOf(one).flatMap((scope) =>
            scope === '*'
              ? [...everywhere.exact(name), ...scoped.matching(name)]
              : [...(byNamespace.get(`${scope}/${name}`) ?? []), ...everywhere.matching(name)],
          );
          const others = [...new Set(found)].filter((other) => other !== one);
          if (others.length === 0) return;
          const names = others.map(({ resource }) => resource.nameFrom(one.namespace)).sort();
          report(one.resource, `spec.hosts[${index}]`, { host, others: names });
        });
      }
    }
  },
});

function hostsOf(cluster: Cluster) {
  const everywhere = new NameIndex<VirtualService>();
  const scoped = new NameIndex<VirtualService>();
  const byNamespace = new Map<string, VirtualService[]>();
  for (const one of cluster.virtualServices) {
    if (!one.isForSidecars) continue;
    for (const host of one.hosts) {
      const name = fullHost(host, one.namespace, cluster.domain);
      for (const scope of scopesOf(one)) {
        (scope === '*' ? everywhere : scoped).add(name, one);
        addTo(byNamespace, `${scope}/${name}`, one);
      }
    }
  }
  return { everywhere, scoped, byNamespace };
}

function scopesOf({ exportTo, namespace }: VirtualService): readonly string[] {
  if (exportTo.length === 0 || exportTo.includes('*')) return ['*'];
  return [...new Set(exportTo.map((one) => (one === '.' ? namespace : one)))];
}
