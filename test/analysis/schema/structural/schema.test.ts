import { check, checkWidget, widget } from '../support';

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const text = { type: 'string' };

test.each<[string, object, unknown, string[]]>([
  ['type', object({ a: { type: 'integer' } }), { a: 'x' }, ['a: "x" is not an integer']],
  ['a whole number', object({ a: { type: 'integer' } }), { a: 1.5 }, ['a: 1.5 is not an integer']],
  ['a number that has no fraction', object({ a: { type: 'integer' } }), { a: 2.0 }, []],
  ['a number that is none', object({ a: { type: 'number' } }), { a: NaN }, ['a: NaN is not a number']],
  ['text', object({ a: text }), { a: 1 }, ['a: 1 is not a string']],
  ['a flag', object({ a: { type: 'boolean' } }), { a: 'true' }, ['a: "true" is not true or false']],
  ['a list', object({ a: { type: 'array', items: text } }), { a: { b: 1 } }, ['a: an object is not a list']],
  ['an element', object({ a: { type: 'array', items: text } }), { a: ['x', 1] }, ['a[1]: 1 is not a string']],
  ['an object', object({ a: object({}) }), { a: [] }, ['a: a list is not an object']],
  [
    'a map',
    object({ a: { type: 'object', additionalProperties: text } }),
    { a: { 'x/y': 1 } },
    ['a["x/y"]: 1 is not a string'],
  ],
  [
    'an unknown field',
    object({ hosts: text }),
    { hots: 'a' },
    ['hots: unknown field "hots": did you mean "hosts"?'],
  ],
  ['a field like no other', object({ hosts: text }), { zzz: 'a' }, ['zzz: unknown field "zzz"']],
  [
    'unknown fields that are kept',
    object({}, { 'x-kubernetes-preserve-unknown-fields': true }),
    { any: { thing: [1] } },
    [],
  ],
  ['an object without fields', { type: 'object' }, { a: 1 }, ['a: unknown field "a"']],
  ['a missing field', object({ a: text }, { required: ['a'] }), {}, ['a: required field "a" is missing']],
  ['a missing field with a default', object({ a: { ...text, default: 'x' } }, { required: ['a'] }), {}, []],
  [
    'null for a missing field',
    object({ a: text }, { required: ['a'] }),
    { a: null },
    ['a: required field "a" is missing'],
  ],
  [
    'null where it is allowed',
    object({ a: { ...text, nullable: true } }, { required: ['a'] }),
    { a: null },
    [],
  ],
  [
    'null in a list',
    object({ a: { type: 'array', items: text } }),
    { a: [null] },
    ['a[0]: null is not a string'],
  ],
  ['enum', object({ a: { ...text, enum: ['ON', 'OFF'] } }), { a: 'ONN' }, ['a: "ONN" is not one of ON, OFF']],
  [
    'pattern',
    object({ a: { ...text, pattern: '^[a-z]+$' } }),
    { a: 'A' },
    ['a: "A" does not match ^[a-z]+$'],
  ],
  ['a pattern of RE2', object({ a: { ...text, pattern: '(?i)^a$' } }), { a: 'A' }, []],
  ['minLength', object({ a: { ...text, minLength: 1 } }), { a: '' }, ['a: "" is empty']],
  ['maxLength in characters', object({ a: { ...text, maxLength: 2 } }), { a: '😀😀' }, []],
  [
    'maxLength',
    object({ a: { ...text, maxLength: 2 } }),
    { a: 'abc' },
    ['a: "abc" is longer than 2 characters'],
  ],
  ['minimum', object({ a: { type: 'integer', minimum: 1 } }), { a: 0 }, ['a: 0 is not at least 1']],
  [
    'exclusive minimum',
    object({ a: { type: 'number', minimum: 1, exclusiveMinimum: true } }),
    { a: 1 },
    ['a: 1 is not above 1'],
  ],
  ['maximum', object({ a: { type: 'integer', maximum: 1 } }), { a: 2 }, ['a: 2 is not at most 1']],
  ['multipleOf', object({ a: { type: 'integer', multipleOf: 5 } }), { a: 7 }, ['a: 7 is no multiple of 5']],
  [
    'int32',
    object({ a: { type: 'integer', format: 'int32' } }),
    { a: 3e9 },
    ['a: 3000000000 is outside of int32 (-2147483648 to 2147483647)'],
  ],
  [
    'minItems',
    object({ a: { type: 'array', items: text, minItems: 1 } }),
    { a: [] },
    ['a: has 0 elements: at least 1 are needed'],
  ],
  [
    'maxItems',
    object({ a: { type: 'array', items: text, maxItems: 1 } }),
    { a: ['x', 'y'] },
    ['a: has 2 elements: at most 1 are allowed'],
  ],
  [
    'maxProperties',
    object({ a: { type: 'object', additionalProperties: text, maxProperties: 1 } }),
    { a: { x: 'a', y: 'b' } },
    ['a: has 2 fields: at most 1 are allowed'],
  ],
  [
    'int-or-string',
    object({ a: { 'x-kubernetes-int-or-string': true } }),
    { a: 1.5 },
    ['a: 1.5 is neither an integer nor a string'],
  ],
  [
    'int-or-string with its usual anyOf',
    object({ a: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, text] } }),
    { a: '5%' },
    [],
  ],
  [
    'date-time',
    object({ a: { ...text, format: 'date-time' } }),
    { a: 'soon' },
    ['a: "soon" is not a date and time (2006-01-02T15:04:05Z)'],
  ],
  ['a format that is not checked', object({ a: { ...text, format: 'fancy' } }), { a: 'x' }, []],
  [
    'a set',
    object({ a: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' } }),
    { a: ['x', 'y', 'x'] },
    ['a[2]: is the same as element 0'],
  ],
  [
    'anyOf',
    object({ a: text, b: text }, { anyOf: [{ required: ['a'] }, { required: ['b'] }] }),
    {},
    [': has none of a, b: at least one is needed'],
  ],
  ['not', object({ a: text, b: text }, { not: { required: ['a'] } }), { a: 'x' }, ['a: is not allowed here']],
  [
    'allOf',
    object({ a: text }, { allOf: [{ properties: { a: { minLength: 2 } } }] }),
    { a: 'x' },
    ['a: "x" is shorter than 2 characters'],
  ],
  [
    'oneOf of two fields',
    object({ a: text, b: text }, { oneOf: [{ required: ['a'] }, { required: ['b'] }] }),
    { a: 'x', b: 'y' },
    [': has a and b: exactly one of a, b is allowed'],
  ],
  [
    'oneOf, and neither',
    object({ a: text, b: text }, { oneOf: [{ required: ['a'] }, { required: ['b'] }] }),
    {},
    [': has none of a, b: one is needed'],
  ],
  [
    'oneOf that counts',
    object({ a: { type: 'integer', oneOf: [{ minimum: 5 }, { maximum: 7 }] } }),
    { a: 6 },
    ['a: fits 2 of 2 alternatives: exactly one is allowed'],
  ],
])('%s', (_, schema, spec, expected) => {
  expect(checkWidget(schema, spec)).toEqual(expected);
});

test('the keys of a list map are unique, defaults counted in', () => {
  const item = object({ port: { type: 'integer' }, protocol: { ...text, default: 'TCP' } });
  const schema = object({
    ports: {
      type: 'array',
      items: item,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port', 'protocol'],
    },
  });
  expect(checkWidget(schema, { ports: [{ port: 53 }, { port: 53, protocol: 'UDP' }] })).toEqual([]);
  expect(checkWidget(schema, { ports: [{ port: 53 }, { port: 53, protocol: 'TCP' }] })).toEqual([
    'ports[1]: has port 53 and protocol "TCP", as element 0 has',
  ]);
});

test('an embedded resource has a kind and a version, and metadata of the usual shape', () => {
  const schema = object({
    a: {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      'x-kubernetes-preserve-unknown-fields': true,
    },
  });
  expect(
    checkWidget(schema, { a: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: {} } }),
  ).toEqual([]);
  expect(checkWidget(schema, { a: { kind: 'Pod', metadata: { labels: { a: 1 } } } })).toEqual([
    'a.apiVersion: required field "apiVersion" is missing',
    'a.metadata.labels.a: 1 is not a string',
  ]);
});

test('rules see defaults, and fields that are null do not count', () => {
  const schema = object(
    { a: { type: 'integer', default: 7 }, b: text },
    { 'x-kubernetes-validations': [{ rule: 'self.a == 7 && !has(self.b)', message: 'no' }] },
  );
  expect(checkWidget(schema, { b: null })).toEqual([]);
  expect(checkWidget(schema, { a: 8 })).toEqual([': no']);
});

test('rules are asked where the shape is right, those around a broken one too', () => {
  const never = [{ rule: 'false', message: 'never' }];
  const schema = object(
    { a: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self > 1', message: 'too small' }] } },
    { 'x-kubernetes-validations': never },
  );
  expect(checkWidget(schema, { a: 'x' })).toEqual(['a: "x" is not an integer']);
  expect(checkWidget(schema, { a: 1 })).toEqual(['a: too small', ': never']);
});

test('a rule says where and what: by its path, by an expression, or in its own words', () => {
  const schema = (rule: object) => object({ a: object({ b: text }) }, { 'x-kubernetes-validations': [rule] });
  const spec = { a: { b: 'x' } };
  expect(checkWidget(schema({ rule: 'false', message: 'no', fieldPath: '.a.b' }), spec)).toEqual(['a.b: no']);
  expect(
    checkWidget(schema({ rule: 'false', message: 'no', messageExpression: "'not ' + self.a.b" }), spec),
  ).toEqual([': not x']);
  expect(checkWidget(schema({ rule: 'self.a.b == self.a.c' }), spec)).toEqual([]);
  expect(checkWidget(schema({ rule: "self.a.b ==\n 'y'" }), spec)).toEqual([
    ": breaks the rule self.a.b == 'y'",
  ]);
});

test('rules about changes are left out', () => {
  const schema = object(
    { a: text },
    { 'x-kubernetes-validations': [{ rule: 'self.a == oldSelf.a', message: 'fixed' }] },
  );
  expect(checkWidget(schema, { a: 'x' })).toEqual([]);
});

test('status is left out where it is what a cluster says, which creating an object ignores', () => {
  const object = (apiVersion: string, kind: string, spec: string) => `
    apiVersion: ${apiVersion}
    kind: ${kind}
    metadata: { name: a }
    spec: ${spec}
    status: { anything: 1 }
  `;
  const servers = "{ servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ['*'] }] }";
  expect(check(object('networking.istio.io/v1', 'Gateway', servers))).toEqual([]);
  expect(check(object('argoproj.io/v1alpha1', 'AppProject', '{}'))).toEqual([]);
  expect(
    check(object('example.org/v1', 'Widget', '{}'), { definitions: [widget({ type: 'object' })] }),
  ).toEqual(['MW0002 status: unknown field "status"']);
});
