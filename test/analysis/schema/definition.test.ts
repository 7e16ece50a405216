import { createValidator } from '../../../analysis/schema/validator';
import { widget } from './support';

function check(spec: unknown, change: (crd: ReturnType<typeof widget>) => unknown = (crd) => crd): string[] {
  return createValidator()
    .check(change(widget(spec as object)))
    .map(
      ({ code, field, message }) =>
        `${code} ${field?.replace('spec.versions[0].schema.openAPIV3Schema', '…')}: ${message}`,
    );
}

const spec = '….properties["spec"]';

test.each<[string, unknown, string[]]>([
  ['a good one', { type: 'object', properties: { a: { type: 'string', pattern: '^a' } } }, []],
  ['no type', { properties: {} }, [`MW0006 ${spec}.type: the type is missing`]],
  ['no type, of what may be anything', { 'x-kubernetes-preserve-unknown-fields': true }, []],
  [
    'a type that is none',
    { type: 'strin' },
    [`MW0006 ${spec}.type: "strin" is not one of object, array, string, integer, number, boolean`],
  ],
  ['a list of nothing', { type: 'array' }, [`MW0006 ${spec}.items: a list needs the schema of its elements`]],
  ['a reference', { type: 'object', $ref: '#/a' }, [`MW0006 ${spec}.$ref: references are not allowed`]],
  [
    'a pattern',
    { type: 'string', pattern: 'a(' },
    [`MW0006 ${spec}.pattern: does not compile: error parsing regexp: missing closing ): \`a(\``],
  ],
  [
    'a rule',
    { type: 'object', 'x-kubernetes-validations': [{ rule: 'self.a ==' }] },
    [expect.stringMatching(/^MW0006 .*\.rule: does not compile: syntax error/) as string],
  ],
  [
    'a rule about a field that there is not',
    { type: 'object', properties: {}, 'x-kubernetes-validations': [{ rule: 'self.a == 1' }] },
    [expect.stringMatching(/undefined field a$/) as string],
  ],
  [
    'a rule beyond what is known',
    {
      type: 'array',
      items: { type: 'string' },
      'x-kubernetes-validations': [{ rule: "self.all(i, v, v != '')" }],
    },
    [expect.stringMatching(/^MW0007 .*the rule is not checked here: function all$/) as string],
  ],
])('%s', (_, schema, expected) => {
  expect(check(schema)).toEqual(expected);
});

test('a definition says what it defines', () => {
  const without = (path: string) =>
    check({ type: 'object' }, (crd) => {
      const copy = structuredClone(crd) as { metadata: { name: string }; spec: Record<string, unknown> };
      if (path === 'name') copy.metadata.name = 'other.example.org';
      if (path === 'storage') (copy.spec['versions'] as { storage: boolean }[])[0]!.storage = false;
      if (path === 'schema') delete (copy.spec['versions'] as { schema?: unknown }[])[0]!.schema;
      return copy;
    });
  expect(without('name')).toEqual(['MW0002 metadata.name: "other.example.org" is not widgets.example.org']);
  expect(without('storage')).toEqual(['MW0002 spec.versions: 0 versions are stored: it is one']);
  expect(without('schema')).toEqual(['MW0006 spec.versions[0].schema: has no schema']);
});

test('a definition that is given along makes its kind known, before those that are committed', () => {
  const strict = {
    spec: {
      group: 'networking.istio.io',
      scope: 'Cluster',
      names: { kind: 'Gateway' },
      versions: [
        {
          name: 'v1',
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
        },
        { name: 'v0', served: false, schema: { openAPIV3Schema: { type: 'object' } } },
      ],
    },
  };
  const { check: checkObject, scopeOf } = createValidator({ definitions: [strict] });
  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'a' },
    spec: { servers: [] },
  };
  expect(checkObject(object).map(({ message }) => message)).toEqual(['unknown field "servers"']);
  expect(scopeOf('networking.istio.io/v1', 'Gateway')).toBe('Cluster');
  expect(scopeOf('networking.istio.io/v0', 'Gateway')).toBeUndefined();
});

test('a definition that is broken is passed over where it is given along: it is a finding of its own', () => {
  const { scopeOf } = createValidator({
    definitions: [null, {}, { spec: { group: 'a', names: { kind: 'B' }, versions: [{}] } }],
  });
  expect(scopeOf('a/v1', 'B')).toBeUndefined();
});

test('a rule that is broken does not hide the rest of the schema from objects', () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'string' } },
    'x-kubernetes-validations': [{ rule: 'self.' }],
  };
  const object = { apiVersion: 'example.org/v1', kind: 'Widget', metadata: { name: 'a' }, spec: { a: 1 } };
  const findings = createValidator({ definitions: [widget(schema)] }).check(object);
  expect(findings.map(({ message }) => message)).toEqual(['1 is not a string']);
});
