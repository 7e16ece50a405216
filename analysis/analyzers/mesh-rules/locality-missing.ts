import { at, listOf, textOf } from '../../model/fields';
import { enrolmentOf } from '../../model/injection';
import type { Resource } from '../../model/resource';
import { configuring } from '../clients';
import { Endpoints } from '../endpoints';
import { localityOfLabels } from '../localities';
import { localityPoliciesOf } from '../locality-policies';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Nodes and machines without a place, where the mesh routes by place. */
export const localityMissing = rule(meshCatalogue.MW1206, {
  reads: ['DestinationRule', 'Node', 'Pod', 'WorkloadEntry', 'ServiceEntry'],
  check(mesh, report) {
    const endpoints = new Endpoints(mesh);
    const using = new Set<string>();
    let first: Resource | undefined;
    for (const cluster of configuring(mesh)) {
      for (const one of cluster.destinationRules) {
        const isByPlace = localityPoliciesOf(one).some(
          ({ setting, outlier }) =>
            listOf(setting.distribute).length > 0 ||
            (outlier !== undefined &&
              (listOf(setting.failover).length > 0 || listOf(setting.failoverPriority).length === 0)),
        );
        if (!isByPlace) continue;
        first ??= one.resource;
        for (const { name } of endpoints.hosts(one.host, one.resource)) using.add(name);
      }
    }
    if (first === undefined) return;
    const user = `DestinationRule ${first.qualifiedName}`;
    for (const cluster of mesh.clusters) {
      const occupied = new Set(
        cluster.pods
          .filter((one) => enrolmentOf(one) !== 'none')
          .map(({ podSpec }) => textOf(podSpec.nodeName)),
      );
      for (const node of cluster.of('Node')) {
        if (localityOfLabels(node.labels) === '' && occupied.has(node.name))
          report(node, 'metadata.labels', {
            what: 'node',
            label: 'label topology.kubernetes.io/region',
            user,
          });
      }
      const behind = [...cluster.services, ...cluster.serviceEntries].filter((one) =>
        ('host' in one ? [one.host] : one.hosts).some((host) => using.has(host)),
      );
      for (const one of behind) {
        for (const { resource } of one.workloads) {
          if (resource.kind === 'WorkloadEntry' && !textOf(resource.spec.locality))
            report(resource, 'spec', { what: 'machine', label: 'locality', user });
        }
        if (!('endpoints' in one)) continue;
        one.endpoints.forEach((endpoint, index) => {
          if (!textOf(at(endpoint, 'locality')))
            report(one.resource, `spec.endpoints[${index}]`, { what: 'endpoint', label: 'locality', user });
        });
      }
    }
  },
});
