import {
  ConfigManagementPlugin,
  type ConfigManagementPluginProps,
} from '../../../constructs/argo/config-management-plugin';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const plugin = (props: ConfigManagementPluginProps) =>
  renderOne((component) => new ConfigManagementPlugin(component, 'cmp', props)) as {
    data: Record<string, string>;
  };

const minimal: ConfigManagementPluginProps = { plugin: 'upper', generate: { command: ['upper'] } };

test('minimal', () => {
  expect(plugin(minimal)).toMatchSnapshot();
});

test('full', () => {
  const { data } = plugin({
    plugin: 'upper',
    version: 'v1.2',
    init: { command: ['sh', '-c'], args: ['upper --prepare'] },
    generate: { command: ['sh', '-c'], args: ['set -eu\nfor file in *.yaml; do\n  upper "$file"\ndone\n'] },
    discover: { findCommand: { command: ['sh', '-c'], args: ['ls *.upper'] } },
    parameters: [{ name: 'set', title: 'Overrides', tooltip: 'path=value', collectionType: 'array' }],
  });
  expect(data['plugin.yaml']).toMatchSnapshot();
});

test.each([
  [{ fileName: '*.upper' }, 'discover:\n    fileName: "*.upper"\n'],
  [{ findGlob: '**/*.upper' }, 'discover:\n    find:\n      glob: "**/*.upper"\n'],
] as const)('discovers by %j', (discover, text) => {
  expect(plugin({ ...minimal, discover }).data['plugin.yaml']).toContain(text);
});

test.each<[string, string | undefined, string]>([
  ['without a version', undefined, 'upper'],
  ['with one', '1.2', 'upper-1.2'],
])('is referred to %s', (_, version, reference) => {
  renderOne((component) => {
    expect(new ConfigManagementPlugin(component, 'cmp', { ...minimal, version }).reference).toBe(reference);
  });
});

test.each<[string, Partial<ConfigManagementPluginProps>, string]>([
  ['a name', { plugin: 'Upper!' }, 'plugin: "Upper!" is not a DNS name'],
  ['a version', { version: 'a/b' }, 'version: "a/b" cannot be part of a socket\'s name'],
  ['no command', { generate: { command: [] } }, 'generate.command: is empty: the sidecar would not start'],
  [
    'two ways of discovery',
    { discover: { fileName: 'a', findGlob: 'b' } as unknown as { fileName: string } },
    'discover: has fileName and findGlob of fileName, findGlob, findCommand: exactly one is allowed',
  ],
  [
    'a discovery without a command',
    { discover: { findCommand: { command: [] } } },
    'discover.findCommand.command: is empty',
  ],
  ['a parameter', { parameters: [{ name: 'Set' }] }, 'parameters[0].name: "Set" is not a parameter\'s name'],
])('refuses %s', (_, over, message) => {
  expect(() => plugin({ ...minimal, ...over })).toThrow(UserError);
  expect(() => plugin({ ...minimal, ...over })).toThrow(message);
});
