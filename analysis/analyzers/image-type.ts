import type { Cluster } from '../model/cluster';
import { addTo, at, labelsOf, textOf } from '../model/fields';
import { parsed } from '../model/injection';
import { hasLabels } from '../model/label-index';
import type { Resource } from '../model/resource';

/**
 * Which type of the proxy's image a pod gets: `distroless`, `debug`, or empty for the usual one. By its annotation,
 * else the ProxyConfig for it, for its namespace, for the mesh, else MeshConfig.
 */
export function imageTypes(cluster: Cluster): (pod: Resource) => string {
  const { meshConfig } = cluster;
  let ofMesh = textOf(at(meshConfig.fields, 'defaultConfig', 'image', 'imageType'));
  const ofNamespace = new Map<string, string>();
  const ofWorkloads = new Map<string, Resource[]>();
  for (const one of cluster.of('ProxyConfig')) {
    const type = typeIn(one.spec);
    if (type === undefined) continue;
    if (one.namespace === meshConfig.rootNamespace) ofMesh = type;
    else if (one.spec.selector === undefined) ofNamespace.set(one.namespace, type);
    else addTo(ofWorkloads, one.namespace, one);
  }
  return ({ namespace, labels, annotations }) => {
    const annotation = annotations['proxy.istio.io/config'];
    const own = annotation === undefined ? undefined : typeIn(parsed(annotation));
    const selecting = (ofWorkloads.get(namespace) ?? []).findLast(({ spec }) =>
      hasLabels(labels, labelsOf(at(spec.selector, 'matchLabels'))),
    );
    const ofWorkload = selecting === undefined ? undefined : typeIn(selecting.spec);
    const type = own ?? ofWorkload ?? ofNamespace.get(namespace) ?? ofMesh ?? '';
    return type === 'default' ? '' : type;
  };
}

function typeIn(value: unknown): string | undefined {
  return textOf(at(value, 'image', 'imageType')) || undefined;
}
