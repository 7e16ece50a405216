import type { Cluster } from '../../model/cluster';
import { addTo, at, recordsOf, textOf } from '../../model/fields';
import { parsed } from '../../model/injection';
import { catalogue } from '../catalogue';
import { imageTypes } from '../image-type';
import { rule } from '../rule';

/** Images of proxies that are there, and of the injector that would make them now. */
export const proxyImage = rule(catalogue.IST0158, {
  reads: ['Pod', 'Namespace', 'ConfigMap', 'ProxyConfig'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const typeOf = imageTypes(cluster);
      const images = new Map<string, string | undefined>();
      const outdated = new Map<string, string[]>();
      for (const pod of cluster.of('Pod')) {
        const { labels, resource } = cluster.namespace(pod.namespace);
        const revision =
          labels['istio.io/rev'] ?? (labels['istio-injection'] === 'enabled' ? 'default' : undefined);
        if (resource === undefined || revision === undefined) continue;
        if (pod.annotations['sidecar.istio.io/proxyImage']) continue;
        if (!images.has(revision)) images.set(revision, injectedImage(cluster, revision));
        const image = images.get(revision);
        if (image === undefined) continue;
        const proxies = [...recordsOf(pod.spec.containers), ...recordsOf(pod.spec.initContainers)].filter(
          ({ name }) => name === 'istio-proxy',
        );
        const allowed = [image, `${image}-${typeOf(pod)}`];
        if (proxies.some((proxy) => !allowed.includes(textOf(proxy.image) ?? '')))
          addTo(outdated, pod.namespace, pod.name);
      }
      for (const [namespace, pods] of outdated)
        report(cluster.namespace(namespace).resource!, null, { pods: pods.sort() });
    }
  },
});

/** What the injector of a revision makes, by its ConfigMap; undefined where that does not say. */
function injectedImage(cluster: Cluster, revision: string): string | undefined {
  const isDefault = revision === '' || revision === 'default';
  const name = isDefault ? 'istio-sidecar-injector' : `istio-sidecar-injector-${revision}`;
  const map = cluster.find('ConfigMap', cluster.systemNamespace, name);
  const values = parsed(textOf(map?.at('data', 'values')) ?? '');
  const image = textOf(at(values, 'global', 'proxy', 'image'));
  if (image?.includes('/')) return image;
  const hub = textOf(at(values, 'global', 'hub'));
  const tag = at(values, 'global', 'tag');
  return image === undefined || hub === undefined || tag === undefined
    ? undefined
    : `${hub}/${image}:${String(tag)}`;
}
