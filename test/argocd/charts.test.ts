import { App } from 'cdk8s';
import { chartsOf, type DeliveredChart } from '../../argocd/charts';
import { buildHub } from '../../argocd/hub';
import { Component } from '../../constructs/component';
import { HelmChart } from '../../constructs/helm/helm-chart';
import { resolveApp } from '../../synth/resolve';
import { UserError } from '../../values/user-error';
import { delivered, deliveredMesh } from '../support/hub';

const vcluster: DeliveredChart = {
  cluster: 'right',
  component: 'vc1',
  chart: 'vcluster',
  version: '0.27.0',
  repository: 'https://charts.example.org',
  values: {},
  namespace: 'virtual',
};
const hub = (charts: readonly DeliveredChart[], component = 'shop') =>
  new Map(
    resolveApp(
      buildHub(deliveredMesh(), [delivered('right', component, 'v1/Service', 'shop/web')], charts),
    ).map(({ object }) => [`${object.kind}/${object.metadata.name}`, object as { spec?: unknown }]),
  );

test('charts are found by their files', () => {
  const app = new App();
  const component = (name: string, defaultNamespace?: string) =>
    new Component(app, { mesh: 'demo', cluster: 'right', component: name, defaultNamespace });
  const chart = { chart: 'vcluster', version: 'v0.27.0', repository: 'https://charts.example.org' };
  new HelmChart(component('vc1', 'virtual'), 'chart', chart);
  new HelmChart(component('vc2'), 'chart', { ...chart, releaseName: 'two' });
  component('plain');
  expect(chartsOf(app)).toEqual([
    { ...vcluster, releaseName: undefined },
    { ...vcluster, component: 'vc2', releaseName: 'two', namespace: 'default' },
  ]);
});

test('a chart goes to its namespace, and brings what its list says', () => {
  const objects = hub([vcluster]);
  expect(objects.get('AppProject/demo')?.spec).toMatchObject({
    destinations: [
      { namespace: 'shop', server: 'https://right.example.org:6443' },
      { namespace: 'virtual', server: 'https://right.example.org:6443' },
    ],
    clusterResourceWhitelist: [
      { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
      { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
    ],
    namespaceResourceWhitelist: expect.arrayContaining([{ group: 'apps', kind: 'StatefulSet' }]) as unknown,
  });
  expect(objects.get('ApplicationSet/demo')?.spec).toMatchObject({
    template: {
      spec: {
        destination: {
          namespace: '{{ get (dict "vc1" "virtual") .path.basename | default .path.basename }}',
        },
      },
    },
  });
});

test('a cluster of charts alone is registered', () => {
  expect([...hub([{ ...vcluster, cluster: 'left' }]).keys()]).toContain('Secret/cluster-left');
});

describe('refuses', () => {
  const long = 'c'.repeat(48);

  test("an Application whose name is no release's", () => {
    const build = () => hub([{ ...vcluster, component: long }]);
    expect(build).toThrow(UserError);
    expect(build).toThrow(
      `its Application right-${long} has 54 characters, and a Helm release has at most 53; shorten the cluster's or the component's name`,
    );
    expect(() => hub([{ ...vcluster, component: long, releaseName: 'short' }])).not.toThrow();
    expect(() => hub([{ ...vcluster, component: long.slice(1) }])).not.toThrow();
  });

  test.each([
    ['vcluster', '0.28.0', 'the list is of "0.27.0"'],
    ['unheard-of', '1.0.0', 'there is no list'],
  ])('chart %s %s, whose kinds nobody has listed', (chart, version, why) => {
    const build = () => hub([{ ...vcluster, chart, version }]);
    expect(build).toThrow(UserError);
    expect(build).toThrow(
      `component vc1: nobody has listed the kinds that chart ${chart} ${version} brings (${why}), and the AppProject ` +
        'would refuse them; run `node --import tsx argocd/installed-kinds/regenerate-chart.ts <chart>`',
    );
  });
});
