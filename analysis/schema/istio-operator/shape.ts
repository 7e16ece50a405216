import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDuration } from '../../../values/duration';
import { RuleCompiler } from '../cel/program';
import type { Schema } from '../schema';
import { SchemaCompiler, type Dialect } from '../structural/compile';
import { describe, type Check } from '../structural/walk';
import { ISTIO_OPERATOR } from './spec';

/** The messages of the newest version that is committed; those of 1.30 differ in what nobody sets yet. */
const MESSAGES = join(__dirname, '../data/operator-1.29/messages.json');

/**
 * Compiles the check of IstioOperator documents.
 *
 * The values of the charts are read as strictly as istioctl reads them. The mesh configuration is read by istioctl
 * and by istiod alike without a word about unknown fields: those are reported as having no effect.
 *
 * @param kubernetes - how Kubernetes' own kinds are read, which the document takes parts of
 */
export function istioOperatorCheck(kubernetes: Dialect, rules: () => RuleCompiler): Check {
  const components = readMessages();
  const dialect: Dialect = {
    ...kubernetes,
    requiresFields: false,
    meanings: new Map(),
    resolve: (reference) => components[reference] ?? kubernetes.resolve(reference),
    formats: new Map([
      ...kubernetes.formats,
      ...PROTOBUF,
      ['mesh-config', (value, walk) => checkMesh(value, walk)],
      ['mesh-networks', (value, walk) => checkNetworks(value, walk)],
    ]),
  };
  const mesh = new SchemaCompiler({ ...dialect, ignoresUnknown: true }, rules, () => undefined);
  const checkMesh = mesh.compile({ $ref: 'istio.mesh.v1alpha1.MeshConfig' });
  const checkNetworks = mesh.compile({
    type: 'object',
    additionalProperties: { $ref: 'istio.mesh.v1alpha1.Network' },
  });
  return new SchemaCompiler(dialect, rules, () => undefined).compileResource(ISTIO_OPERATOR);
}

/** The check of one message of Istio's configuration, as a text gives it: unknown fields are no problem. */
export function messageCheck(name: string): Check {
  const components = readMessages();
  const dialect: Dialect = {
    hasOpenObjects: true,
    dropsNull: true,
    ignoresUnknown: true,
    requiresFields: false,
    emptyIsAbsent: false,
    meanings: new Map(),
    formats: PROTOBUF,
    resolve: (reference) => components[reference] ?? {},
  };
  return new SchemaCompiler(
    dialect,
    () => new RuleCompiler(),
    () => undefined,
  ).compile({ $ref: name });
}

function readMessages(): Readonly<Record<string, Schema>> {
  const { components } = JSON.parse(readFileSync(MESSAGES, 'utf8')) as {
    components: Readonly<Record<string, Schema>>;
  };
  return components;
}

/** A number, which protobuf's JSON may quote. */
const checkNumber: Check = (value, walk) => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (!Number.isFinite(number)) walk.fail(`${describe(value)} is not a number`);
};

const checkDuration: Check = (value, walk) => {
  if (typeof value === 'string' && (/^[-+]?0$/.test(value) || parseDuration(value) !== undefined)) return;
  walk.fail(
    `${describe(value)} is not a duration`,
    'Write a number with a unit h, m, s or ms each, such as 5s or 1h30m.',
  );
};

/** Formats of the messages. */
const PROTOBUF: ReadonlyMap<string, Check> = new Map([
  ['proto-number', checkNumber],
  ['proto-duration', checkDuration],
]);
