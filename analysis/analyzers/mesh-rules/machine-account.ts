import type { Cluster } from '../../model/cluster';
import { textOf } from '../../model/fields';
import { meshCatalogue } from '../mesh-catalogue';
import { machinesOf } from '../machines';
import { rule } from '../rule';

/** Service accounts of machines, for which nobody can make a token. */
export const machineAccount = rule(meshCatalogue.MW1402, {
  reads: ['WorkloadEntry', 'WorkloadGroup', 'ServiceAccount', 'Deployment'],
  check(mesh, report) {
    const known = new Map(mesh.clusters.map((one) => [one, accountsOf(one)]));
    for (const { workload, entry, path } of machinesOf(mesh)) {
      const account = textOf(entry.serviceAccount) ?? '';
      if (account === '' || account === 'default') continue;
      const { namespace, resource } = workload;
      const accounts = known.get(resource.cluster)!.get(namespace);
      if (accounts === undefined || accounts.has(account)) continue;
      report(resource, `${path}.serviceAccount`, { account, namespace, known: [...accounts] });
    }
  },
});

/** Service accounts by namespace, of namespaces of which any is seen. */
function accountsOf(cluster: Cluster): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (namespace: string, name: string) =>
    found.set(namespace, (found.get(namespace) ?? new Set()).add(name));
  for (const { namespace, name } of cluster.of('ServiceAccount')) add(namespace, name);
  for (const { namespace, serviceAccount, isMachine } of cluster.workloads) {
    if (!isMachine) add(namespace, serviceAccount);
  }
  return found;
}
