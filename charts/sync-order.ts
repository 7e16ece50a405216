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

/** Lets what depends on the cluster's istiod go ahead once everything else of this component is healthy. */
export function releaseDependents(component: Component, cluster: Cluster): void {
  if (isDelivered(cluster)) new DependencyKind(component, 'dependency-kind');
}

/** Holds a component back until the cluster's istiod can inject its pods. */
export function dependOnIstiod(component: Component, cluster: Cluster): void {
  if (!isDelivered(cluster)) return;
  const { revision } = istioOf(cluster);
  new Dependency(component, 'depends-on-istiod', {
    name: component.component,
    after: revision === undefined ? 'istiod' : `istiod ${revision}`,
  });
}

/** Holds back, of all components of a cluster, those with pods in a namespace whose pods its istiod injects. */
export function orderApplications(components: readonly Component[], cluster: Cluster): void {
  if (!cluster.is('primary') || !isDelivered(cluster)) return;
  const objects = components.map(
    (component) =>
      [
        component,
        component.node.findAll().filter((one) => ApiObject.isApiObject(one)) as ApiObject[],
      ] as const,
  );
  const injected = new Set(
    objects
      .flatMap(([, all]) => all)
      .filter(isInjectedNamespace)
      .map(({ name }) => name),
  );
  for (const [component, all] of objects) {
    const waits = all.some(
      ({ kind, metadata }) => podKinds.has(kind) && injected.has(metadata.namespace ?? 'default'),
    );
    if (waits) dependOnIstiod(component, cluster);
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

function isInjectedNamespace({ kind, metadata }: ApiObject): boolean {
  if (kind !== 'Namespace') return false;
  return (
    metadata.getLabel('istio-injection') === 'enabled' || metadata.getLabel('istio.io/rev') !== undefined
  );
}

function isDelivered({ mesh }: Cluster): boolean {
  return mesh.spec.repository !== undefined;
}
