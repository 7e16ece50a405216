import type { Cluster } from '../../model/cluster';
import { at, listOf, textOf } from '../../model/fields';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

export const addressesRequired = rule(catalogue.IST0134, {
  reads: ['ServiceEntry', 'ConfigMap', 'IstioOperator'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      if (allocatesAddresses(cluster)) continue;
      for (const { resource, addresses, ports } of cluster.serviceEntries) {
        if (addresses.length > 0 || listOf(resource.status.addresses).length > 0) continue;
        for (const { number, fields, path } of ports) {
          const protocol = textOf(fields.protocol) ?? '';
          if (protocol !== '' && protocol.toUpperCase() !== 'TCP') continue;
          report(resource, path, { port: number });
        }
      }
    }
  },
});

/** Whether the mesh's proxies answer DNS with addresses of their own making. */
function allocatesAddresses({ meshConfig }: Cluster): boolean {
  const metadata = at(meshConfig.fields, 'defaultConfig', 'proxyMetadata');
  const isOn = (name: string) => at(metadata, name) === 'true';
  return (
    isOn('ISTIO_META_DNS_CAPTURE') &&
    (isOn('ISTIO_META_DNS_AUTO_ALLOCATE') || isOn('PILOT_ENABLE_IP_AUTOALLOCATE'))
  );
}
