import { UserError } from '../../../values/user-error';
import { createValidator } from '../../../analysis/schema/validator';
import { NOWHERE } from '../../../analysis/finding';
import { check, widget } from './support';

test('everything that is wrong with an object is found at once', () => {
  expect(
    check(`
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: { name: Web, labels: { 'a b': c } }
      spec:
        hots: [web]
        http:
          - timeout: 0.1ms
            match: [{ uri: { prefix: /a, exact: /b } }]
            route: [{ destination: { host: web }, weight: many }]
    `),
  ).toEqual([
    'MW0003 metadata.name: "Web" is not a DNS name (lower-case letters, digits, "-" and ".", at most 253)',
    'MW0003 metadata.labels["a b"]: "a b" is not the key of a label ([DNS name/]name, the name at most 63 characters)',
    'IST0106 spec.hots: unknown field "hots": did you mean "hosts"?',
    'IST0106 spec.http[0].timeout: must be a valid duration greater than 1ms',
    'IST0106 spec.http[0].match[0].uri: has exact and prefix: at most one of exact, prefix, regex is allowed',
    'IST0106 spec.http[0].route[0].weight: "many" is not an integer',
  ]);
});

test('a finding says where the object is, and what to do', () => {
  const place = { ...NOWHERE, mesh: 'demo', cluster: 'kube-01', component: 'web', file: 'a.yaml', line: 1 };
  const object = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { ports: [{ port: '80' }] },
  };
  expect(createValidator().check(object, place)).toEqual([
    {
      code: 'MW0002',
      name: 'SchemaViolation',
      level: 'Error',
      mesh: 'demo',
      cluster: 'kube-01',
      component: 'web',
      object: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' },
      field: 'spec.ports[0].port',
      message: '"80" is not an integer',
      remedy: 'Write 80 without quotes.',
      file: 'a.yaml',
      line: 1,
    },
  ]);
});

test.each([
  ['kind: VirtualServce\napiVersion: networking.istio.io/v1', 'Write VirtualService.'],
  [
    'kind: Gateway\napiVersion: networking.istio.io/v2',
    'Use networking.istio.io/v1 or networking.istio.io/v1alpha3 or networking.istio.io/v1beta1.',
  ],
  ['kind: Ingress\napiVersion: extensions/v1beta1', 'Kubernetes serves it as networking.k8s.io/v1.'],
  ['kind: CronJob\napiVersion: batch/v1beta1', 'Use batch/v1.'],
  ['kind: Gateway\napiVersion: netwroking.istio.io/v1', 'Write networking.istio.io.'],
  [
    'kind: Thing\napiVersion: nobody.example.org/v1',
    'Correct apiVersion and kind, or give the CustomResourceDefinition along with the object.',
  ],
])('a kind that nobody knows is a finding: %s', (yaml, remedy) => {
  const [apiVersion, kind] = [/apiVersion: (.*)/.exec(yaml)![1]!, /kind: (.*)/.exec(yaml)![1]!];
  const findings = createValidator().check({ apiVersion, kind, metadata: { name: 'a' } });
  expect(findings.map((one) => [one.code, one.message, one.remedy])).toEqual([
    ['MW0001', `kind ${kind} of ${apiVersion} is not known`, remedy],
  ]);
});

test.each([
  [null, 'MW0008 null: null is not an object'],
  ['text', 'MW0008 null: "text" is not an object'],
  [[], 'MW0008 null: a list is not an object'],
  [{}, 'MW0008 apiVersion: the object has no apiVersion'],
  [{ apiVersion: 'v1', kind: 5 }, 'MW0008 kind: 5 is no kind'],
])('%j is not an object of Kubernetes', (value, expected) => {
  const [one] = createValidator().check(value);
  expect(`${one!.code} ${one!.field}: ${one!.message}`).toBe(expected);
});

test('a List is checked element by element', () => {
  expect(
    check('{ apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: ConfigMap, metadata: {} }] }'),
  ).toEqual(['MW0003 metadata.name: the object has no name']);
});

test('values that YAML cannot carry, and objects that contain themselves, are findings and no crash', () => {
  const patch = { operation: 'MERGE', value: {} as Record<string, unknown> };
  const filter = {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: 'a' },
    spec: { configPatches: [{ applyTo: 'CLUSTER', patch }] },
  };
  const messages = () =>
    createValidator()
      .check(filter)
      .map(({ message }) => message);
  patch.value = { a: NaN, b: new Date(0), c: () => 1, d: undefined };
  expect(messages()).toEqual([
    'NaN is nothing that YAML can carry',
    'a Date is nothing that YAML can carry',
    'a function is nothing that YAML can carry',
  ]);
  patch.value = {};
  patch.value['self'] = filter;
  patch.value['again'] = filter;
  expect(messages()).toEqual(['is nested deeper than 200 levels, or contains itself']);
});

test('a definition that contains itself, twice, is a finding', () => {
  const schema: Record<string, unknown> = { type: 'object' };
  schema['properties'] = { one: schema, other: schema };
  const messages = createValidator()
    .check(widget(schema))
    .map(({ message }) => message);
  expect(messages).toEqual(['is nested deeper than 200 levels, or contains itself']);
});

test.each<[string, object, string]>([
  ['a duration without a unit', { timeout: 5, redirect: { uri: '/' } }, 'Give it a unit: "5s".'],
  ['a number', { redirect: { uri: 80 } }, 'Quote it: "80".'],
  [
    'a word that YAML takes for a boolean',
    { redirect: { uri: false } },
    'Quote it; YAML reads n, no and off as false.',
  ],
])('%s in place of text has a remedy that mends it', (_, route, remedy) => {
  const found = createValidator().check({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'web' },
    spec: { hosts: ['web'], http: [route] },
  });
  expect(found.map((one) => one.remedy)).toEqual([remedy]);
});

test('a document for istioctl needs no name', () => {
  const document = {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    spec: { profile: 'default' },
  };
  const { check } = createValidator();
  expect(check(document)).toEqual([]);
  expect(check({ ...document, metadata: {} })).toEqual([]);
  expect(check({ ...document, metadata: { labels: { 'a b': 'c' } } })).toMatchObject([{ code: 'MW0003' }]);
});

test('kinds of somebody else are noted where they may be, and slips stay errors', () => {
  const { check } = createValidator({ allowsForeign: true });
  const codeOf = (apiVersion: string, kind: string) =>
    check({ apiVersion, kind, metadata: { name: 'a' } }).map(({ code, level }) => `${code} ${level}`);
  expect(codeOf('monitoring.coreos.com/v1', 'PodMonitor')).toEqual(['MW0016 Info']);
  expect(codeOf('gateway.networking.k8s.io/v1', 'HTTPRoute')).toEqual(['MW0016 Info']);
  expect(codeOf('netwroking.istio.io/v1', 'Gateway')).toEqual(['MW0001 Error']);
  expect(codeOf('config.istio.io/v1alpha2', 'rule')).toEqual(['MW0001 Error']);
  expect(codeOf('argoproj.io/v1alpha1', 'Rollout')).toEqual(['MW0016 Info']);
  expect(codeOf('argoproj.io/v1alpha1', 'Aplication')).toEqual(['MW0001 Error']);
  expect(codeOf('cert-manager.io/v1alpha2', 'Certificate')).toEqual(['MW0001 Error']);
  expect(codeOf('networking.k8s.io/v1beta1', 'Ingress')).toEqual(['MW0001 Error']);
  expect(codeOf('v2', 'Pod')).toEqual(['MW0001 Error']);
});

test('the versions of Istio differ in what they have', () => {
  const trafficExtension = `
    apiVersion: extensions.istio.io/v1alpha1
    kind: TrafficExtension
    metadata: { name: a }
    spec: { lua: { inlineCode: 'x' } }
  `;
  expect(check(trafficExtension, { istioVersion: '1.30.0' })).toEqual([]);
  expect(check(trafficExtension, { istioVersion: '1.29.1' })).toEqual([
    'MW0001 kind: kind TrafficExtension of extensions.istio.io/v1alpha1 is not known',
  ]);
});

test.each(['v1', 'v1beta1', 'v1alpha3'])('Istio 1.30 still serves %s', (version) => {
  expect(createValidator().scopeOf(`networking.istio.io/${version}`, 'Gateway')).toBe('Namespaced');
});

test('versions that are not known are refused with those that are', () => {
  expect(() => createValidator({ istioVersion: '1.12.0' })).toThrow(
    new UserError([
      { field: 'istioVersion', message: 'the kinds of Istio 1.12.0 are not known; known are 1.29, 1.30' },
    ]),
  );
  expect(() => createValidator({ kubernetesVersion: '1.2' })).toThrow(
    new UserError([
      { field: 'kubernetesVersion', message: 'the kinds of Kubernetes 1.2 are not known; known are 1.34' },
    ]),
  );
});

test('a field that is null is dropped by creating a custom resource, and refused by applying it on the server', () => {
  const yaml = `
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: { name: web, creationTimestamp: null }
    spec: { hosts: [web], gateways: null, http: [{ redirect: { uri: /home } }] }
  `;
  expect(check(yaml)).toEqual([]);
  expect(check(yaml, { serverSideApply: true })).toEqual(['IST0106 spec.gateways: null is not a list']);
});

test('kinds of others are known by the definitions that are committed', () => {
  const scopeOf = createValidator().scopeOf;
  expect(scopeOf('argoproj.io/v1alpha1', 'ApplicationSet')).toBe('Namespaced');
  expect(scopeOf('cert-manager.io/v1', 'ClusterIssuer')).toBe('Cluster');
  expect(scopeOf('traefik.io/v1alpha1', 'IngressRouteTCP')).toBe('Namespaced');
  expect(scopeOf('k8s.cni.cncf.io/v1', 'NetworkAttachmentDefinition')).toBe('Namespaced');
  expect(scopeOf('operator.tigera.io/v1', 'Installation')).toBe('Cluster');
  expect(scopeOf('management.cattle.io/v3', 'Project')).toBe('Namespaced');
  expect(scopeOf('config.gatekeeper.sh/v1alpha1', 'Config')).toBe('Namespaced');
  expect(scopeOf('v1', 'Namespace')).toBe('Cluster');
  expect(scopeOf('v1', 'Nothing')).toBeUndefined();
});

test('a group is never read as a path', () => {
  expect(createValidator().scopeOf('../istio-1.29/networking.istio.io/v1', 'Gateway')).toBeUndefined();
  expect(createValidator().scopeOf('../../package/v1', 'Gateway')).toBeUndefined();
});
