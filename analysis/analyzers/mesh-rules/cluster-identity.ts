import type { Cluster } from '../../model/cluster';
import { at, recordsOf, textOf } from '../../model/fields';
import type { Resource } from '../../model/resource';
import { isGateway } from '../clients';
import { meshCatalogue } from '../mesh-catalogue';
import { eastWestOf, NETWORK_LABEL, networkSource, networksWithGateway } from '../networks';
import type { FieldPath } from '../rule';
import { rule } from '../rule';

const PATHS = {
  network: ['values', 'global', 'network'],
  meshID: ['values', 'global', 'meshID'],
  'name of the cluster': ['values', 'global', 'multiCluster', 'clusterName'],
};

/** What one cluster calls itself and its network, in its documents, namespace, gateways and workloads. */
export const clusterIdentity = rule(meshCatalogue.MW1006, {
  reads: ['IstioOperator', 'Namespace', 'Service', 'Deployment', 'Pod'],
  check(mesh, report) {
    const reachable = networksWithGateway(mesh);
    const networks = new Set(mesh.clusters.map(({ network }) => network));
    for (const cluster of mesh.clusters) {
      for (const [what, path] of Object.entries(PATHS)) {
        const said = cluster
          .of('IstioOperator')
          .map((resource) => ({ resource, value: textOf(at(resource.spec, ...path)) }))
          .filter(({ value }) => value !== undefined && value !== '');
        for (const { resource, value } of said.slice(1)) {
          const [first] = said;
          if (value === first!.value) continue;
          const source = `IstioOperator ${first!.resource.qualifiedName}`;
          report(resource, `spec.${path.join('.')}`, { what, value: value!, other: first!.value!, source });
        }
      }
      const { network } = cluster;
      if (network === undefined) continue;
      const source = sourceOf(cluster);
      const differs = (resource: Resource, field: FieldPath, value: string | undefined) => {
        if (value === undefined || value === network || resource === networkSource(cluster)) return;
        report(resource, field, { what: 'network', value, other: network, source });
      };
      const { resource, network: labelled } = cluster.namespace(cluster.systemNamespace);
      if (resource !== undefined) differs(resource, ['metadata', 'labels', NETWORK_LABEL], labelled);
      // A Service may stand for the gateway of a network that is no cluster's.
      for (const one of eastWestOf(cluster)) {
        const { origin } = one.service.resource;
        // What its document says of itself has been compared.
        if (textOf(at(origin?.maker?.spec, ...PATHS.network)) === one.network) continue;
        if (networks.has(one.network) || one.service.workloads.length > 0)
          differs(one.service.resource, ['metadata', 'labels', NETWORK_LABEL], one.network);
      }
      for (const { labels, isMachine, resource: of, podPath, containers, podSpec } of cluster.workloads) {
        const label = labels[NETWORK_LABEL];
        const isElsewhere = label !== undefined && (networks.has(label) || !reachable.has(label));
        if (!isMachine && isElsewhere) differs(of, [...podPath, 'metadata', 'labels', NETWORK_LABEL], label);
        if (!isGateway({ containers })) continue;
        const env = recordsOf(at(podSpec, 'containers', 0, 'env'));
        const view = textOf(env.find(({ name }) => name === 'ISTIO_META_REQUESTED_NETWORK_VIEW')?.value);
        if (view && !view.split(',').includes(network))
          differs(of, [...podPath, 'spec', 'containers', 0, 'env'], view);
      }
      for (const document of cluster.of('IstioOperator')) {
        recordsOf(at(document.spec, 'components', 'ingressGateways')).forEach((gateway, index) => {
          recordsOf(at(gateway, 'k8s', 'env')).forEach(({ name, value }, place) => {
            const view = textOf(value) ?? '';
            if (
              name !== 'ISTIO_META_REQUESTED_NETWORK_VIEW' ||
              view === '' ||
              view.split(',').includes(network)
            )
              return;
            const field = `spec.components.ingressGateways[${index}].k8s.env[${place}].value`;
            report(document, field, { what: 'network view', value: view, other: network, source });
          });
        });
      }
    }
  },
});

function sourceOf(cluster: Cluster): string {
  const source = networkSource(cluster);
  return source === undefined ? 'the cluster' : `${source.kind} ${source.qualifiedName}`;
}
