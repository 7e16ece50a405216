import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { createValidator } from '../../../../analysis/schema/validator';

type Schema = { properties?: Record<string, Schema>; items?: Schema };

const ROOT = join(__dirname, '../../../..');
const definitions = parseAllDocuments(readFileSync(join(ROOT, 'imports/crds/istio-1.30.yaml'), 'utf8')).map(
  (document) =>
    document.toJSON() as {
      spec: { names: { kind: string }; versions: { name: string; schema: { openAPIV3Schema: Schema } }[] };
    },
);
const policy = definitions.find(({ spec }) => spec.names.kind === 'AuthorizationPolicy')!;
const rule = policy.spec.versions.find(({ name }) => name === 'v1')!.schema.openAPIV3Schema.properties!.spec!
  .properties!.rules!.items!;

const VALUES: Readonly<Record<string, string>> = {
  ports: '80',
  paths: '/a',
  ipBlocks: '10.0.0.1',
  remoteIpBlocks: '10.0.0.1',
};
const valueOf = (field: string) =>
  VALUES[field.replace(/^not(.)/, (_, first: string) => first.toLowerCase())] ?? 'a';

const { check } = createValidator();

// What the webhook checks was read of Istio 1.29; a field that came later must not count as nothing.
test.each(
  (
    [
      ['from', 'source'],
      ['to', 'operation'],
    ] as const
  ).flatMap(([list, part]) =>
    Object.keys(rule.properties![list]!.items!.properties![part]!.properties!).map(
      (field) => [list, part, field] as const,
    ),
  ),
)('an AuthorizationPolicy with nothing but rules[].%s[].%s.%s is right', (list, part, field) => {
  const rules = [{ [list]: [{ [part]: { [field]: [valueOf(field)] } }] }];
  const found = check({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { rules },
  });
  expect(found).toEqual([]);
});
