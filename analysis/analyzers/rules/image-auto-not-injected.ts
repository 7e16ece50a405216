import { at, recordsOf, textOf, type Fields } from '../../model/fields';
import type { Cluster } from '../../model/cluster';
import { selects } from '../../model/label-index';
import { catalogue } from '../catalogue';
import { autoImage } from '../image-auto';
import { rule } from '../rule';

export const imageAutoNotInjected = rule(catalogue.IST0146, {
  reads: ['Deployment', 'Namespace', 'MutatingWebhookConfiguration'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const injectors = injectorsOf(cluster);
      // Where the input has no injector, it is an input without an installation.
      if (injectors.length === 0 && !mesh.isComplete) continue;
      for (const workload of cluster.workloads) {
        const { resource, labels, namespace } = workload;
        const image = resource.kind === 'Deployment' ? autoImage(workload) : undefined;
        if (image === undefined) continue;
        const around = cluster.namespace(namespace).labels;
        const takes = ({ namespaceSelector, objectSelector }: Fields) =>
          selects(namespaceSelector, around) && selects(objectSelector, labels);
        if (!injectors.some(takes)) report(resource, image, { deployment: workload.name, namespace });
      }
    }
  },
});

/** Webhooks of Istio for objects that are made. */
function injectorsOf(cluster: Cluster): readonly Fields[] {
  return cluster
    .of('MutatingWebhookConfiguration')
    .flatMap(({ object }) => recordsOf(at(object, 'webhooks')))
    .filter(({ name }) => textOf(name)?.endsWith('istio.io'));
}
