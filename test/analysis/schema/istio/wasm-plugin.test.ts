import { problemsOf } from './support';

const plugin = (spec: object) => problemsOf('WasmPlugin', { url: 'oci://registry/plugin:1', ...spec });

test.each<[string, object]>([
  ['a plugin', {}],
  ['a plugin of no scheme', { url: 'registry.example.com/plugin:1' }],
  ['a workload', { selector: { matchLabels: { app: 'web' } }, sha256: 'a'.repeat(64) }],
  ['a gateway', { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'web' }] }],
  ['long names', { imagePullSecret: 'a'.repeat(253), pluginName: 'a'.repeat(256) }],
  [
    'an environment',
    {
      vmConfig: {
        env: [
          { name: 'A', value: 'b' },
          { name: 'B', valueFrom: 'HOST' },
        ],
      },
    },
  ],
])('%s is as the webhook takes it', (_, spec) => {
  expect(plugin(spec)).toEqual([]);
});

test('the webhook counts bytes', () => {
  expect(
    plugin({
      imagePullSecret: 'é'.repeat(127),
      pluginName: 'é'.repeat(129),
      vmConfig: { env: [{ name: 'é'.repeat(129) }] },
    }),
  ).toEqual([
    'imagePullSecret: has 254 bytes: at most 253 are allowed',
    'pluginName: has 258 bytes: at most 256 are allowed',
    'vmConfig.env[0].name: has 258 bytes: at most 256 are allowed',
  ]);
});

test('the webhook refuses a target of another kind', () => {
  expect(plugin({ targetRef: { group: 'apps', kind: 'Deployment', name: 'web' } })).toEqual([
    'targetRef.kind: "Deployment" of group "apps" is not one of Service, ServiceEntry, Gateway, GatewayClass',
  ]);
});
