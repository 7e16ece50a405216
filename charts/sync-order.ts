import { Dependency, DependencyKind } from '../constructs/argo/dependency';
import type { Component } from '../constructs/component';
import type { Cluster } from '../fleet/mesh';
import { istioOf } from './operator-document';

/*
 * A pod that comes before istiod's webhook never gets its proxy: an application runs on outside of the mesh, and a
 * gateway waits for an image called `auto`. So nothing with such pods is applied before istiod is healthy.
 */

/** Lets what depends on the cluster's istiod go ahead once everything else of this component is healthy. */
export function releasesDependents(component: Component): void {
  new DependencyKind(component, 'dependency-kind');
}

/** Holds a component back until the cluster's istiod can inject its pods. */
export function dependsOnIstiod(component: Component, cluster: Cluster): void {
  const { revision } = istioOf(cluster);
  new Dependency(component, 'depends-on-istiod', {
    name: component.component,
    after: revision === undefined ? 'istiod' : `istiod ${revision}`,
  });
}
