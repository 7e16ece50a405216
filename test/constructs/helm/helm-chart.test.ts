import { App, Chart, Testing } from 'cdk8s';
import { Component } from '../../../constructs/component';
import { HelmChart, type HelmChartProps } from '../../../constructs/helm/helm-chart';
import { Namespace } from '../../../constructs/kubernetes/namespace';
import { filePath } from '../../../synth/layout';
import { resolveApp } from '../../../synth/resolve';
import { UserError } from '../../../values/user-error';

const component = () =>
  new Component(Testing.app(), { mesh: 'test', cluster: 'host', component: 'tenant-1' });

const files = (props: HelmChartProps) => {
  const scope = component();
  new HelmChart(scope, 'chart', props);
  return Object.fromEntries(scope.files);
};

const minimal: HelmChartProps = {
  chart: 'vcluster',
  version: '0.15.7',
  repository: 'oci://registry.example.org/charts',
};

test('minimal', () => {
  expect(files(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    files({
      chart: 'virtual_cluster.pro',
      version: 'v0.15.7-rc.1+build.5',
      repository: 'https://charts.example.org/stable/',
      releaseName: 'tenant-1',
      values: {
        syncer: { extraArgs: ['--tls-san=tenant-1.example.org'], image: undefined },
        isolation: { networkPolicy: { enabled: false }, limits: [{ b: 1, a: null }] },
      },
    }),
  ).toMatchSnapshot();
});

test('the order in which values are given changes nothing', () => {
  const values = { b: { d: 1, c: [{ f: 1, e: 2 }] }, a: 'x' };
  const other = { a: 'x', b: { c: [{ e: 2, f: 1 }], d: 1 } };
  expect(JSON.stringify(files({ ...minimal, values }))).toBe(
    JSON.stringify(files({ ...minimal, values: other })),
  );
});

test('objects beside a chart are templates, for Argo CD sees nothing else of such a folder', () => {
  const scope = component();
  new HelmChart(scope, 'chart', minimal);
  new Namespace(scope, 'tenant-1');
  const [rendered] = resolveApp(scope.node.root as App);
  expect(filePath(rendered!)).toBe('test/host/tenant-1/templates/namespace_tenant-1.yaml');
});

describe('refuses', () => {
  test.each<[string, Partial<HelmChartProps>, string]>([
    ['a chart with a path', { chart: 'charts/vcluster' }, 'chart: "charts/vcluster" is not a chart\'s name'],
    ['a range of versions', { version: '^0.15.7' }, 'version: "^0.15.7" is not one version (such as 0.15.7)'],
    ['half a version', { version: '0.15' }, 'version: "0.15" is not one version'],
    ['any version', { version: '*' }, 'version: "*" is not one version'],
    ['a version with zeros in front', { version: '0.015.7' }, 'version: "0.015.7" is not one version'],
    [
      'a repository without TLS',
      { repository: 'http://charts.example.org' },
      'repository: "http://charts.example.org" is not a repository (oci:// or https://, without a user)',
    ],
    [
      'a repository by its local name',
      { repository: '@stable' },
      'repository: "@stable" is not a repository',
    ],
    [
      'a repository with a password',
      { repository: 'https://user:pass@charts.example.org' },
      'is not a repository (oci:// or https://, without a user)',
    ],
    [
      'a repository that ends in the chart',
      { repository: 'oci://registry.example.org/charts/vcluster' },
      'repository: "oci://registry.example.org/charts/vcluster" ends in the chart\'s name, which Helm adds itself: it would ask for oci://registry.example.org/charts/vcluster/vcluster',
    ],
    [
      'a release that cannot be called so',
      { releaseName: 'Tenant 1' },
      'releaseName: "Tenant 1" is not a release\'s name (a DNS label of at most 53): Helm refuses it',
    ],
    ['a long release', { releaseName: 'a'.repeat(54) }, "is not a release's name"],
    [
      'a number that is none',
      { values: { a: [{ b: NaN }] } },
      'values.a[0].b: NaN has no form in YAML that Helm reads',
    ],
    [
      'values that are no data',
      { values: { a: (() => 1) as never, b: new Date(0) as never } },
      'values.a: is a function, which is not plain data\n  values.b: is not plain data',
    ],
  ])('%s', (_, props, message) => {
    expect(() => files({ ...minimal, ...props })).toThrow(UserError);
    expect(() => files({ ...minimal, ...props })).toThrow(message);
  });

  test('and says all that is wrong at once, under the name of the construct', () => {
    expect(() => files({ ...minimal, version: '1', repository: '' })).toThrow(
      /^HelmChart vcluster \(host\.tenant-1\/chart\)\n {2}version: .*\n {2}repository: /,
    );
  });

  test('a second chart in one component', () => {
    const scope = component();
    new HelmChart(scope, 'chart', minimal);
    expect(() => new HelmChart(scope, 'other', minimal)).toThrow(
      'Component host.tenant-1: file "Chart.yaml": is there already',
    );
  });

  test('a place outside of components', () => {
    expect(() => new HelmChart(new Chart(new App(), 'plain'), 'chart', minimal)).toThrow(
      'HelmChart vcluster (plain/chart): belongs to no component',
    );
  });
});
