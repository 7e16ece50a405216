import type { Cluster } from '../../model/cluster';
import { at, textOf } from '../../model/fields';
import { crossingsOf, unlabelledEastWest } from '../crossings';
import { meshCatalogue } from '../mesh-catalogue';
import { networkSource, networksWithGateway } from '../networks';
import { rule } from '../rule';

/** Networks whose services are called from others, and that nobody can enter. */
export const networkWithoutGateway = rule(meshCatalogue.MW1102, {
  reads: ['IstioOperator', 'Namespace', 'Service', 'KubernetesGateway', 'Gateway'],
  check(mesh, report) {
    const reachable = networksWithGateway(mesh);
    if (mesh.clusters.every(({ network }) => network === undefined || reachable.has(network))) return;
    const candidates = new Set(
      unlabelledEastWest(mesh).map(({ service }) => service.resource.cluster.network),
    );
    for (const [network, [first]] of crossingsOf(mesh)) {
      const { service, client } = first!;
      const { cluster } = service.resource;
      const source = networkSource(cluster);
      if (reachable.has(network) || candidates.has(network) || source === undefined || isUnclear(cluster))
        continue;
      const field = source.kind === 'IstioOperator' ? 'spec.values.global.network' : 'metadata.labels';
      report(source, field, { network, host: service.host, client });
    }
  },
});

/** Whether a cluster's documents name several networks, which is another finding. */
function isUnclear(cluster: Cluster): boolean {
  const names = cluster
    .of('IstioOperator')
    .map(({ spec }) => textOf(at(spec, 'values', 'global', 'network')));
  return new Set(names.filter((one) => one)).size > 1;
}
