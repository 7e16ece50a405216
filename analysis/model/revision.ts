import type { Cluster } from './cluster';
import type { Resource } from './resource';

/** A control plane of a cluster, by what it calls itself. */
export interface Revision {
  /** `default` where it has no name of its own. */
  readonly name: string;
  readonly namespace: string;
  /** Names that stand for it: of tags, and `default`. */
  readonly tags: ReadonlySet<string>;
  readonly resource: Resource;
}

/** The control planes of a cluster: istiod Deployments, and injectors, which a remote cluster has alone. */
export function revisionsOf(cluster: Cluster): ReadonlyMap<string, Revision> {
  const found = new Map<string, Revision & { readonly tags: Set<string> }>();
  const add = (name: string, namespace: string, resource: Resource) => {
    const revision = found.get(name) ?? { name, namespace, tags: new Set<string>(), resource };
    found.set(name, revision);
    return revision;
  };
  for (const deployment of cluster.of('Deployment')) {
    if (deployment.labels.app !== 'istiod') continue;
    add(deployment.labels['istio.io/rev'] ?? 'default', deployment.namespace, deployment);
  }
  for (const webhook of cluster.of('MutatingWebhookConfiguration')) {
    const { labels, name } = webhook;
    if (labels['istio.io/rev'] === undefined && !name.startsWith('istio-sidecar-injector')) continue;
    const revision = add(labels['istio.io/rev'] ?? 'default', cluster.systemNamespace, webhook);
    const tag = labels['istio.io/tag'];
    if (tag !== undefined) revision.tags.add(tag);
    if (name === 'istio-sidecar-injector') revision.tags.add('default');
  }
  return found;
}

/** The control plane that a label `istio.io/rev` means. */
export function revisionNamed(cluster: Cluster, name: string): Revision | undefined {
  const { revisions } = cluster;
  return revisions.get(name) ?? [...revisions.values()].find(({ tags }) => tags.has(name));
}
