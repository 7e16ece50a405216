import { createValidator } from '../../../analysis/schema/validator';

function check(metadata: unknown, apiVersion = 'v1', kind = 'ConfigMap'): string[] {
  const object = { apiVersion, kind, metadata };
  const findings = createValidator().check(object);
  return findings.filter(({ code }) => code === 'MW0003').map(({ field, message }) => `${field}: ${message}`);
}

test.each([
  [
    'v1',
    'ConfigMap',
    ['a', 'a.b', '1a', 'a'.repeat(64), `${'a'.repeat(126)}.${'b'.repeat(126)}`],
    ['A', 'a_b', '-a', 'a'.repeat(254), 'a/b'],
  ],
  ['v1', 'Namespace', ['a', '1a'], ['a.b', 'a'.repeat(64)]],
  ['v1', 'Service', ['a'], ['1a', 'a.b', 'a'.repeat(64)]],
  ['apps/v1', 'StatefulSet', ['a'], ['a.b', 'a'.repeat(64)]],
  ['batch/v1', 'CronJob', ['a'.repeat(52)], ['a'.repeat(53)]],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', ['istio:reader', 'Upper', 'a_b'], ['a/b', 'a%b', '..']],
  ['networking.istio.io/v1', 'Gateway', ['a.b'], ['a_b']],
])('names of %s %s: %j, not %j', (apiVersion, kind, right, wrong) => {
  expect(right.filter((name) => check({ name }, apiVersion, kind).length > 0)).toEqual([]);
  expect(wrong.filter((name) => check({ name }, apiVersion, kind).length === 0)).toEqual([]);
});

test.each<[unknown, string[]]>([
  [undefined, ['metadata: the object has no metadata']],
  [{}, ['metadata.name: the object has no name']],
  [{ name: '' }, ['metadata.name: the object has no name']],
  [{ generateName: 'a-' }, []],
  [
    { generateName: 'A-' },
    [
      'metadata.generateName: "A-" does not begin a DNS name (lower-case letters, digits, "-" and ".", at most 253)',
    ],
  ],
  [{ name: 1 }, ['metadata.name: 1 is not a string']],
  [
    { name: 'a', namespace: 'A' },
    [
      'metadata.namespace: "A" is not a DNS label (lower-case letters, digits and "-", at most 63, first and last a letter or digit)',
    ],
  ],
  [{ name: 'a', label: {} }, ['metadata.label: unknown field "label": did you mean "labels"?']],
  [{ name: 'a', labels: { a: 1 } }, ['metadata.labels.a: 1 is not a string']],
  [{ name: 'a', labels: { a: null } }, []],
  [{ name: 'a', labels: { 'example.org/a': 'v1.2_3', b: '' } }, []],
  [
    { name: 'a', labels: { 'Example.org/a': 'b' } },
    [
      'metadata.labels["Example.org/a"]: "Example.org/a" is not the key of a label ([DNS name/]name, the name at most 63 characters)',
    ],
  ],
  [
    { name: 'a', labels: { a: 'b c' } },
    [
      'metadata.labels.a: "b c" is not a label\'s value (at most 63 letters, digits, "-", "_" and ".", first and last a letter or digit)',
    ],
  ],
  [{ name: 'a', annotations: { 'Example.org/A': 'any text, "even" this' } }, []],
  [
    { name: 'a', annotations: { 'a b': 'c' } },
    [
      'metadata.annotations["a b"]: "a b" is not the key of a annotation ([DNS name/]name, the name at most 63 characters)',
    ],
  ],
  [
    { name: 'a', annotations: { a: 'x'.repeat(300_000) } },
    ['metadata.annotations: hold 300001 bytes: at most 262144 are allowed'],
  ],
  [
    { name: 'a', finalizers: ['no good'] },
    ['metadata.finalizers[0]: "no good" is not the name of a finalizer (a DNS name, "/" and a name)'],
  ],
  [
    { name: 'a', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'a' }] },
    ['metadata.ownerReferences[0].uid: required field "uid" is missing'],
  ],
])('%j', (metadata, expected) => {
  expect(check(metadata)).toEqual(expected);
});

test('an object that belongs to no namespace names none', () => {
  expect(check({ name: 'a', namespace: 'b' }, 'v1', 'Namespace')).toEqual([
    'metadata.namespace: an object of this kind belongs to no namespace',
  ]);
});

test('what a cluster adds to an object is no finding', () => {
  const metadata = {
    name: 'a',
    uid: 'u',
    resourceVersion: '1',
    generation: 1,
    creationTimestamp: '2024-01-02T03:04:05Z',
    managedFields: [{ manager: 'kubectl', operation: 'Apply', fieldsV1: { 'f:data': {} } }],
  };
  expect(check(metadata)).toEqual([]);
});
