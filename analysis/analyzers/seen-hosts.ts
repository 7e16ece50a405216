import { fullHost, type Host } from '../model/hosts';
import type { Mesh } from '../model/mesh';
import type { Resource } from '../model/resource';

/**
 * The hosts that a name in a VirtualService or a DestinationRule means to any namespace that has the object. A short
 * name is always one of the object's own namespace.
 */
export function seenHosts(
  mesh: Mesh,
  host: string,
  resource: Resource,
  exportTo: readonly string[],
): readonly Host[] {
  const { namespace, cluster } = resource;
  const name = fullHost(host, namespace, cluster.domain);
  const seers = exportTo.map((one) => (one === '.' || one === '*' ? namespace : one));
  for (const seer of new Set(seers.length === 0 ? [namespace] : seers)) {
    const found = mesh.hosts.resolve(name, { namespace: seer, cluster });
    if (found.length > 0) return found;
  }
  return [];
}
