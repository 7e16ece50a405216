import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RuleCompiler } from '../../../analysis/schema/cel/program';
import type { BuiltInKinds } from '../../../analysis/schema/built-in';
import type { PackedGroup } from '../../../analysis/schema/definition';
import { checkDefinition } from '../../../analysis/schema/definition-check';
import { knownIstioVersions, knownKubernetesVersions } from '../../../analysis/schema/library';
import { MEANINGS } from '../../../analysis/schema/meaning/table';
import { packedDefinitions } from '../../../analysis/schema/regenerate/pack';
import type { Schema } from '../../../analysis/schema/schema';
import { createValidator } from '../../../analysis/schema/validator';

const DATA = join(__dirname, '../../../analysis/schema/data');
const folders = readdirSync(DATA);
const read = (path: string) => readFileSync(join(DATA, path), 'utf8');

const packed = folders
  .filter((folder) => /^(istio-|crds$|minimal$)/.test(folder))
  .flatMap((folder) => readdirSync(join(DATA, folder)).map((file) => `${folder}/${file}`));
const kubernetes = JSON.parse(
  read(`kubernetes-${knownKubernetesVersions().at(-1)}/kinds.json`),
) as BuiltInKinds;
const operator = JSON.parse(read('operator-1.29/messages.json')) as { components: Record<string, Schema> };

test('what is committed of imports/crds is current: run analysis/schema/regenerate/definitions.ts', () => {
  const committed = packed.filter((path) => !path.startsWith('minimal/'));
  const current = packedDefinitions();
  expect(committed.sort()).toEqual([...current.keys()].sort());
  for (const [path, content] of current) expect([path, read(path) === content]).toEqual([path, true]);
});

test.each(packed)('every schema, pattern and rule of %s is one that the API server takes', (path) => {
  const { kinds, schemas, group } = JSON.parse(read(path)) as PackedGroup;
  const rules = new RuleCompiler();
  for (const [kind, { versions }] of Object.entries(kinds)) {
    const crd = {
      spec: {
        group,
        names: { kind },
        versions: Object.entries(versions).map(([name, schema]) => ({
          name,
          schema: { openAPIV3Schema: schemas[schema] },
        })),
      },
    };
    expect(checkDefinition(crd, rules)).toEqual({ broken: [], unchecked: [] });
  }
});

test.each(packed.filter((path) => path.startsWith('minimal/')))('%s names its source', (path) => {
  expect((JSON.parse(read(path)) as PackedGroup).source).toMatch(/github\.com/);
});

test('the versions that are known', () => {
  expect(knownIstioVersions()).toEqual(['1.29', '1.30']);
  expect(knownKubernetesVersions()).toEqual(['1.34']);
});

function referencesIn(components: object): string[] {
  return [...JSON.stringify(components).matchAll(/"\$ref":"([^"]+)"/g)].map(([, name]) => name!);
}

test('every reference of the committed schemas leads somewhere', () => {
  const known = new Set([...Object.keys(kubernetes.components), ...Object.keys(operator.components)]);
  const references = [...referencesIn(kubernetes.components), ...referencesIn(operator.components)];
  expect(references.length).toBeGreaterThan(500);
  expect(references.filter((name) => !known.has(name))).toEqual([]);
  expect(Object.values(kubernetes.kinds).filter(({ component }) => !known.has(component))).toEqual([]);
});

test('every check beyond shapes is of a component that there is', () => {
  const known = new Set(Object.keys(kubernetes.components));
  expect([...MEANINGS.keys()].filter((name) => !known.has(name))).toEqual([]);
});

test('no prose is committed', () => {
  for (const path of [...packed, `kubernetes-1.34/kinds.json`])
    expect(read(path)).not.toMatch(/"description":"/);
});

test('checking takes as long for each object, however many there are', () => {
  const object = (index: number) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: `web-${index}`, namespace: 'default', labels: { app: 'web' } },
    spec: {
      hosts: ['web'],
      http: [
        {
          match: [{ uri: { prefix: '/a' } }],
          timeout: '5s',
          route: [{ destination: { host: 'web' }, weight: 100 }],
        },
      ],
    },
  });
  const { check } = createValidator();
  /** Processor time in milliseconds: the machine may have other things to do. */
  const timeOf = (count: number) => {
    const start = process.cpuUsage();
    let findings = 0;
    for (let index = 0; index < count; index++) findings += check(object(index)).length;
    expect(findings).toBe(0);
    return process.cpuUsage(start).user / 1000;
  };
  timeOf(1_000);
  const [few, many] = [timeOf(6_000), timeOf(24_000)];
  expect(many / Math.max(few, 20)).toBeLessThan(8);
  // `npm run bench` measures it; this only tells a slip of the order of magnitude.
  expect(many).toBeLessThan(4_000);
});
