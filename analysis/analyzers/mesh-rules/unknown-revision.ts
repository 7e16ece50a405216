import type { Cluster } from '../../model/cluster';
import { at, fieldsOf, textOf } from '../../model/fields';
import { revisionNamed } from '../../model/revision';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

const LABEL = 'istio.io/rev';

/** Namespaces, pods and gateways that ask for a control plane that their cluster has not. */
export const unknownRevision = rule(meshCatalogue.MW1007, {
  reads: ['IstioOperator', 'Namespace', 'Deployment', 'Pod', 'MutatingWebhookConfiguration'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const known = [...cluster.revisions.values()].flatMap(({ name, tags }) => [name, ...tags]);
      if (known.length === 0) continue;
      const isUnknown = (name: string | undefined) => name && revisionNamed(cluster, name) === undefined;
      for (const namespace of cluster.of('Namespace')) {
        const revision = namespace.labels[LABEL];
        // The old label goes before that of revisions.
        if (namespace.labels['istio-injection'] !== undefined || !isUnknown(revision)) continue;
        report(namespace, ['metadata', 'labels', LABEL], { revision: revision!, known });
      }
      for (const { labels, resource, podPath } of cluster.workloads) {
        const revision = labels[LABEL];
        if (resource.origin !== undefined || labels['sidecar.istio.io/inject'] === 'false') continue;
        if (!isUnknown(revision) || isPlain(cluster, resource.namespace)) continue;
        report(resource, [...podPath, 'metadata', 'labels', LABEL], { revision: revision!, known });
      }
      for (const document of cluster.of('IstioOperator')) {
        const { spec } = document;
        const gateways =
          at(spec, 'components', 'ingressGateways') ?? at(spec, 'components', 'egressGateways');
        const revision = textOf(spec.revision) ?? textOf(at(spec, 'values', 'revision'));
        if (gateways === undefined || !isUnknown(revision)) continue;
        const field = fieldsOf(spec).revision === undefined ? 'spec.values.revision' : 'spec.revision';
        report(document, field, { revision: revision!, known });
      }
    }
  },
});

/** Whether a namespace refuses injection, so that what its pods ask for means nothing. */
function isPlain(cluster: Cluster, namespace: string): boolean {
  return cluster.namespace(namespace).labels['istio-injection'] === 'disabled';
}
