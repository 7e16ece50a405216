import type { Cluster } from '../../model/cluster';
import { at, fieldsOf, recordsOf, textOf, textsOf } from '../../model/fields';
import { fullHost } from '../../model/hosts';
import type { Resource } from '../../model/resource';
import { clusterName, configuring } from '../clients';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Services of other clusters that a cluster's own configuration names, and its DNS does not know. */
export const hostNotResolvable = rule(meshCatalogue.MW1108, {
  reads: ['VirtualService', 'Sidecar', 'Service', 'ServiceEntry', 'IstioOperator', 'ConfigMap'],
  check(mesh, report) {
    for (const cluster of configuring(mesh)) {
      if (cluster.services.every(({ resource }) => resource.origin !== undefined) || capturesDns(cluster))
        continue;
      for (const { resource, host, path } of named(cluster)) {
        const found = mesh.hosts.resolve(host, resource);
        const services = found.filter(({ service }) => service !== undefined);
        const isKnownHere = found.some(
          (one) => one.service === undefined || cluster.configured.includes(one.cluster),
        );
        if (services.length === 0 || isKnownHere) continue;
        const name = fullHost(host, resource.namespace, cluster.domain);
        report(resource, path, { host: name, cluster: clusterName(services[0]!.cluster) });
      }
    }
  },
});

interface Name {
  readonly resource: Resource;
  readonly host: string;
  readonly path: string;
}

/** Hosts that sidecars of a cluster are told to route or to know, each by its name. */
function* named(cluster: Cluster): Generator<Name> {
  for (const { resource, hosts, isForSidecars } of cluster.virtualServices) {
    if (!isForSidecars) continue;
    for (const [index, host] of hosts.entries())
      if (!host.includes('*')) yield { resource, host, path: `spec.hosts[${index}]` };
  }
  for (const resource of cluster.of('Sidecar')) {
    for (const [listener, { hosts }] of recordsOf(resource.spec.egress).entries()) {
      for (const [index, given] of textsOf(hosts).entries()) {
        const host = given.slice(given.indexOf('/') + 1);
        if (!host.includes('*')) yield { resource, host, path: `spec.egress[${listener}].hosts[${index}]` };
      }
    }
  }
}

/** Whether sidecars answer for names that the cluster's DNS does not have, all of them or those of a pod. */
function capturesDns(cluster: Cluster): boolean {
  const metadata = fieldsOf(at(cluster.meshConfig.fields, 'defaultConfig', 'proxyMetadata'));
  return (
    textOf(metadata.ISTIO_META_DNS_CAPTURE) === 'true' ||
    cluster.workloads.some(({ annotations }) =>
      (annotations['proxy.istio.io/config'] ?? '').includes('DNS_CAPTURE'),
    )
  );
}
