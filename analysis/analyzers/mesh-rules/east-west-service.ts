import { at, listOf, once, textOf } from '../../model/fields';
import type { Service } from '../../model/service';
import { crossingsOf, unlabelledEastWest } from '../crossings';
import { meshCatalogue } from '../mesh-catalogue';
import { eastWestOf, NETWORK_LABEL, networksWithGateway } from '../networks';
import { rule } from '../rule';

/** Services of east-west gateways that istiod does not take for such: no label, no port, no address. */
export const eastWestService = rule(meshCatalogue.MW1104, {
  reads: ['Service', 'Gateway', 'Deployment', 'Pod'],
  check(mesh, report) {
    // Looked for only where something may be wrong: it takes a look at every service.
    const crossings = once(() => crossingsOf(mesh));
    const reachable = networksWithGateway(mesh);
    for (const { service, gateway } of unlabelledEastWest(mesh)) {
      const { network } = service.resource.cluster;
      if (network === undefined || reachable.has(network) || !crossings().has(network)) continue;
      const { qualifiedName } = gateway.resource;
      report(service.resource, 'metadata.labels', {
        problem: `has no label ${NETWORK_LABEL}: ${network}, though Gateway ${qualifiedName} makes it an east-west gateway`,
        network,
      });
    }
    for (const { service, network, port } of mesh.clusters.flatMap(eastWestOf)) {
      const isOpen = service.ports.some(({ number }) => number === port);
      const problem = isOpen ? addressProblem(service) : `has no port ${port}`;
      if (problem === undefined || !crossings().has(network)) continue;
      report(service.resource, isOpen ? 'spec.type' : 'spec.ports', { problem, network });
    }
  },
});

/** Why nobody outside of the cluster has an address for a Service. Source: `ConvertService` of istiod. */
function addressProblem({ type, resource }: Service): string | undefined {
  const { spec, status, annotations } = resource;
  if (listOf(spec.externalIPs).length > 0) return undefined;
  if (type === 'NodePort' && annotations['traffic.istio.io/nodeSelector'] === undefined)
    return 'is of type NodePort without the annotation traffic.istio.io/nodeSelector, so istiod knows no address of it';
  if (type === 'ClusterIP') return 'is of type ClusterIP, which has no address outside of its cluster';
  // A file has no status; a dump has one, empty until there is an address.
  const isPending =
    status.loadBalancer !== undefined && listOf(at(status, 'loadBalancer', 'ingress')).length === 0;
  const wanted = textOf(spec.loadBalancerIP);
  if (type !== 'LoadBalancer' || !isPending) return undefined;
  return `has got no address of its load balancer${wanted === undefined ? '' : ` (it asks for ${wanted})`}`;
}
