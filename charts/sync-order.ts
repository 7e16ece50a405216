import { ApiObject } from 'cdk8s';
import { Dependency, DependencyKind } from '../constructs/argo/dependency';
import type { Component } from '../constructs/component';
import type { Cluster } from '../fleet/mesh';
import { istioOf } from './operator-document';

/*
 * A pod that comes before istiod's webhook never gets its proxy: an application runs on outside of the mesh, and a
 * gateway waits for an image called `auto`. So Argo CD applies nothing with such pods before istiod is healthy.
 * Without Argo CD, whoever applies dist has that order in hand.
 */

/**
 * Lets what depends on an istiod go ahead once everything else of its component is healthy.
 *
 * @param canary - the revision, of the second control plane
 */
export function releaseDependents(component: Component, cluster: Cluster, canary?: string): void {
  if (isDelivered(cluster)) new DependencyKind(component, 'dependency-kind', { releases: canary });
}

/**
 * Holds a component back until an istiod of the cluster can inject its pods.
 *
 * @param canary - the revision, of the second control plane
 */
export function dependOnIstiod(component: Component, cluster: Cluster, canary?: string): void {
  if (!isDelivered(cluster)) return;
  const revision = canary ?? istioOf(cluster).revision;
  new Dependency(component, canary === undefined ? 'depends-on-istiod' : 'depends-on-canary', {
    name: component.component,
    releasedBy: canary,
    after: revision === undefined ? 'istiod' : `istiod ${revision}`,
  });
}

/**
 * Holds back, of all components of a cluster, those with pods that one of its istiods injects: by the label of their
 * namespace or their own. What a Helm chart brings is taken for such pods.
 */
export function orderApplications(components: readonly Component[], cluster: Cluster): void {
  if (!cluster.is('primary') || !isDelivered(cluster)) return;
  const objects = components.map(
    (component) =>
      [
        component,
        component.node.findAll().filter((one) => ApiObject.isApiObject(one)) as ApiObject[],
      ] as const,
  );
  const revisions = new Map(objects.flatMap(([, all]) => all.flatMap(injection)));
  const canary = cluster.mesh.istio?.canary?.revision;
  for (const [component, all] of objects) {
    const chart = component.files.has('Chart.yaml') ? [component.defaultNamespace ?? 'default'] : [];
    const pods = all.filter(({ kind }) => podKinds.has(kind));
    const asked = new Set([
      ...chart.map((namespace) => revisions.get(namespace)),
      ...pods.map((pod) => revisions.get(pod.metadata.namespace ?? 'default') ?? ownRevision(pod)),
    ]);
    asked.delete(undefined);
    const asksCanary = canary !== undefined && asked.delete(canary);
    if (asked.size > 0) dependOnIstiod(component, cluster);
    if (asksCanary) dependOnIstiod(component, cluster, canary);
  }
}

const podKinds: ReadonlySet<string> = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'Pod',
  'ReplicaSet',
  'StatefulSet',
]);

/** A namespace whose pods are injected, and by which revision; empty for the one without a name. */
function injection({ kind, name, metadata }: ApiObject): [string, string][] {
  if (kind !== 'Namespace') return [];
  if (metadata.getLabel('istio-injection') === 'enabled') return [[name, '']];
  const revision = metadata.getLabel('istio.io/rev') as string | undefined;
  return revision === undefined ? [] : [[name, revision]];
}

/** By which revision pods ask to be injected themselves; undefined where they do not. */
function ownRevision(object: ApiObject): string | undefined {
  const { metadata, spec = {} } = object.toJson() as { metadata?: Labelled; spec?: PodParent };
  const pod = spec.jobTemplate?.spec?.template ?? spec.template ?? { metadata };
  const labels = pod.metadata?.labels ?? {};
  if (labels['sidecar.istio.io/inject'] === 'true') return labels['istio.io/rev'] ?? '';
  return undefined;
}

interface Labelled {
  readonly labels?: Readonly<Record<string, string>>;
}
interface Template {
  readonly metadata?: Labelled;
}
interface PodParent {
  readonly template?: Template;
  readonly jobTemplate?: { readonly spec?: { readonly template?: Template } };
}

function isDelivered({ mesh }: Cluster): boolean {
  return mesh.spec.repository !== undefined;
}
