import { ApiObject, App } from 'cdk8s';
import { dependOnIstiod, orderApplications, releaseDependents } from '../../charts/sync-order';
import { Namespace } from '../../constructs/kubernetes/namespace';
import { HelmChart } from '../../constructs/helm/helm-chart';
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
  function waiting(
    labels: Readonly<Record<string, string>>,
    kind: string,
    namespace = 'shop',
    more: { readonly metadata?: object; readonly spec?: object } = {},
  ): string[] {
    const app = new App();
    const component = (name: string) =>
      new Component(app, { mesh: 'demo', cluster: 'left', component: name, defaultNamespace: 'shop' });
    const [owner, user] = [component('owner'), component('user')];
    new Namespace(owner, 'namespace', { name: 'shop', labels });
    new ApiObject(user, 'object', {
      apiVersion: 'apps/v1',
      kind,
      ...more,
      metadata: { name: 'web', namespace, ...more.metadata },
    });
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

  test('that have pods which ask for it themselves', () => {
    const label = { 'sidecar.istio.io/inject': 'true' };
    const spec = { template: { metadata: { labels: label } } };
    expect(waiting({}, 'Deployment', 'other', { spec })).toEqual(['user']);
    expect(waiting({}, 'CronJob', 'other', { spec: { jobTemplate: { spec } } })).toEqual(['user']);
    expect(waiting({}, 'Pod', 'other', { metadata: { labels: label } })).toEqual(['user']);
  });

  test('that are Helm charts in such a namespace, which may bring pods', () => {
    const app = new App();
    const component = new Component(app, {
      mesh: 'demo',
      cluster: 'left',
      component: 'chart',
      defaultNamespace: 'shop',
    });
    const owner = new Component(app, { mesh: 'demo', cluster: 'left', component: 'owner' });
    new Namespace(owner, 'namespace', { name: 'shop', labels: { 'istio-injection': 'enabled' } });
    new HelmChart(component, 'chart', { chart: 'a', version: '1.0.0', repository: 'https://example.org' });
    orderApplications([owner, component], cluster());
    expect(
      resolveApp(app)
        .filter(({ object }) => object.kind === 'Dependency')
        .map((one) => `${one.component} ${one.folder}`),
    ).toEqual(['chart templates']);
  });

  test("for the canary, whose pods are the canary's", () => {
    const canary = { version: '1.29.2', revision: 'next' };
    const [app, own] = [new App(), cluster({ revision: 'first', canary })];
    const component = new Component(app, { mesh: 'demo', cluster: 'left', component: 'shop' });
    for (const revision of ['first', 'next']) {
      const namespace = `of-${revision}`;
      new Namespace(component, namespace, { name: namespace, labels: { 'istio.io/rev': revision } });
      new ApiObject(component, `${namespace}-pod`, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'a', namespace },
      });
    }
    orderApplications([component], own);
    expect(
      resolveApp(app)
        .filter(({ object }) => object.kind === 'Dependency')
        .map(({ object }) => `${object.apiVersion} ${(object['spec'] as { after: string }).after}`),
    ).toEqual(['meshwright.dev/v1 istiod first', 'next.meshwright.dev/v1 istiod next']);
  });

  test('and no others', () => {
    expect(waiting({}, 'Deployment')).toEqual([]);
    expect(waiting({ 'istio-injection': 'disabled' }, 'Deployment')).toEqual([]);
    expect(waiting({ 'istio-injection': 'enabled' }, 'Service')).toEqual([]);
    expect(waiting({ 'istio-injection': 'enabled' }, 'Deployment', 'other')).toEqual([]);
  });
});
