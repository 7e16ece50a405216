import { ConfigManagementPlugin } from '../../../constructs/argo/config-management-plugin';
import {
  RepoServerPatch,
  repoServerValues,
  type PluginSidecar,
} from '../../../constructs/argo/plugin-sidecar';
import type { Component } from '../../../constructs/component';
import { Checks } from '../../../values/checks';
import { UserError } from '../../../values/user-error';
import { render } from '../../support/render';

const sidecar = (
  component: Component,
  over: Partial<PluginSidecar> = {},
  version = '1.2',
): PluginSidecar => ({
  plugin: new ConfigManagementPlugin(component, `cmp-${version}`, {
    plugin: 'upper',
    version,
    generate: { command: ['upper'] },
  }),
  image: 'registry.example.org/upper:1.2',
  ...over,
});

const patch = (build: (component: Component) => readonly PluginSidecar[]) =>
  render((component) => new RepoServerPatch(component, 'sidecars', { sidecars: build(component) })).at(
    -1,
  ) as {
    spec: {
      template: {
        metadata: { annotations: Record<string, string> };
        spec: { containers: { name: string }[] };
      };
    };
  };

test('minimal: merged into the Deployment of the repo server, never deleted with it', () => {
  expect(patch((component) => [sidecar(component)])).toMatchSnapshot();
});

test('full: two versions of a plugin, with resources', () => {
  const resources = { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '512Mi' } };
  const { containers } = patch((component) => [
    sidecar(component, { resources }),
    sidecar(component, { image: `upper@sha256:${'0'.repeat(64)}` }, '1.3'),
  ]).spec.template.spec;
  expect(containers).toMatchSnapshot();
});

test('another plugin.yaml is another pod', () => {
  const checksum = (program: string) =>
    patch((component) => {
      const plugin = new ConfigManagementPlugin(component, 'cmp', {
        plugin: 'p',
        generate: { command: [program] },
      });
      return [sidecar(component, { plugin })];
    }).spec.template.metadata.annotations['checksum/p'];
  expect(checksum('one')).toMatch(/^[0-9a-f]{64}$/);
  expect(checksum('one')).not.toBe(checksum('two'));
  expect(checksum('one')).toBe(checksum('one'));
});

test('the values of the chart say the same', () => {
  render((component) => {
    const sidecars = [sidecar(component)];
    const { spec } = new RepoServerPatch(component, 'sidecars', { sidecars }).apiObject.toJson().spec
      .template;
    const values = repoServerValues(sidecars, new Checks()) as {
      repoServer: { extraContainers: unknown; volumes: unknown };
    };
    const [repoServer, ...others] = spec.containers as { env: unknown }[];
    expect(values.repoServer).toEqual({
      env: repoServer?.env,
      podAnnotations: expect.objectContaining({}) as unknown,
      extraContainers: others,
      volumes: spec.volumes as unknown,
    });
  });
});

test.each<[string, (component: Component) => readonly PluginSidecar[], string]>([
  ['no sidecar', () => [], 'sidecars: is empty: there is nothing to add'],
  [
    'an image that moves',
    (component) => [sidecar(component, { image: 'upper:latest' })],
    'sidecars[0].image: "upper:latest" is not pinned: give a tag other than "latest", or a digest',
  ],
  [
    'a port for a tag',
    (component) => [sidecar(component, { image: 'registry:5000/upper' })],
    'sidecars[0].image: "registry:5000/upper" is not pinned',
  ],
  [
    'two of one name',
    (component) => {
      const one = sidecar(component);
      return [one, one];
    },
    'sidecars[1].plugin: "upper-1-2" is the name of two sidecars',
  ],
  [
    'resources',
    (component) => [sidecar(component, { resources: { limits: { memory: 'much' } } })],
    'sidecars[0].resources.limits.memory: "much" is not a quantity',
  ],
])('refuses %s', (_, build, message) => {
  expect(() => patch(build)).toThrow(UserError);
  expect(() => patch(build)).toThrow(message);
  expect(() => render((component) => repoServerValues(build(component), new Checks()))).toThrow(message);
});
