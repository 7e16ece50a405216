type Json = unknown;
type Path = readonly (string | number)[];

/** An object, and how it differs from a valid one. */
export interface Case {
  /** What was done: `valid`, `type`, `missing`, `unknown`, … */
  readonly way: string;
  /** The field that it was done to. */
  readonly field: string;
  readonly object: Readonly<Record<string, Json>>;
}

/** Values that mean something to one field of Istio's or the other, and nothing to the rest. */
const ODD_TEXTS = ['*', '(', '~', '10.0.0.1', '0s', '/a', 'a.b.c', 'unix:///a'];
const ODD_NUMBERS = [0, 101, 70_000];

/** Never touched: the kind itself, and what a request repeats in its path. */
const KEPT = /^(apiVersion|kind|metadata\.(name|namespace))$/;

/** The object as it is, and then broken (or merely changed) in one way after the other, at every field. */
export function casesOf(object: Readonly<Record<string, Json>>): readonly Case[] {
  const isOfIstio = String(object.apiVersion).includes('.istio.io/');
  const cases: Case[] = [{ way: 'valid', field: '', object }];
  const add = (way: string, path: Path, value: Json) => {
    cases.push({
      way,
      field: show(path),
      object: replaced(object, path, value) as Readonly<Record<string, Json>>,
    });
  };
  const visit = (value: Json, path: Path) => {
    const field = show(path);
    if (KEPT.test(field)) return;
    if (path.length > 0) {
      add('missing', path, undefined);
      add('null', path, null);
    }
    if (Array.isArray(value)) {
      add('type', path, { a: 'b' });
      add('empty', path, []);
      if (value.length > 0) add('duplicate', path, [...(value as Json[]), value[0]]);
      value.forEach((one, index) => visit(one, [...path, index]));
    } else if (typeof value === 'object' && value !== null) {
      if (path.length > 0) add('type', path, 'text');
      if (path.length > 0) add('empty', path, {});
      add('unknown', [...path, 'bogusField'], 'x');
      for (const [key, one] of Object.entries(value)) visit(one, [...path, key]);
    } else if (typeof value === 'string') {
      add('type', path, 12345);
      add('text', path, 'Not A Valid_Value!');
      add('empty', path, '');
      if (isOfIstio) for (const odd of ODD_TEXTS) add(`odd ${odd}`, path, odd);
    } else if (typeof value === 'number') {
      add('type', path, 'many');
      add('negative', path, -1);
      add('large', path, 3_000_000_000);
      add('fraction', path, 1.5);
      if (isOfIstio) for (const odd of ODD_NUMBERS) add(`odd ${odd}`, path, odd);
    } else if (typeof value === 'boolean') {
      add('type', path, 'true');
    }
  };
  visit(object, []);
  return cases;
}

/** What no general change comes upon: rules in CEL, fields that exclude each other, texts with a syntax. */
const AIMED: readonly (readonly [kind: string, way: string, path: Path, value: Json])[] = [
  ['VirtualService', 'CEL', ['spec', 'http', 0, 'timeout'], '0.1ms'],
  ['VirtualService', 'CEL', ['spec', 'http', 0, 'timeout'], '1d'],
  ['VirtualService', 'CEL', ['spec', 'http', 0, 'timeout'], '0'],
  ['VirtualService', 'CEL', ['spec', 'http', 0, 'timeout'], 's'],
  ['VirtualService', 'oneOf', ['spec', 'http', 0, 'match', 0, 'uri'], { prefix: '/a', exact: '/b' }],
  ['VirtualService', 'nearly', ['spec', 'http', 0, 'rout'], []],
  ['DestinationRule', 'CEL', ['spec', 'trafficPolicy', 'connectionPool', 'tcp', 'connectTimeout'], '1us'],
  ['DestinationRule', 'CEL', ['spec', 'workloadSelector'], { matchLabels: { 'a*': 'b' } }],
  ['DestinationRule', 'CEL', ['spec', 'workloadSelector'], { matchLabels: { a: 'b*' } }],
  [
    'DestinationRule',
    'oneOf',
    ['spec', 'trafficPolicy', 'loadBalancer', 'consistentHash'],
    { useSourceIp: true },
  ],
  ['Gateway', 'CEL', ['spec', 'servers', 1, 'tls', 'credentialNames'], ['a']],
  ['ServiceEntry', 'CEL', ['spec', 'hosts'], ['*']],
  ['ServiceEntry', 'CEL', ['spec', 'resolution'], 'NONE'],
  ['ServiceEntry', 'CEL', ['spec', 'resolution'], 'DNS_ROUND_ROBIN'],
  ['ServiceEntry', 'CEL', ['spec', 'addresses'], ['10.0.0.0/8']],
  ['ServiceEntry', 'CEL', ['spec', 'workloadSelector'], { labels: { a: 'b' } }],
  ['ServiceEntry', 'map keys', ['spec', 'ports', 1], { number: 443, name: 'other', protocol: 'TLS' }],
  ['ServiceEntry', 'map keys', ['spec', 'ports', 1], { number: 444, name: 'tls', protocol: 'TLS' }],
  ['ServiceEntry', 'CEL', ['spec', 'endpoints', 0, 'address'], 'unix://'],
  ['ServiceEntry', 'CEL', ['spec', 'endpoints', 0, 'address'], 'unix:///a'],
  ['ServiceEntry', 'CEL', ['spec', 'endpoints', 0, 'ports'], { 'http-': 80 }],
  ['WorkloadEntry', 'CEL', ['spec', 'address'], 'unix:///var/run/a/'],
  ['WorkloadEntry', 'CEL', ['spec', 'ports', 'http'], 70000],
  ['WorkloadGroup', 'CEL', ['spec', 'probe', 'httpGet', 'scheme'], 'FTP'],
  [
    'EnvoyFilter',
    'CEL',
    ['spec', 'targetRefs'],
    [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'a' }],
  ],
  ['EnvoyFilter', 'CEL', ['spec', 'workloadSelector', 'labels', 'app'], 'a*'],
  ['AuthorizationPolicy', 'CEL', ['spec', 'targetRefs'], [{ kind: 'Service', group: '', name: 'a' }]],
  ['AuthorizationPolicy', 'CEL', ['spec', 'rules', 0, 'from', 0, 'source', 'serviceAccounts'], ['a/b']],
  ['AuthorizationPolicy', 'CEL', ['spec', 'selector', 'matchLabels'], { '': 'a' }],
  ['PeerAuthentication', 'CEL', ['spec', 'selector'], undefined],
  ['PeerAuthentication', 'CEL', ['spec', 'portLevelMtls'], { http: { mode: 'STRICT' } }],
  ['PeerAuthentication', 'CEL', ['spec', 'portLevelMtls'], { '0': { mode: 'STRICT' } }],
  ['RequestAuthentication', 'CEL', ['spec', 'jwtRules', 0, 'jwksUri'], 'ftp://example.org'],
  ['RequestAuthentication', 'CEL', ['spec', 'jwtRules', 0, 'jwks'], '{}'],
  ['Telemetry', 'CEL', ['spec', 'metrics', 0, 'overrides', 0, 'tagOverrides', 't'], { operation: 'UPSERT' }],
  [
    'Telemetry',
    'CEL',
    ['spec', 'metrics', 0, 'overrides', 0, 'tagOverrides', 't'],
    { operation: 'REMOVE', value: 'x' },
  ],
  ['WasmPlugin', 'CEL', ['spec', 'url'], 'ftp://example.org'],
  ['WasmPlugin', 'CEL', ['spec', 'url'], 'example.org/auth:1'],
  ['WasmPlugin', 'CEL', ['spec', 'vmConfig', 'env', 0, 'valueFrom'], 'HOST'],
  ['Issuer', 'CEL', ['spec'], { venafi: { zone: 'a' } }],
  ['Deployment', 'int-or-string', ['spec', 'strategy', 'rollingUpdate', 'maxSurge'], 1],
  ['Deployment', 'int-or-string', ['spec', 'strategy', 'rollingUpdate', 'maxSurge'], 'half'],
  ['Deployment', 'int-or-string', ['spec', 'strategy', 'rollingUpdate', 'maxSurge'], true],
  ['Deployment', 'selector', ['spec', 'selector', 'matchLabels'], { app: 'other' }],
  [
    'Deployment',
    'quantity',
    ['spec', 'template', 'spec', 'containers', 0, 'resources', 'requests', 'cpu'],
    '1x',
  ],
  [
    'Deployment',
    'quantity',
    ['spec', 'template', 'spec', 'containers', 0, 'resources', 'requests', 'cpu'],
    0.5,
  ],
  [
    'Deployment',
    'quantity',
    ['spec', 'template', 'spec', 'containers', 0, 'resources', 'requests', 'memory'],
    '1Ti',
  ],
  ['Service', 'int-or-string', ['spec', 'ports', 0, 'targetPort'], 'http'],
  ['Service', 'int-or-string', ['spec', 'ports', 0, 'targetPort'], 70000],
  ['Service', 'map keys', ['spec', 'ports', 2], { name: 'other', port: 80, protocol: 'TCP' }],
  ['Service', 'map keys', ['spec', 'ports', 2], { name: 'http', port: 81, protocol: 'TCP' }],
  ['NetworkPolicy', 'CIDR', ['spec', 'ingress', 0, 'from', 0, 'ipBlock', 'cidr'], '10.0.0.0'],
  ['NetworkPolicy', 'CIDR', ['spec', 'ingress', 0, 'from', 0, 'ipBlock', 'except'], ['192.168.0.0/16']],
  ['HorizontalPodAutoscaler', 'range', ['spec', 'minReplicas'], 9],
  ['PodDisruptionBudget', 'oneOf', ['spec', 'maxUnavailable'], 1],
  ['CronJob', 'schedule', ['spec', 'schedule'], '61 * * * *'],
  ['ConfigMap', 'keys', ['data', 'a b'], 'x'],
  ['ConfigMap', 'keys', ['data', '..a'], 'x'],
  ['ConfigMap', 'keys', ['data', '.a'], 'x'],
  ['ConfigMap', 'keys', ['data', 'blob'], 'x'],
  ['ConfigMap', 'size', ['data', 'a'], 'x'.repeat(1024 * 1024)],
  ['ConfigMap', 'size', ['data', 'a'], 'x'.repeat(1024 * 1023)],
  ['Secret', 'keys', ['stringData', 'a/b'], 'x'],
  ['Secret', 'keys', ['type'], 'kubernetes.io/tls'],
  ['Secret', 'size', ['stringData', 'a'], 'x'.repeat(1024 * 1024)],
  [
    'CustomResourceDefinition',
    'CEL',
    [
      'spec',
      'versions',
      0,
      'schema',
      'openAPIV3Schema',
      'properties',
      'spec',
      'x-kubernetes-validations',
      0,
      'rule',
    ],
    'self.size <',
  ],
  [
    'CustomResourceDefinition',
    'CEL',
    [
      'spec',
      'versions',
      0,
      'schema',
      'openAPIV3Schema',
      'properties',
      'spec',
      'x-kubernetes-validations',
      0,
      'rule',
    ],
    'self.sise < 10',
  ],
  [
    'CustomResourceDefinition',
    'CEL',
    [
      'spec',
      'versions',
      0,
      'schema',
      'openAPIV3Schema',
      'properties',
      'spec',
      'x-kubernetes-validations',
      0,
      'rule',
    ],
    'foo(self.size)',
  ],
  [
    'CustomResourceDefinition',
    'CEL',
    [
      'spec',
      'versions',
      0,
      'schema',
      'openAPIV3Schema',
      'properties',
      'spec',
      'x-kubernetes-validations',
      0,
      'rule',
    ],
    "self.?name.orValue('a') == 'a'",
  ],
];

/** Names, labels and annotations, right and wrong, for any kind. */
const METADATA: readonly (readonly [path: Path, value: Json])[] = [
  [['metadata', 'labels'], { 'a b': 'c' }],
  [['metadata', 'labels'], { a: 'c d' }],
  [['metadata', 'labels'], { 'example.org/a': 'v1.2_3' }],
  [['metadata', 'labels'], { 'Example.org/a': 'b' }],
  [['metadata', 'labels'], { a: 1 }],
  [['metadata', 'labels'], { a: 'x'.repeat(64) }],
  [['metadata', 'annotations'], { 'a b': 'c' }],
  [['metadata', 'annotations'], { 'Example.org/A': 'any text, "even" this' }],
  [['metadata', 'annotations'], { a: 'x'.repeat(300_000) }],
  [['metadata', 'finalizers'], ['no good']],
  [['metadata', 'finalizers'], ['example.org/a']],
  [['metadata', 'label'], { a: 'b' }],
  [['metadata', 'ownerReferences'], [{ apiVersion: 'v1', kind: 'Pod', name: 'a' }]],
];

/** Names that some kinds may have. */
const NAMES = [
  'Upper',
  'under_score',
  'a.b',
  '1digit',
  '-dash',
  'a'.repeat(64),
  'a'.repeat(254),
  'a/b',
  'a:b',
  `a${'b'.repeat(60)}.c`,
];

export function aimedCasesOf(object: Readonly<Record<string, Json>>): readonly Case[] {
  const aimed = AIMED.filter(([kind, , path]) => kind === object.kind && reaches(object, path)).map(
    ([, way, path, value]): Case => ({
      way,
      field: show(path),
      object: asRecord(replaced(object, path, value)),
    }),
  );
  const metadata = METADATA.map(([path, value]): Case => ({
    way: 'metadata',
    field: show(path),
    object: asRecord(replaced(object, path, value)),
  }));
  const names = NAMES.map((name): Case => ({
    way: 'name',
    field: 'metadata.name',
    object: asRecord(replaced(object, ['metadata', 'name'], name)),
  }));
  return [...aimed, ...metadata, ...names];
}

function reaches(object: Json, path: Path): boolean {
  const parent = path
    .slice(0, -1)
    .reduce((one: Json, key) => (one as Record<string, Json> | undefined)?.[key as string], object);
  return typeof parent === 'object' && parent !== null;
}

function asRecord(value: Json): Readonly<Record<string, Json>> {
  return value as Readonly<Record<string, Json>>;
}

/** A copy with one value replaced, or removed where the new one is undefined. */
function replaced(value: Json, [key, ...rest]: Path, to: Json): Json {
  if (key === undefined) return to;
  if (Array.isArray(value)) {
    const copy = [...(value as Json[])];
    if (rest.length === 0 && to === undefined) copy.splice(key as number, 1);
    else copy[key as number] = replaced(copy[key as number], rest, to);
    return copy;
  }
  const { [key]: old, ...others } = value as Record<string, Json>;
  const next = replaced(old, rest, to);
  return next === undefined ? others : { ...others, [key]: next };
}

function show(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
}
