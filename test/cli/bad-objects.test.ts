import { ApiObject, type Chart } from 'cdk8s';
import { defineApplication } from '../../fleet/application';
import { defineMesh } from '../../fleet/mesh';
import { render } from '../../run/render';
import { check } from '../../run/check';

/** Renders and checks one mesh whose application creates what `build` does. */
function outcome(build: (component: Chart) => void) {
  const mesh = defineMesh({
    name: 'demo',
    clusters: { left: { server: 'https://left.example.org', provided: { namespaces: ['one', 'two'] } } },
  });
  const app = defineApplication(mesh, { name: 'app', namespace: 'one', clusters: ['left'], build });
  const modules = [{ mesh, applications: [app] }];
  const rendering = render(modules);
  return { files: [...rendering.files.keys()], findings: check(modules, rendering).findings };
}

const configMap = (component: Chart, namespace: string, data: unknown) =>
  new ApiObject(component, `settings-${namespace}`, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace },
    data,
  });

test('two objects of one kind and name in two namespaces are two files', () => {
  const { files, findings } = outcome((component) => {
    configMap(component, 'one', { key: 'value' });
    configMap(component, 'two', { key: 'value' });
  });
  expect(files).toEqual([
    'demo/left/app/configmap_one_settings.yaml',
    'demo/left/app/configmap_two_settings.yaml',
    'demo/given.yaml',
  ]);
  expect(findings).toEqual([]);
});

const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

test.each<[string, unknown, string]>([
  ['NaN', { key: Number.NaN }, 'data.key: NaN'],
  ['a Date', { key: new Date(0) }, 'data.key: '],
  ['a cyclic value', cyclic, 'data.self: '],
])('%s in an object is refused with object, construct and field', (_, data, message) => {
  const run = () => outcome((component) => configMap(component, 'one', data));
  expect(run).toThrow('These objects cannot be rendered:');
  expect(run).toThrow(`ConfigMap one/settings (left.app/settings-one) ${message}`);
});

test('10 MB in one ConfigMap is a finding', () => {
  const { findings } = outcome((component) =>
    configMap(component, 'one', { big: 'x'.repeat(10 * 1024 * 1024) }),
  );
  expect(findings.map(({ code, field, message }) => `${code} ${field}: ${message}`)).toEqual([
    expect.stringMatching(/^MW0002 data: .*1048576/) as string,
  ]);
});

test('a CustomResourceDefinition whose schema is broken is a finding', () => {
  const { findings } = outcome((component) => {
    new ApiObject(component, 'definition', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.org' },
      spec: {
        group: 'example.org',
        scope: 'Namespaced',
        names: { kind: 'Thing', plural: 'things', singular: 'thing', listKind: 'ThingList' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: { type: 'objekt' },
                  rule: { type: 'object', 'x-kubernetes-validations': [{ rule: 'self.size( >' }] },
                },
              },
            },
          },
        ],
      },
    });
  });
  expect(findings.map(({ code, field }) => `${code} ${field}`)).toMatchSnapshot();
  expect(findings.some(({ level }) => level === 'Error')).toBe(true);
});
