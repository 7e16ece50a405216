import { Testing } from 'cdk8s';
import { Component } from '../../constructs/component';
import { UserError } from '../../values/user-error';

const component = () =>
  new Component(Testing.app(), {
    mesh: 'test',
    cluster: 'kube-01',
    component: 'app',
    defaultNamespace: 'demo',
  });

test('keeps plain files beside its objects, in the order in which they came', () => {
  const app = component();
  expect([...app.files]).toEqual([]);
  app.addFile('values.yaml', { b: 1 });
  app.addFile('.tool-versions', 'helm 3\n');
  expect([...app.files]).toEqual([
    ['values.yaml', { b: 1 }],
    ['.tool-versions', 'helm 3\n'],
  ]);
});

describe('refuses', () => {
  test.each(['', '.', '..', 'a/b', 'a\\b', 'configmap_demo_a.yaml', 'ä.yaml'])('the name %j', (name) => {
    const app = component();
    expect(() => app.addFile(name, '')).toThrow(UserError);
    expect(() => app.addFile(name, '')).toThrow(
      `Component kube-01.app: file ${JSON.stringify(name)}: is not the name of a file (letters, digits, "-" and ".")`,
    );
  });

  test('a name that is taken, in any case', () => {
    const app = component();
    app.addFile('Chart.yaml', '');
    expect(() => app.addFile('Chart.yaml', '')).toThrow(
      'Component kube-01.app: file "Chart.yaml": is there already',
    );
    expect(() => app.addFile('chart.yaml', '')).toThrow(
      'Component kube-01.app: file "chart.yaml": is there already, as "Chart.yaml"',
    );
  });
});
