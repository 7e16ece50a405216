import { ApiObject, App } from 'cdk8s';
import { dependOnIstiod, orderApplications, releaseDependents } from '../../charts/sync-order';
import { Namespace } from '../../constructs/kubernetes/namespace';
import { Component } from '../../constructs/component';
import type { IstioSpec } from '../../fleet/istio-spec';
import { Mesh } from '../../fleet/mesh';
import type { MeshSpec } from '../../fleet/mesh-spec';
import { resolveApp } from '../../synth/resolve';
import { render, renderOne } from '../support/render';
import { twoClusters } from '../support/meshes';

const repository = { url: 'https://git.example.org/platform.git' };
const cluster = (istio: Partial<IstioSpec> = {}, over: Partial<MeshSpec> = { repository }) =>
  new Mesh(twoClusters({ istio: { version: '1.29.1', ...istio }, ...over })).cluster('left');

test.each<[string | undefined, string]>([
  ['canary', 'istiod canary'],
  [undefined, 'istiod'],
])('a component waits for the istiod of revision %s', (revision, after) => {
  const object = renderOne((component) => dependOnIstiod(component, cluster({ revision })));
  expect(object).toMatchObject({ kind: 'Dependency', metadata: { name: 'app' }, spec: { after } });
});

test('the component of istiod lets it go', () => {
  expect(render((component) => releaseDependents(component, cluster()))).toMatchObject([
    { kind: 'CustomResourceDefinition' },
  ]);
});

test('without Argo CD nothing waits', () => {
  const own = cluster({}, {});
  expect(render((component) => releaseDependents(component, own))).toEqual([]);
  expect(render((component) => dependOnIstiod(component, own))).toEqual([]);
});

describe('of the applications, those wait', () => {
  /** The names of the components that wait, of one that makes the namespace and one that has an object in it. */
  function waiting(labels: Readonly<Record<string, string>>, kind: string, namespace = 'shop'): string[] {
    const app = new App();
    const component = (name: string) =>
      new Component(app, { mesh: 'demo', cluster: 'left', component: name, defaultNamespace: 'shop' });
    const [owner, user] = [component('owner'), component('user')];
    new Namespace(owner, 'namespace', { name: 'shop', labels });
    new ApiObject(user, 'object', { apiVersion: 'apps/v1', kind, metadata: { name: 'web', namespace } });
    orderApplications([owner, user], cluster());
    return resolveApp(app)
      .filter(({ object }) => object.kind === 'Dependency')
      .map((one) => one.component);
  }

  test.each<[string, Readonly<Record<string, string>>]>([
    ['istio-injection', { 'istio-injection': 'enabled' }],
    ['a revision', { 'istio.io/rev': 'canary' }],
  ])('that have pods in a namespace which is injected by %s', (_, labels) => {
    expect(waiting(labels, 'Deployment')).toEqual(['user']);
  });

  test('and no others', () => {
    expect(waiting({}, 'Deployment')).toEqual([]);
    expect(waiting({ 'istio-injection': 'disabled' }, 'Deployment')).toEqual([]);
    expect(waiting({ 'istio-injection': 'enabled' }, 'Service')).toEqual([]);
    expect(waiting({ 'istio-injection': 'enabled' }, 'Deployment', 'other')).toEqual([]);
  });
});
