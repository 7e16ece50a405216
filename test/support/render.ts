import { Testing } from 'cdk8s';
import { Component } from '../../constructs/component';

/** Renders what `build` puts into a component `app` of a cluster `kube-01`, namespace `demo`. */
export function render(build: (component: Component) => void): unknown[] {
  const component = new Component(Testing.app(), {
    mesh: 'test',
    cluster: 'kube-01',
    component: 'app',
    defaultNamespace: 'demo',
  });
  build(component);
  return Testing.synth(component) as unknown[];
}

/** Renders the only object that `build` makes. */
export function renderOne(build: (component: Component) => void): Record<string, unknown> {
  const objects = render(build);
  if (objects.length !== 1) throw new Error(`expected one object, got ${objects.length}`);
  return objects[0] as Record<string, unknown>;
}
