import { problemsOf } from './support';

const SERVER = { hosts: ['web.example.com'], port: { number: 80, name: 'http', protocol: 'HTTP' } };
const KINDS: readonly (readonly [kind: string, spec: object])[] = [
  ['AuthorizationPolicy', {}],
  ['PeerAuthentication', {}],
  ['RequestAuthentication', {}],
  ['Telemetry', {}],
  ['WasmPlugin', { url: 'oci://registry/plugin' }],
  ['EnvoyFilter', {}],
  ['ProxyConfig', {}],
  ['Gateway', { servers: [SERVER] }],
];

const annotated = (kind: string, spec: object, annotations: Readonly<Record<string, string>>) =>
  problemsOf(kind, spec, { annotations });

test.each(KINDS)("%s: annotations that are not Istio's own are nobody's business", (kind, spec) => {
  expect(annotated(kind, spec, {})).toEqual([]);
  expect(annotated(kind, spec, { 'istio.io/rev': 'canary', 'internal.istio.io/other': 'x' })).toEqual([]);
});

test.each(KINDS)('%s: the webhook refuses annotations that only Istio sets', (kind, spec) => {
  const internal = {
    'internal.istio.io/webhook-always-reject': '',
    'internal.istio.io/parents': 'Gateway/web.shop',
    'internal.istio.io/parent-namespace': 'shop',
  };
  expect(annotated(kind, spec, internal)).toEqual(
    Object.keys(internal).map((name) => `metadata.annotations["${name}"]: only Istio itself may set it`),
  );
});

test.each(KINDS.slice(1))('%s: the webhook refuses a dry run', (kind, spec) => {
  expect(annotated(kind, spec, { 'istio.io/dry-run': 'true' })).toEqual([
    'metadata.annotations["istio.io/dry-run"]: only an AuthorizationPolicy has a dry run',
  ]);
});

test('a dry run of a policy is asked for as Go writes truth', () => {
  const dryRun = (value: string, action?: string) =>
    annotated(
      'AuthorizationPolicy',
      { action, rules: [{}], ...(action === 'CUSTOM' && { provider: { name: 'opa' } }) },
      { 'istio.io/dry-run': value },
    );
  for (const value of ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'])
    expect(dryRun(value)).toEqual([]);
  expect(dryRun('true', 'DENY')).toEqual([]);
  for (const value of ['', 'yes', 'tRUE', ' true'])
    expect(dryRun(value)).toEqual([
      `metadata.annotations["istio.io/dry-run"]: ${JSON.stringify(value)} is neither "true" nor "false"`,
    ]);
  for (const action of ['AUDIT', 'CUSTOM'])
    expect(dryRun('true', action)).toEqual([
      `metadata.annotations["istio.io/dry-run"]: action ${action} has no dry run, only ALLOW and DENY have`,
    ]);
});
