import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { Component } from '../../constructs/component';
import { Gateway, VirtualService } from '../../imports/networking.istio.io';
import { resolveApp } from '../../synth/resolve';
import { UserError } from '../../values/user-error';

function component(app: App, name = 'apps', cluster = 'kube-01'): Component {
  return new Component(app, { mesh: 'demo', cluster, component: name, defaultNamespace: 'shop' });
}

/** Resolves an app of one component that `build` fills. */
function resolve(build: (component: Component) => void) {
  const app = new App();
  build(component(app));
  return resolveApp(app);
}

/** The lines of the UserError that it has to be. */
function refusal(body: () => unknown): string[] {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).not.toMatch(/^\s*at /m);
    return (error as UserError).message.split('\n');
  }
  throw new Error('nothing was refused');
}

const configMap = (scope: Construct, data: unknown) =>
  new ApiObject(scope, 'settings', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'shop' },
    data,
  });

test('every object comes with its place, in the order of the tree', () => {
  const app = new App();
  const first = component(app, 'gateways', 'kube-02');
  new Gateway(first, 'public', {
    metadata: { name: 'public', namespace: 'shop' },
    spec: { selector: { istio: 'gw' } },
  });
  configMap(new Construct(component(app), 'inner'), { b: '2', a: '1' });

  expect(resolveApp(app)).toEqual([
    {
      mesh: 'demo',
      cluster: 'kube-02',
      component: 'gateways',
      path: 'kube-02.gateways/public',
      object: {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata: { name: 'public', namespace: 'shop' },
        spec: { selector: { istio: 'gw' } },
      },
    },
    {
      mesh: 'demo',
      cluster: 'kube-01',
      component: 'apps',
      path: 'kube-01.apps/inner/settings',
      object: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', namespace: 'shop' },
        data: { a: '1', b: '2' },
      },
    },
  ]);
});

test('each construct is validated once and each object resolved once', () => {
  const app = new App();
  const calls: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    const here = component(app, name);
    here.node.addValidation({ validate: () => (calls.push(`validate ${name}`), []) });
    configMap(here, Lazy.any({ produce: () => (calls.push(`resolve ${name}`), { name }) }));
  }
  resolveApp(app);
  expect(calls).toEqual(['validate a', 'validate b', 'validate c', 'resolve a', 'resolve b', 'resolve c']);
});

test('all failed validations are reported at once, by construct', () => {
  const app = new App();
  component(app, 'a').node.addValidation({ validate: () => ['no containers', 'no ports'] });
  new Construct(component(app, 'b'), 'deep').node.addValidation({ validate: () => ['no selector'] });
  expect(refusal(() => resolveApp(app))).toEqual([
    'The constructs refuse to be rendered:',
    '  kube-01.a: no containers',
    '  kube-01.a: no ports',
    '  kube-01.b/deep: no selector',
  ]);
});

test('an object outside of every component is refused', () => {
  const app = new App();
  configMap(new Chart(app, 'stray'), {});
  expect(refusal(() => resolveApp(app))).toEqual([
    'These objects cannot be rendered:',
    '  stray/settings: ConfigMap settings belongs to no component, so it has no folder below dist; create it inside a Component',
  ]);
});

describe('what YAML cannot carry', () => {
  const where = 'ConfigMap shop/settings (kube-01.apps/settings)';
  const cycle: Record<string, unknown> = { name: 'a' };
  cycle.self = { list: [cycle] };

  test.each<[string, unknown, string]>([
    [
      'NaN',
      { a: [1, NaN] },
      'data.a[1]: NaN has no form in YAML that Kubernetes reads; give a finite number',
    ],
    [
      'infinity',
      -Infinity,
      'data: -Infinity has no form in YAML that Kubernetes reads; give a finite number',
    ],
    ['a Date', { at: new Date(0) }, 'data.at: is a Date; give a string, such as "1970-01-01T00:00:00.000Z"'],
    ['no Date', { at: new Date(NaN) }, 'data.at: is a Date; give a string, such as "2030-01-31T00:00:00Z"'],
    ['a function', { 'a/b': () => 1 }, 'data["a/b"]: is a function, which YAML cannot carry'],
    ['a symbol', { s: Symbol('x') }, 'data.s: is a symbol, which YAML cannot carry'],
    ['a bigint', { n: 10n }, 'data.n: 10n is a bigint; give a number or a string'],
    ['a cycle', cycle, 'data.self.list[0]: leads back to data; YAML for Kubernetes has no cycles'],
    ['a Map', new Map([['a', 1]]), 'data: is an instance of Map; give a plain object, a list or a scalar'],
    [
      'no class',
      Object.create(null),
      'data: is an object of no class; give a plain object, a list or a scalar',
    ],
    [
      'half a pair',
      { s: 'a\ud800' },
      'data.s: "a\\ud800" holds half of a surrogate pair, which no file of UTF-8 text can',
    ],
    ['half a key', { 'a\ud800': 1 }, 'data["a\\ud800"]: is a key that holds half of a surrogate pair'],
    [
      'a lazy one',
      Lazy.any({ produce: () => [new Set()] }),
      'data[0]: is an instance of Set; give a plain object, a list or a scalar',
    ],
  ])('%s', (_, data, problem) => {
    const lines = refusal(() => resolve((component) => configMap(component, data)));
    expect(lines).toEqual(['These objects cannot be rendered:', `  ${where} ${problem}`]);
  });

  test('in a generated class and in its metadata', () => {
    const lines = refusal(() =>
      resolve((component) => {
        new VirtualService(component, 'a', {
          metadata: { name: 'a', namespace: 'shop' },
          spec: { http: [{ route: [{ destination: { host: 'a' }, weight: NaN }] }] },
        });
        const b = new VirtualService(component, 'b', { metadata: { name: 'b', namespace: 'shop' } });
        b.metadata.addAnnotation('at', new Date(0) as unknown as string);
      }),
    );
    expect(lines.slice(1)).toEqual([
      '  VirtualService shop/a (kube-01.apps/a) spec.http[0].route[0].weight: NaN has no form in YAML that Kubernetes reads; give a finite number',
      '  VirtualService shop/b (kube-01.apps/b) metadata.annotations.at: is a Date; give a string, such as "1970-01-01T00:00:00.000Z"',
    ]);
  });

  test('in a patch, where JSON would turn a Date into a string and NaN into null', () => {
    const lines = refusal(() =>
      resolve((component) => {
        const map = configMap(component, {});
        map.addJsonPatch(JsonPatch.add('/data/at', new Date(0)), JsonPatch.add('/data/n', NaN));
      }),
    );
    expect(lines.slice(1)).toEqual([
      `  ${where} patch [0].value: is a Date; give a string, such as "1970-01-01T00:00:00.000Z"`,
      `  ${where} patch [1].value: NaN has no form in YAML that Kubernetes reads; give a finite number`,
    ]);
  });

  test('what a construct throws while it resolves comes out as a message', () => {
    const lines = refusal(() =>
      resolve((component) =>
        configMap(component, {
          a: Lazy.any({
            produce: () => {
              throw new TypeError('a PodSpec must have at least 1 container');
            },
          }),
        }),
      ),
    );
    expect(lines.slice(1)).toEqual([
      `  ${where}: cannot be rendered: a PodSpec must have at least 1 container`,
    ]);
  });

  test('undefined and null stand for nothing, and for null in a list', () => {
    const [rendered] = resolve((component) =>
      configMap(component, { a: undefined, b: null, c: [undefined, null, 'x'] }),
    );
    expect(JSON.stringify(rendered?.object.data)).toBe('{"c":[null,null,"x"]}');
  });

  test('an empty name', () => {
    const lines = refusal(() =>
      resolve((component) => {
        new ApiObject(component, 'x', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '' } });
        new ApiObject(component, 'y', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'y', namespace: 5 as unknown as string },
        });
      }),
    );
    expect(lines.slice(1)).toEqual([
      '  ConfigMap  (kube-01.apps/x) metadata.name: "" is not a name',
      '  ConfigMap 5/y (kube-01.apps/y) metadata.namespace: 5 is not a name',
    ]);
  });
});
