import { ConfigMap, type ConfigMapProps } from '../../../constructs/kubernetes/config-map';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const configMap = (props?: ConfigMapProps) =>
  renderOne((component) => new ConfigMap(component, 'settings', props));

test('minimal', () => {
  expect(configMap()).toMatchSnapshot();
});

test('full', () => {
  expect(
    configMap({
      name: 'entrypoint-config',
      namespace: 'edge',
      labels: { app: 'tunnel' },
      annotations: { 'example.org/owner': 'edge' },
      data: { 'run.sh': '#!/bin/sh\n\nexec tool -f "$1"\n', MODE: 'on' },
      binaryData: { 'blob.bin': Uint8Array.of(0, 255, 16) },
      immutable: true,
    }),
  ).toMatchSnapshot();
});

test('hands out its entries as files and as variables', () => {
  renderOne((component) => {
    const settings = new ConfigMap(component, 'settings', { data: { level: 'info' } });
    expect(settings.volume('etc', { items: { level: 'log/level' }, defaultMode: 0o444 }).lower()).toEqual({
      name: 'etc',
      configMap: {
        name: 'settings',
        items: [{ key: 'level', path: 'log/level' }],
        defaultMode: 0o444,
        optional: undefined,
      },
    });
    expect(settings.entry('level').lower()).toEqual({
      configMapKeyRef: { name: 'settings', key: 'level', optional: undefined },
    });
  });
});

test('says so where it does not hold what is asked for', () => {
  renderOne((component) => {
    const settings = new ConfigMap(component, 'settings', { data: { level: 'info' } });
    const message = 'ConfigMap demo/settings (kube-01.app/settings): has no entry "levl"; it holds "level"';
    expect(() => settings.entry('levl')).toThrow(message);
    expect(() => settings.volume('etc', { items: { levl: 'a' } })).toThrow(message);
  });
  renderOne((component) => {
    const empty = new ConfigMap(component, 'settings');
    expect(() => empty.entry('a')).toThrow('has no entry "a"; it holds nothing');
  });
});

test('holds a mebibyte, to the byte', () => {
  const most = { a: 'x'.repeat(2 ** 20 - 2), b: 'ä' };
  expect(configMap({ data: most }).data).toEqual(most);
});

describe('refuses', () => {
  test.each<[string, ConfigMapProps, string]>([
    ['a name that is none', { name: 'My_Config' }, 'name: "My_Config" is not a DNS name'],
    ['a key with a slash', { data: { 'a/b': '' } }, 'data.a/b: "a/b" is not a key (letters, digits'],
    ['an empty key', { data: { '': '' } }, '"" is not a key'],
    ['a key that is a folder', { data: { '..': '' } }, 'data...: ".." is not a key'],
    ['a key that begins like one', { data: { '..a': '' } }, '"..a" is not a key'],
    ['a key that is too long', { data: { ['a'.repeat(254)]: '' } }, 'is not a key'],
    [
      'a key twice',
      { data: { a: '' }, binaryData: { a: Uint8Array.of(1) } },
      'binaryData.a: is in data too: Kubernetes refuses it',
    ],
    [
      'more than fits',
      { data: { a: 'ä'.repeat(2 ** 19) }, binaryData: { b: Uint8Array.of(1) } },
      'holds 1048577 bytes, and Kubernetes keeps 1048576 at most in one ConfigMap',
    ],
  ])('%s', (_, props, message) => {
    expect(() => configMap(props)).toThrow(UserError);
    expect(() => configMap(props)).toThrow(message);
  });
});
